import Postgres

/// Brings a database's schema up to date, one migration a transaction, under a lock that lets one
/// migrator work at a time.
package struct Migrator {
  package enum Refusal: Error, Equatable, CustomStringConvertible {
    /// Applied migrations that are not what this executable carries under their number.
    case changed([Int])
    /// The database has migrations that this executable does not know.
    case newer(Int)
    /// The server is older than version 15.
    case oldServer(Int)

    package var description: String {
      switch self {
      case .changed(let numbers):
        "migration \(numbers.map(String.init).joined(separator: ", ")) is not what was applied: "
          + "applied migrations are never changed"
      case .newer(let number):
        "the schema is at \(number), which this version of jadwal does not know: use a newer one"
      case .oldServer(let version):
        "PostgreSQL 15 or later is needed, and this is \(version / 10_000)"
      }
    }
  }

  private let migrations: [Migration]

  package init(_ migrations: [Migration] = Migration.all) { self.migrations = migrations }

  /// What the schema is at, and what is missing.
  package struct Status: Sendable {
    package struct Applied: Sendable {
      package var number: Int
      package var name: String
      package var hash: [UInt8]
    }

    package var applied: [Applied]
    package var missing: [Migration]
    package var refusal: Refusal?
  }

  /// The number that all migrators of a database lock.
  private static let lock = 7_000

  /// Applies what is missing; which migrations that were.
  package func migrate(_ database: Database) throws -> [Migration] {
    let version: Int = try database.read("SELECT current_setting('server_version_num')::int")[0][0]
    guard version >= 150_000 else { throw Refusal.oldServer(version) }
    let standing = try status(database)
    if let refusal = standing.refusal { throw refusal }
    guard !standing.missing.isEmpty else { return [] }
    var applied: [Migration] = []
    while let next = try step(database) { applied.append(next) }
    return applied
  }

  /// Applies the next missing migration; nil where there is none.
  private func step(_ database: Database) throws -> Migration? {
    try database.transaction { connection in
      try connection.run("SELECT pg_advisory_xact_lock(\(Self.lock))")
      try connection.run(script: Self.ledger)
      let status = try status(on: connection)
      if let refusal = status.refusal { throw refusal }
      guard let next = status.missing.first else { return nil }
      try connection.run(script: next.script)
      try connection.run("RESET ROLE")
      try connection.run(
        """
        INSERT INTO jadwal.migration (number, name, sha256)
        VALUES (\(next.number), \(next.name), \(next.hash))
        """)
      return next
    }
  }

  /// What is there, without changing anything.
  package func status(_ database: Database) throws -> Status {
    try database.transaction(.snapshot) { try status(on: $0) }
  }

  private func status(on connection: Connection) throws -> Status {
    let exists: Bool = try connection.run("SELECT to_regclass('jadwal.migration') IS NOT NULL")[0][
      0]
    let rows =
      exists
      ? try connection.run(
        "SELECT number, name, sha256 FROM jadwal.migration ORDER BY number", format: .binary
      )
      .map { try Status.Applied(number: $0[0], name: $0[1], hash: $0[2]) }
      : []
    let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.number, $0) })
    let numbers = Set(rows.map(\.number))
    var status = Status(
      applied: rows, missing: migrations.filter { !numbers.contains($0.number) })
    let changed = rows.filter { row in known[row.number].map { $0.hash != row.hash } ?? false }
    if !changed.isEmpty {
      status.refusal = .changed(changed.map(\.number))
    } else if let newest = rows.last, known[newest.number] == nil {
      status.refusal = .newer(newest.number)
    }
    return status
  }

  /// Where it is written down what was applied.
  private static let ledger = """
    CREATE SCHEMA IF NOT EXISTS jadwal;
    CREATE TABLE IF NOT EXISTS jadwal.migration (
      number int PRIMARY KEY,
      name text NOT NULL,
      sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      applied_by text NOT NULL DEFAULT session_user
    );
    COMMENT ON SCHEMA jadwal IS 'Training programmes: datasets, plans, bookings, jobs and their audit';
    COMMENT ON TABLE jadwal.migration IS 'The steps that made this schema; jadwal db migrate applies them';
    COMMENT ON COLUMN jadwal.migration.number IS 'Applied in this order';
    COMMENT ON COLUMN jadwal.migration.name IS 'Its subject';
    COMMENT ON COLUMN jadwal.migration.sha256 IS 'Of the file: one that was applied is never changed';
    COMMENT ON COLUMN jadwal.migration.applied_at IS 'When';
    COMMENT ON COLUMN jadwal.migration.applied_by IS 'By which role';
    """
}
