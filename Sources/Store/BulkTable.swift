import Postgres

/// A table that many rows go into at once.
///
/// COPY does not write into a table with row-level security, and only that keeps readers to their
/// member states: rows are copied into a temporary table, which is not logged, and go on from there
/// by the rules of the table.
struct BulkTable {
  private let name: String

  /// - Precondition: `name` is a table of the schema.
  init(_ name: StaticString) { self.name = "\(name)" }

  /// Inserts the rows that `rows` writes, with every column of the table.
  func insert(on connection: Connection, rows: (RowSink) throws -> Void) throws {
    try connection.run(
      """
      CREATE TEMPORARY TABLE \(identifier: incoming) (LIKE jadwal.\(identifier: name)) ON COMMIT DROP
      """)
    try connection.copyIn(
      "COPY pg_temp.\(identifier: incoming) FROM STDIN (FORMAT binary)", rows: rows)
    try connection.run(
      """
      INSERT INTO jadwal.\(identifier: name) SELECT * FROM pg_temp.\(identifier: incoming)
      """)
    try connection.run("DROP TABLE pg_temp.\(identifier: incoming)")
  }

  private var incoming: String { "jadwal_" + name }
}
