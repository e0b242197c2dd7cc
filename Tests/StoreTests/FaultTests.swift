import Faults
import Foundation
import TestSupport
import Testing

@testable import Postgres
@testable import Store

extension StoredTests {
  @Suite struct Faults {
    let office: Office

    init() throws { office = try Office() }

    /// Runs `work` with its backend killed at the first statement, then at the second … until it
    /// passes unharmed; the work starts again by itself each time.
    /// - Returns: how many statements there were.
    private func killAtEachStatement(
      as role: String, _ work: (Database) throws -> Void
    ) throws -> Int {
      let watcher = try office.test.connection()
      for place in 1... {
        var count = 0
        var kills = 0
        let database = Database(try office.test.address(as: role), pause: { _ in })
        database.onConnect = { connection in
          let process = connection.serverProcess
          connection.onStatement = { () throws(PostgresError) in
            count += 1
            guard count == place else { return }
            kills += 1
            try watcher.run("SELECT pg_terminate_backend(\(process))")
            while try watcher.run(
              "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)")[0][0] > 0
            {}
          }
        }
        try work(database)
        if kills == 0 { return place - 1 }
      }
      return 0
    }

    /// F7 on storing and publishing: nothing is lost, nothing is there twice.
    @Test func aBackendKilledAtAnyStatementCostsNothing() throws {
      let (programme, _, _) = try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      let dataset = try SmallDataset.content()
      let plan = SmallDataset.content(
        of: try SmallDataset.plan(for: dataset.programme), digest: dataset.digest)
      var stored: [Int] = [1]
      let storing = try killAtEachStatement(as: office.ana) { database in
        stored.append(try PlanStore(database).store(plan, of: programme, dataset: 1, as: nil))
      }
      #expect(storing > 6 && stored == Array(1...storing + 2))
      var imports = 0
      let importing = try killAtEachStatement(as: office.ana) { database in
        imports += 1
        _ = try DatasetStore(database).store(SmallDataset.content(id: "p\(imports)"), as: nil)
      }
      #expect(importing > 20 && imports == importing + 1)
      var standing: Int?
      var next = 0
      for version in stored { try office.approve(version, of: programme) }
      let publishing = try killAtEachStatement(as: office.ana) { database in
        _ = try PlanStore(database).publish(stored[next], of: programme, seen: standing)
        standing = stored[next]
        next += 1
      }
      #expect(publishing > 2)
      let report = try Verifier(office.test.database()).verify()
      #expect(report.faults == [])
      #expect(report.versions == stored.count && report.datasets == imports + 1)
      print("backends killed at \(storing + importing + publishing) statements")
    }

    /// F2 on storing and publishing: a commit that nobody answered is looked up.
    @Test(arguments: [CommitProxy.Cut.before, .after])
    func aCommitThatNobodyAnsweredIsLookedUp(_ cut: CommitProxy.Cut) throws {
      func database() throws -> (Database, CommitProxy) {
        let proxy = try CommitProxy(to: office.test.url(), cut: cut)
        let address = try Address(proxy.url(office.test.url(as: office.ana)), environment: [:])
        return (Database(address, pause: { _ in }), proxy)
      }
      let (storing, first) = try database()
      let (programme, _, _) = try SmallDataset.storePlan(in: storing)
      #expect(first.cuts == 1)
      let list = try PlanStore(office.test.database()).list(programme)
      #expect(list.map(\.version) == [1])
      try office.approve(1, of: programme)
      let (publishing, second) = try database()
      _ = try PlanStore(publishing).publish(1, of: programme, seen: nil)
      #expect(second.cuts == 1)
      #expect(try Verifier(office.test.database()).verify().faults == [])
    }

    /// F6: PostgreSQL is killed while it is written to; whatever it acknowledged is there again.
    @Test func aCrashLosesNothingThatWasAcknowledged() throws {
      let name = "crash" + String(UInt32.random(in: .min ... .max), radix: 36)
      let script = SmallDataset.fixtures.appending(path: "../../scripts/database")
        .standardizedFileURL.path
      let url = try shellOutput("\(script) --name \(name) --durable start")
      defer { _ = try? shellOutput("\(script) --name \(name) stop") }
      let folder = try shellOutput("\(script) --name \(name) folder")
      let test = try TestDatabase(on: url)
      let address = try test.address()
      let first = try SmallDataset.storePlan(in: test.database())
      var acknowledged = [first.version]
      for _ in 0..<2 {
        let postmaster = try #require(
          Int32(
            String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
              .prefix { $0 != "\n" }))
        let killing = Thread {
          usleep(UInt32.random(in: 100_000..<600_000))
          kill(postmaster, SIGKILL)
        }
        let database = Database(address, patience: .milliseconds(100), pause: { _ in })
        acknowledged.append(try SmallDataset.storePlan(in: database).version)
        killing.start()
        do {
          while true {
            acknowledged.append(try SmallDataset.storePlan(in: database).version)
          }
        } catch is PostgresError {}
        // Its children end by themselves when they notice.
        while Self.lives(postmaster) { usleep(10_000) }
        if kill(postmaster, 0) == 0 {
          // Nobody has buried it, and its number would keep the next one from starting.
          try FileManager.default.removeItem(atPath: folder + "/data/postmaster.pid")
        }
        var isBack = false
        for _ in 0..<100 where !isBack {
          isBack = (try? shellOutput("\(script) --name \(name) restart")) != nil
        }
        try #require(isBack)
        let report = try Verifier(test.database()).verify()
        #expect(report.faults == [])
        let there = Set(try PlanStore(test.database()).list(first.programme).map(\.version))
        #expect(acknowledged.allSatisfy(there.contains))
      }
      #expect(acknowledged.count > 1)
      print("\(acknowledged.count) acknowledged versions, none lost")
    }

    static func lives(_ process: Int32) -> Bool {
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return status.map { !$0.contains(") Z ") } ?? false
    }
  }
}
