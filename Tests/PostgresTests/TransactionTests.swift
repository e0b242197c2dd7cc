import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Postgres

extension ServerTests {
  @Suite struct Transactions {
    let test: TestDatabase
    let watcher: Connection

    init() throws {
      test = try TestDatabase(migrations: [])
      watcher = try test.connection()
      try watcher.run("CREATE TABLE t (id int PRIMARY KEY)")
    }

    private var count: Int { get throws { try watcher.run("SELECT count(*) FROM t")[0][0] } }

    @Test func aFailureOfTheBodyLeavesNothing() throws {
      struct Enough: Error {}
      let database = try test.database()
      #expect(throws: Enough.self) {
        try database.transaction { connection in
          try connection.run("INSERT INTO t VALUES (1)")
          throw Enough()
        }
      }
      #expect(try count == 0)
      let kept =
        try database.transaction { try $0.run("INSERT INTO t VALUES (1) RETURNING id")[0][0] }
        as Int
      #expect(kept == 1)
      #expect(try count == 1)
    }

    @Test func oneWithinAnotherIsAPartOfIt() throws {
      struct Enough: Error {}
      let database = Database(try test.address(), pause: { _ in })
      #expect(throws: Enough.self) {
        try database.transaction { connection in
          try connection.run("INSERT INTO t VALUES (1)")
          try database.transaction { _ = try $0.run("INSERT INTO t VALUES (2)") }
          throw Enough()
        }
      }
      #expect(try count == 0)
      // What may succeed is tried again from the start of the whole.
      var tries = 0
      try database.transaction { connection in
        tries += 1
        try connection.run("INSERT INTO t VALUES (1)")
        try database.transaction { inner in
          try inner.run("INSERT INTO t VALUES (2)")
          guard tries == 1 else { return }
          try inner.run(script: "DO $$ BEGIN RAISE 'no' USING ERRCODE = '40P01'; END $$")
        }
      }
      #expect(tries == 2)
      #expect(try count == 2)
    }

    @Test(arguments: [("40001", 3), ("40P01", 3), ("23505", 1), ("40001 moved", 1)])
    func onlyWhatMaySucceedIsTriedAgain(_ state: String, _ expected: Int) throws {
      let database = Database(try test.address(), pause: { _ in })
      var tries = 0
      let code = String(state.prefix(5))
      let constraint = state.hasSuffix("moved") ? PostgresError.publishedVersionMoved : "other"
      #expect(throws: PostgresError.self) {
        try database.transaction(attempts: 3) { connection in
          tries += 1
          try connection.run("INSERT INTO t VALUES (\(tries))")
          try connection.run(
            script: """
              DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '\(code)',
              CONSTRAINT = '\(constraint)'; END $$
              """)
        }
      }
      #expect(tries == expected)
      #expect(try count == 0)
    }

    @Test func oneOfTwoInADeadlockIsTriedAgain() async throws {
      try watcher.run("INSERT INTO t VALUES (1), (2)")
      try watcher.run("ALTER TABLE t ADD n int NOT NULL DEFAULT 0")
      let meeting = Meeting()
      let test = self.test
      async let one = Self.work([1, 2], meeting, test)
      async let other = Self.work([2, 1], meeting, test)
      let tries = try await [one, other]
      #expect(tries.reduce(0, +) == 3)
      #expect(try watcher.run("SELECT sum(n) FROM t")[0][0] == 4)
    }

    /// Where two threads wait for each other.
    private final class Meeting: Sendable {
      private let count = Mutex(0)

      func wait(for others: Int) {
        count.withLock { $0 += 1 }
        while count.withLock({ $0 }) < others { Thread.sleep(forTimeInterval: 0.002) }
      }
    }

    private static func work(
      _ order: [Int], _ meeting: Meeting, _ test: TestDatabase
    ) async throws -> Int {
      try await Task.detached {
        let database = try test.database()
        var tries = 0
        try database.transaction { connection in
          tries += 1
          try connection.run("UPDATE t SET n = n + 1 WHERE id = \(order[0])")
          // Both hold one row before either asks for the other's.
          meeting.wait(for: 2)
          try connection.run("UPDATE t SET n = n + 1 WHERE id = \(order[1])")
        }
        return tries
      }.value
    }

    /// F7: the backend is killed before each statement in turn, and the whole is tried again.
    @Test func aBackendKilledAtAnyStatementCostsNothing() throws {
      let statements = 4
      for killed in 0...statements {
        let database = Database(try test.address(), pause: { _ in })
        var kills = 0
        try database.transaction { connection in
          for step in 0..<statements {
            if step == killed, kills == 0 {
              kills += 1
              try kill(connection)
            }
            try connection.run("INSERT INTO t VALUES (\(killed * 100 + step))")
          }
          if killed == statements, kills == 0 {
            kills += 1
            try kill(connection)
          }
        }
        #expect(kills == 1)
        #expect(try count == (killed + 1) * statements)
      }
    }

    private func kill(_ connection: Connection) throws {
      let process = connection.serverProcess
      try watcher.run("SELECT pg_terminate_backend(\(process))")
      while try watcher.run("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)")[0][0]
        > 0
      {}
    }

    /// F2: the connection is cut before the server hears of the commit, or before we hear its answer;
    /// the server's own word decides, and nothing happens twice.
    @Test(arguments: [CommitProxy.Cut.before, .after])
    func aCommitThatNobodyAnsweredIsLookedUp(_ cut: CommitProxy.Cut) throws {
      for round in 0..<20 {
        let proxy = try CommitProxy(to: test.url(), cut: cut)
        let database = Database(
          try Address(proxy.url(test.url()), environment: [:]), pause: { _ in })
        var tries = 0
        try database.transaction { connection in
          tries += 1
          try connection.run("INSERT INTO t VALUES (\(round))")
        }
        #expect(proxy.cuts == 1)
        #expect(tries == (cut == .before ? 2 : 1))
        #expect(try count == round + 1)
      }
    }

    @Test func aServerThatIsAwayIsToldOfAtOnceTheFirstTime() throws {
      var pauses = 0
      let database = Database(
        try Address("host=/nowhere", environment: [:]), pause: { _ in pauses += 1 })
      #expect(throws: PostgresError.self) { try database.connected() }
      #expect(pauses == 0)
    }

    /// Memory stays where it was over 100,000 queries and a thousand refusals; in a process of its own,
    /// where nothing else takes any.
    @Test func memoryIsFlat() async {
      await #expect(processExitsWith: .success) {
        let server = try #require(TestDatabase.server)
        let connection = try Connection(Address(server, environment: [:]))
        func round(_ queries: Int) throws {
          for index in 0..<queries {
            let row = try connection.run("SELECT \(index) AS x, \("text")")[0]
            #expect(try row[1] == "text")
            if index.isMultiple(of: 100) {
              #expect(throws: PostgresError.self) { try connection.run("SELECT 1/0") }
            }
          }
        }
        func residentBytes() throws -> Int {
          let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
          let pages = text.split(separator: " ")[1]
          return (Int(pages) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
        let queries = 100_000
        try round(queries / 10)
        let before = try residentBytes()
        try round(queries)
        let grown = try residentBytes() - before
        #expect(grown < 1 << 20, "grew by \(grown) bytes over \(queries) queries")
      }
    }
  }

  @Suite struct Pools {
    @Test func tasksShareAFewConnections() async throws {
      let test = try TestDatabase(migrations: [])
      let address = try test.address()
      let pool = Pool(size: 3) { Database(address) }
      let processes = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<60 {
          group.addTask {
            // However slow the machine is, nobody is refused here.
            try await pool.run(patience: .seconds(600)) {
              try $0.connected().run("SELECT pg_backend_pid()")[0][0]
            }
          }
        }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect((1...3).contains(processes.count))
    }

    @Test func whoWaitsTooLongIsRefusedAndACancelledTaskEndsItsStatement() async throws {
      let test = try TestDatabase(migrations: [])
      let address = try test.address()
      let pool = Pool(size: 1) { Database(address) }
      let sleeper = Task {
        try await pool.run { _ = try $0.connected().run("SELECT pg_sleep(600)") }
      }
      let watcher = try test.connection()
      while try watcher.run(
        "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'")[0][0] == 0
      {
        await Task.yield()
      }
      await #expect {
        try await pool.run(patience: .milliseconds(20)) { _ in }
      } throws: { ($0 as? PostgresError)?.kind == .busy }
      sleeper.cancel()
      await #expect(throws: PostgresError.self) { try await sleeper.value }
      let answer: Int = try await pool.run { try $0.connected().run("SELECT 7")[0][0] }
      #expect(answer == 7)
    }
  }
}
