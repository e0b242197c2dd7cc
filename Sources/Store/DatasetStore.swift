import Crypto
import Postgres
import Training

/// A dataset's file as it was handed in.
package struct StoredFile: Sendable, Equatable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

extension [StoredFile] {
  /// What each file holds.
  package var byName: [String: [UInt8]] {
    Dictionary(map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
  }
}

/// A dataset as it is to be stored: its files, and the programme that was read from them.
package struct DatasetContent: Sendable {
  package var programme: Programme
  /// SHA-256 over the files (dataset.md §5).
  package var digest: [UInt8]
  /// In the order of the contract's table.
  package var files: [StoredFile]

  /// - Precondition: the programme was read from these very files.
  package init(programme: Programme, files: [StoredFile]) {
    self.programme = programme
    self.files = files
    var hash = SHA256()
    for file in files {
      hash.update(
        data: Array(file.name.utf8) + [0] + Array(String(file.bytes.count).utf8) + [0])
      hash.update(data: file.bytes)
    }
    digest = Array(hash.finalize())
  }
}

/// One version of a programme's dataset.
package struct StoredDataset: Sendable, Equatable {
  package var version: Int
  package var digest: [UInt8]
  package var importedBy: String
  /// In UTC, RFC 3339.
  package var importedAt: String
  package var files: Int
  package var bytes: Int
}

/// Dataset versions in and out.
package struct DatasetStore {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// What an import did.
  package struct Imported: Sendable, Equatable {
    package var domainNumber: Int
    package var programmeNumber: Int
    package var version: Int
    /// False where a version had these files already.
    package var isNew: Bool
  }

  /// Stores a dataset as a version of its programme, all of it or nothing; the same files twice are
  /// one version.
  package func store(_ content: DatasetContent, as actor: String?) throws -> Imported {
    let settings = content.programme.settings
    let imported = try database.transaction { connection in
      let row = try connection.run(
        """
        SELECT d, p, v, is_new FROM jadwal.open_dataset(\(settings.domain), \(settings.id),
          \(settings.title), \(content.digest), \(settings.gridMinutes),
          \(settings.startsOn.description)::date, \(settings.weeks), \(actor))
        """)[0]
      let imported = try Imported(
        domainNumber: row[0], programmeNumber: row[1], version: row[2], isNew: row[3])
      guard imported.isNew else { return imported }
      try add(content, to: imported, on: connection)
      try connection.run(
        """
        SELECT jadwal.seal_dataset(\(imported.domainNumber), \(imported.programmeNumber),
          \(imported.version), \(actor))
        """)
      return imported
    }
    if imported.isNew { database.gatherStatistics(after: content.programme.sessions.count) }
    return imported
  }

  private func add(
    _ content: DatasetContent, to version: Imported, on connection: Connection
  ) throws {
    // One round trip for many small files; a large one goes by itself.
    let large = 4 << 20
    let statements = content.files.enumerated().map { position, file in
      let sql: SQL = """
        SELECT jadwal.add_file(\(version.domainNumber), \(version.programmeNumber),
          \(version.version), \(position), \(file.name), \(file.bytes))
        """
      return (sql, isLarge: file.bytes.count > large)
    }
    try connection.pipeline(statements.filter { !$0.isLarge }.map(\.0))
    for statement in statements where statement.isLarge { try connection.run(statement.0) }
    try DatasetRows(content.programme, of: version).write(on: connection)
  }

  /// The versions of a programme's dataset, newest first.
  package func list(_ programme: StoredProgramme) throws -> [StoredDataset] {
    try database.read(
      """
      SELECT v.dataset, v.digest, v.imported_by,
        to_char(v.imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS imported_at,
        count(*)::bigint AS files, sum(octet_length(c.bytes))::bigint AS bytes
      FROM jadwal.dataset_version v
      JOIN jadwal.dataset_file f USING (domain_id, programme_id, dataset)
      JOIN jadwal.file_content c USING (domain_id, sha256)
      WHERE v.domain_id = \(programme.domainNumber) AND v.programme_id = \(programme.number)
      GROUP BY v.domain_id, v.programme_id, v.dataset ORDER BY v.dataset DESC
      """, format: .binary
    ).map { row in
      try StoredDataset(
        version: row[0], digest: row[1], importedBy: row[2], importedAt: row[3], files: row[4],
        bytes: row[5])
    }
  }

  /// The files of a version, byte for byte; of the newest where none is given.
  package func files(
    of programme: StoredProgramme, version: Int? = nil
  ) throws -> (version: Int, files: [StoredFile]) {
    let version = version ?? programme.datasets
    let rows = try database.read(
      """
      SELECT f.name, c.bytes FROM jadwal.dataset_file f
      JOIN jadwal.file_content c USING (domain_id, sha256)
      WHERE f.domain_id = \(programme.domainNumber) AND f.programme_id = \(programme.number)
        AND f.dataset = \(version)
      ORDER BY f.position
      """, format: .binary)
    guard !rows.isEmpty else {
      throw NotFound(description: "\(programme.name) has no dataset version \(version)")
    }
    return (version, try rows.map { try StoredFile(name: $0[0], bytes: $0[1]) })
  }

  /// What other programmes of the domain have published: when who and what they share is taken.
  package func occupied(besides programme: StoredProgramme) throws -> [Occupation] {
    try database.transaction(.snapshot) { try Self.occupied(besides: programme, on: $0) }
  }

  static func occupied(
    besides programme: StoredProgramme, on connection: Connection
  ) throws -> [Occupation] {
    let grid = programme.gridMinutes
    return try connection.run(
      """
      SELECT r.kind, r.name, min(b.slot), max(b.slot) + 1
      FROM jadwal.booking b JOIN jadwal.resource r USING (domain_id, resource_id)
      WHERE b.domain_id = \(programme.domainNumber) AND b.programme_id <> \(programme.number)
      GROUP BY r.kind, r.name, b.programme_id, b.session
      ORDER BY r.kind, r.name, min(b.slot)
      """, format: .binary
    ).map { row in
      let from: Int = try row[2]
      let to: Int = try row[3]
      return try Occupation(
        kind: row[0], name: row[1], from: Instant(seconds: from * grid * 60),
        to: Instant(seconds: to * grid * 60))
    }
  }
}

/// When a trainer, venue or cohort is taken by another programme of the domain.
package struct Occupation: Codable, Sendable, Equatable {
  /// `trainer`, `venue` or `cohort`.
  package var kind: String
  package var name: String
  package var from: Instant
  package var to: Instant

  package init(kind: String, name: String, from: Instant, to: Instant) {
    self.kind = kind
    self.name = name
    self.from = from
    self.to = to
  }
}
