import Foundation
import TestSupport
import Testing

@testable import Postgres

/// Everything that needs a server, one test at a time: some of them kill connections.
@Suite(
  "With a server", .serialized,
  .enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
struct ServerTests {}

/// Names that a planner of eleven member states meets, and texts that somebody may try.
let texts = [
  "", " ", "กรุงเทพมหานคร", "ភ្នំពេញ", "ວຽງຈັນ", "ရန်ကုန်", "Hà Nội", "Ha\u{300} No\u{323}i", "😀",
  "'); DROP TABLE plan;--", "$$", "\\", "\\N", "\\.", "a\tb\nc\rd", "\u{202E}evil", "\"",
  "\u{FEFF}",
  "{1,2}", "NULL", "null", "\\x00",
]

extension ServerTests {
  @Suite struct Connections {
    let test: TestDatabase

    init() throws { test = try TestDatabase(migrations: []) }

    @Test(arguments: [Connection.Format.text, .binary])
    func valuesComeBackAsTheyWent(_ format: Connection.Format) throws {
      let connection = try test.connection()
      for text in texts {
        let row = try connection.run("SELECT \(text)", format: format)[0]
        #expect(try row[0] == text)
      }
      for number in [0, -1, .max, .min, 42] {
        #expect(try connection.run("SELECT \(number)::bigint", format: format)[0][0] == number)
      }
      #expect(try connection.run("SELECT \(true)", format: format)[0][0] == true)
      #expect(try connection.run("SELECT \(-0.1)", format: format)[0][0] == -0.1)
      let bytes = (0...255).map(UInt8.init)
      #expect(try connection.run("SELECT \(bytes)", format: format)[0][0] == bytes)
      #expect(try connection.run("SELECT \([UInt8]())", format: format)[0][0] == [UInt8]())
      #expect(
        try connection.run("SELECT NULL::text AS x", format: format)[0]["x"] == nil as String?)
      #expect(
        try connection.run("SELECT \(nil as String?)::text", format: format)[0][0] == nil as String?
      )
    }

    @Test func listsComeBackAsTheyWent() throws {
      let connection = try test.connection()
      for list in [[], texts, [""], ["a", "b"]] {
        #expect(try connection.run("SELECT \(list)", format: .binary)[0][0] == list)
      }
      for list in [[], [1, -2, 3]] {
        #expect(try connection.run("SELECT \(list)::int[]", format: .binary)[0][0] == list)
      }
      let time = Timestamp(seconds: 1_785_715_200)
      #expect(try connection.run("SELECT \(time)", format: .binary)[0][0] == time)
      #expect(
        try connection.run("SELECT extract(epoch FROM \(time))::bigint")[0][0] == time.seconds)
    }

    /// NUL is not text to PostgreSQL: it is refused there, and never ends a value early.
    @Test func aZeroByteIsRefused() throws {
      let connection = try test.connection()
      #expect {
        try connection.run("SELECT \("a\0b")")
      } throws: { ($0 as? PostgresError)?.state == "22021" }
      #expect(try connection.run("SELECT 1")[0][0] == 1)
    }

    @Test func anErrorTellsItsStateAndNoValue() throws {
      let connection = try test.connection()
      try connection.run(
        "CREATE TABLE t (id int PRIMARY KEY, secret text CHECK (length(secret) < 9))")
      try connection.run("INSERT INTO t VALUES (1, 'x')")
      let secret = "canary-s3cret"
      let statements: [(SQL, String)] = [
        ("SELECT \(secret)::int", "22P02"), ("INSERT INTO t VALUES (2, \(secret))", "23514"),
        ("SELECT \(secret)::date", "22007"), ("SELECT (\(secret)::jsonb)", "22P02"),
        ("SELECT 1 FROM nowhere WHERE x = \(secret)", "42P01"),
        ("INSERT INTO t VALUES (1, \(secret.prefix(3).description))", "23505"),
      ]
      for (sql, state) in statements {
        #expect {
          try connection.run(sql)
        } throws: { error in
          (error as? PostgresError)?.state == state && !String(reflecting: error).contains("s3cret")
            && !"\(error)".contains("s3cret")
        }
      }
      #expect(!connection.isLost && !connection.isInTransaction)
    }

    @Test func aRoleMayNotBeWhatItIsNot() throws {
      #expect(throws: PostgresError.self) { try test.connection(as: "nobody_at_all") }
      #expect {
        try Connection(Address("host=/nowhere", environment: [:]))
      } throws: { ($0 as? PostgresError)?.kind == .connection }
    }

    @Test func limitsHoldUnlessTheRoleHasItsOwn() throws {
      func limits(_ connection: Connection) throws -> [String] {
        try [
          connection.run("SHOW statement_timeout")[0][0], connection.run("SHOW lock_timeout")[0][0],
          connection.run("SHOW idle_in_transaction_session_timeout")[0][0],
        ]
      }
      #expect(try limits(test.connection()) == ["5min", "10s", "5s"])
      let login = try test.login("patient")
      try test.connection().run("GRANT CONNECT ON DATABASE \(identifier: test.name) TO PUBLIC")
      try test.connection().run("ALTER ROLE \(identifier: login) SET lock_timeout = '77s'")
      #expect(try limits(test.connection(as: login)) == ["5min", "77s", "5s"])
    }

    @Test func aStatementThatIsTooSlowIsEnded() throws {
      var limits = Connection.Limits()
      limits.statement = .milliseconds(50)
      let connection = try Connection(test.address(), limits: limits)
      #expect {
        try connection.run("SELECT pg_sleep(60)")
      } throws: { ($0 as? PostgresError)?.state == "57014" }
      #expect(try connection.run("SELECT 1")[0][0] == 1)
    }

    @Test func anotherThreadMayEndAStatement() async throws {
      let connection = try test.connection()
      let cancellation = try #require(connection.cancellation)
      let process = connection.serverProcess
      let canceller = Aside { [test] in
        let other = try test.connection()
        while try other.run(
          """
          SELECT count(*) FROM pg_stat_activity
          WHERE pid = \(process) AND query LIKE '%pg_sleep(60)%' AND state = 'active'
          """)[0][0] == 0
        {}
        return cancellation.cancel()
      }
      #expect {
        try connection.run("SELECT pg_sleep(60)")
      } throws: { ($0 as? PostgresError)?.state == "57014" }
      #expect(try await canceller.value())
    }

    @Test func copyTellsWhenItIsNotMeant() throws {
      let connection = try test.connection()
      #expect(throws: PostgresError.self) { try connection.run("COPY (SELECT 1) TO STDOUT") }
      #expect(connection.isLost)
      let other = try test.connection()
      try other.run("CREATE TEMPORARY TABLE t (x int)")
      #expect(throws: PostgresError.self) { try other.run("COPY t FROM STDIN") }
      #expect(try other.run("SELECT 1")[0][0] == 1)
      #expect(throws: PostgresError.self) { try other.copyIn("SELECT 1") { _ in } }
      #expect(try other.run("SELECT 1")[0][0] == 1)
    }

    @Test func rowsGoInAndOutByCopy() throws {
      let connection = try test.connection()
      try connection.run(
        "CREATE TABLE t (id int, name text, tags text[], at timestamptz, note text)")
      let count = 20_000
      let taken = try connection.copyIn("COPY t FROM STDIN (FORMAT binary)") { sink in
        for id in 0..<count {
          try sink.write { row in
            row.row(5)
            row.integer(id)
            row.text(texts[id % texts.count])
            row.texts(Array(texts.prefix(id % 4)))
            row.timestamp(Timestamp(seconds: id))
            row.null()
          }
        }
      }
      #expect(taken == count)
      var seen = 0
      try connection.copyOut("COPY (SELECT * FROM t ORDER BY id) TO STDOUT (FORMAT binary)") {
        row in
        let id: Int = try row.next()
        let name: String = try row.next()
        let tags: [String] = try row.next()
        let at: Timestamp = try row.next()
        let note: String? = try row.next()
        #expect(
          id == seen && name == texts[id % texts.count] && tags == Array(texts.prefix(id % 4))
            && at.seconds == id && note == nil)
        seen += 1
      }
      #expect(seen == count)
    }

    @Test func aCopyThatFailsLeavesNothing() throws {
      struct Enough: Error {}
      let connection = try test.connection()
      try connection.run("CREATE TABLE t (id int CHECK (id < 500))")
      func copy(_ count: Int, thenThrow: Bool) throws {
        _ = try connection.copyIn("COPY t FROM STDIN (FORMAT binary)") { sink in
          for id in 0..<count {
            try sink.write { row in
              row.row(1)
              row.integer(id)
            }
          }
          if thenThrow { throw Enough() }
        }
      }
      #expect(throws: Enough.self) { try copy(400, thenThrow: true) }
      #expect {
        try copy(501, thenThrow: false)
      } throws: { ($0 as? PostgresError)?.state == "23514" }
      #expect(try connection.run("SELECT count(*) FROM t")[0][0] == 0)
      try copy(400, thenThrow: false)
      #expect(throws: Enough.self) {
        try connection.copyOut("COPY t TO STDOUT (FORMAT binary)") { _ in throw Enough() }
      }
      #expect(try connection.run("SELECT count(*) FROM t")[0][0] == 400)
    }

    @Test func aPipelineIsAllOrNothing() throws {
      let connection = try test.connection()
      try connection.run("CREATE TABLE t (id int PRIMARY KEY, filler text)")
      // More than both sides can buffer, in both directions.
      let filler = String(repeating: "x", count: 4000)
      let results = try connection.pipeline(
        (0..<2000).map { "INSERT INTO t VALUES (\($0), \(filler)) RETURNING id, filler" })
      #expect(results.count == 2000)
      #expect(try results[1999][0][0] == 1999)
      #expect {
        try connection.pipeline([
          "INSERT INTO t VALUES (\(3000), '')", "INSERT INTO t VALUES (\(1), '')",
          "INSERT INTO t VALUES (\(3001), '')",
        ])
      } throws: { ($0 as? PostgresError)?.state == "23505" }
      #expect(try connection.run("SELECT count(*) FROM t")[0][0] == 2000)
    }

    @Test func notificationsAreHeardAndAMissingOneIsNotWaitedFor() throws {
      let listener = try test.connection()
      let channel = "jobs \"quoted\" ກ"
      try listener.listen(to: channel)
      #expect(try listener.notification(within: .zero) == nil)
      let sender = try test.connection()
      try sender.run("SELECT pg_notify(\(channel), \("hint"))")
      let heard = try listener.notification(within: .seconds(20))
      #expect(
        heard
          == Notification(channel: channel, payload: "hint", sender: sender.serverProcess))
      try sender.run("SELECT pg_terminate_backend(\(listener.serverProcess))")
      #expect(throws: PostgresError.self) {
        while try listener.notification(within: .seconds(20)) != nil {}
      }
      #expect(listener.isLost)
    }
  }
}
