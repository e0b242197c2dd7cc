import Postgres

/// A stored programme, and how its keys are.
package struct StoredProgramme: Sendable, Equatable {
  package var domainNumber: Int
  package var number: Int
  package var domain: String
  package var name: String
  package var title: String
  package var datasets: Int
  package var versions: Int
  package var publishedVersion: Int?
  package var onePerson: Bool
  package var autoPublish: Bool
  /// Minutes of a slot of the domain.
  package var gridMinutes: Int

  init(_ row: Row) throws(PostgresError) {
    domainNumber = try row["domain_id"]
    number = try row["programme_id"]
    domain = try row["domain"]
    name = try row["name"]
    title = try row["title"]
    datasets = try row["head_dataset"]
    versions = try row["head_version"]
    publishedVersion = try row["published_version"]
    onePerson = try row["one_person"]
    autoPublish = try row["auto_publish"]
    gridMinutes = try row["grid_minutes"]
  }
}

/// What was asked for is not there, or not clear.
package struct NotFound: Error, CustomStringConvertible, Equatable {
  package var description: String
}

/// Programmes and their policies.
package struct ProgrammeStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  static let columns: SQL.Fragment = """
    p.domain_id, p.programme_id, d.name AS domain, p.name, p.title, p.head_dataset,
    p.head_version, p.published_version, p.one_person, p.auto_publish, d.grid_minutes
    """

  /// All of them, by domain and name.
  package func list() throws -> [StoredProgramme] {
    try database.read(
      """
      SELECT \(Self.columns) FROM jadwal.programme p JOIN jadwal.domain d USING (domain_id)
      ORDER BY d.name, p.name
      """
    ).map(StoredProgramme.init)
  }

  /// The programme called so, or `DOMAIN/PROGRAMME` where several domains have one of that name.
  package func find(_ name: String) throws -> StoredProgramme {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    let domain = parts.count == 2 ? parts[0] : nil
    let found = try database.read(
      """
      SELECT \(Self.columns) FROM jadwal.programme p JOIN jadwal.domain d USING (domain_id)
      WHERE p.name = \(parts.last ?? "") AND (\(domain)::text IS NULL OR d.name = \(domain))
      ORDER BY d.name
      """
    ).map(StoredProgramme.init)
    guard let first = found.first else {
      throw NotFound(
        description: "no programme called \(name) is stored: jadwal programmes tells which are")
    }
    guard found.count == 1 else {
      let names = found.map { "\($0.domain)/\($0.name)" }.joined(separator: " or ")
      throw NotFound(description: "several programmes are called \(name): say \(names)")
    }
    return first
  }

  /// Changes the policies that are given.
  package func setPolicies(
    of programme: StoredProgramme, onePerson: Bool?, autoPublish: Bool?, as actor: String?
  ) throws {
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.set_policy(\(programme.domainNumber), \(programme.number),
          \(onePerson), \(autoPublish), \(actor))
        """)
    }
  }
}
