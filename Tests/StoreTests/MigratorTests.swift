import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// Everything that needs a server.
@Suite(
  "Stored", .serialized,
  .enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
struct StoredTests {}

/// What is carried inside the executable.
@Suite struct MigrationTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../sql").standardizedFileURL

  @Test func everyFileOfTheFolderIsCarriedInItsOrder() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    let carried = Migration.all.map { migration in
      let number = String(migration.number)
      return String(repeating: "0", count: 4 - number.count) + number + "_\(migration.name).sql"
    }
    #expect(carried == files)
    for (migration, file) in zip(Migration.all, files) {
      let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
      #expect(migration.script == text)
    }
  }
}

extension StoredTests {
  @Suite struct Migrating {
    @Test func twiceIsOnce() throws {
      let test = try TestDatabase(migrations: [])
      let database = try test.database()
      #expect(try Migrator().status(database).missing.count == Migration.all.count)
      #expect(try Migrator().migrate(database).map(\.number) == Migration.all.map(\.number))
      #expect(try Migrator().migrate(database).isEmpty)
      let status = try Migrator().status(database)
      #expect(status.applied.map(\.number) == Migration.all.map(\.number))
      #expect(status.missing.isEmpty && status.refusal == nil)
    }

    @Test func manyAtOnceAreOne() async throws {
      let test = try TestDatabase(migrations: [])
      let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<4 {
          group.addTask { try Migrator().migrate(test.database()).map(\.number) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied.sorted() == Migration.all.map(\.number))
    }

    @Test func oneThatWasEditedAfterwardsIsRefused() throws {
      let test = try TestDatabase()
      var edited = Migration.all
      edited[1].script += "-- a remark\n"
      #expect(throws: Migrator.Refusal.changed([2])) {
        try Migrator(edited).migrate(test.database())
      }
      #expect(throws: Migrator.Refusal.newer(Migration.all.count)) {
        try Migrator(Migration.all.dropLast()).migrate(test.database())
      }
    }

    @Test func oneThatFailsLeavesNothing() throws {
      let test = try TestDatabase(migrations: Array(Migration.all.prefix(1)))
      let broken = Migration(
        number: 2, name: "broken", script: "CREATE TABLE jadwal.half (x int); SELECT 1/0;")
      #expect(throws: PostgresError.self) {
        try Migrator([Migration.all[0], broken]).migrate(test.database())
      }
      let connection = try test.connection()
      #expect(try connection.run("SELECT to_regclass('jadwal.half') IS NULL")[0][0] == true)
      #expect(try Migrator().status(test.database()).applied.map(\.number) == [1])
    }

    @Test func whoWaitsTooLongForAnotherMigratorGivesUp() throws {
      let test = try TestDatabase(migrations: [])
      let holder = try test.connection()
      try holder.run("SELECT pg_advisory_lock(7000)")
      var limits = Connection.Limits()
      limits.lock = .milliseconds(50)
      let database = Database(try test.address(), limits: limits)
      #expect {
        try Migrator().migrate(database)
      } throws: { ($0 as? PostgresError)?.state == "55P03" }
    }

    /// From every earlier version, with rows in every table that it has.
    @Test(arguments: Array(1..<Migration.all.count))
    func dataOfEveryEarlierVersionIsKept(_ number: Int) throws {
      let test = try TestDatabase(migrations: Array(Migration.all.prefix(number)))
      let connection = try test.connection()
      try connection.run("INSERT INTO jadwal.domain (name, grid_minutes) VALUES ('d', 30)")
      try connection.run(
        "INSERT INTO jadwal.programme (domain_id, name, title) SELECT domain_id, 'p', 't' FROM jadwal.domain"
      )
      try connection.run(
        """
        SELECT jadwal.audit_append(domain_id, 'somebody', 'test', 'p', 1, '{"a": 1}')
        FROM jadwal.domain
        """)
      if number >= 2 {
        _ = try DatasetStore(test.database()).store(SmallDataset.content(), as: nil)
      }
      if number >= 3 { try SmallDataset.storePlan(in: test.database()) }
      let before = try Self.contents(connection)
      _ = try Migrator().migrate(test.database())
      let after = try Self.contents(connection)
      for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
      #expect(try Verifier(test.database()).verify().faults.isEmpty)
    }

    /// Rows of all tables but the ledger's.
    private static func contents(_ connection: Connection) throws -> [String: [String]] {
      let tables = try connection.run(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'jadwal'::regnamespace
          AND relkind = 'r' AND relname <> 'migration' ORDER BY 1
        """)
      var contents: [String: [String]] = [:]
      for row in tables {
        let table: String = try row[0]
        contents[table] = try connection.run(
          "SELECT t::text FROM jadwal.\(identifier: table) t ORDER BY 1"
        ).map { try $0[0] }
      }
      return contents
    }
  }
}
