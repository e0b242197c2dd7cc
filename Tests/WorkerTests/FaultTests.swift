import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// Processes and servers that die, stop and stall (reliability.md §4.1), with real ones of both.
  @Suite struct Faults {
    /// F1: four workers with searches longer and shorter than the lease, killed again and again.
    @Test func workersThatAreKilledInTheMiddleLoseNothing() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let count = 40
      try office.ask(count, JobArguments(iterations: 20_000, threads: 1))
      try office.test.connection().run("UPDATE jadwal.job SET max_attempts = 100")
      var random = SplitMix(state: UInt64.random(in: .min ... .max))
      print("seed \(random.state)")
      var workers = try (0..<4).map { _ in try RunningWorker(url, ["--lease-seconds", "0.4"]) }
      var kills = 0
      while try office.states()["completed"] ?? 0 < count {
        let victim = Int.random(in: workers.indices, using: &random)
        let seen = workers[victim].lines.count
        // Killed right after it has said something: in the middle of what it does then.
        try await office.wait("something happens") {
          try workers[victim].lines.count > seen || office.states()["completed"] ?? 0 >= count
        }
        workers[victim].send(SIGKILL)
        kills += 1
        workers[victim] = try RunningWorker(url, ["--lease-seconds", "0.4"])
      }
      for worker in workers {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
      }
      for worker in workers { #expect(try await worker.end() == 0) }
      print("\(kills) workers killed")
      #expect(kills > 3)
      try office.checkInvariants(completed: count)
    }

    /// F3: a worker that slept longer than its lease finds that another has its job.
    @Test func aWorkerThatSleptIsFenced() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let sleeper = try RunningWorker(url)
      let number = try office.ask(1, JobArguments(seconds: 3, threads: 1))[0]
      try await sleeper.line("The job is taken")
      sleeper.send(SIGSTOP)
      // Its child goes on and has a plan when it wakes up.
      let other = try RunningWorker(url)
      try await other.line("The job is completed", where: { $0.job == number })
      sleeper.send(SIGCONT)
      try await sleeper.line("fenced", where: { $0.job == number })
      for worker in [sleeper, other] {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
      }
      let job = try office.job(number)
      #expect(job.state == "completed" && job.attempt == 2)
      try office.checkInvariants(completed: 1)
    }

    /// F5: two of the same configuration never take the same job.
    @Test func twoWorkersNeverHaveTheSameJob() async throws {
      let office = try WorkerOffice()
      let count = 10_000
      try office.test.connection().run(
        """
        INSERT INTO jadwal.job (domain_id, programme_id, kind, asked_by)
        SELECT \(office.programme.domainNumber)::int, \(office.programme.number)::int, 'allocate', 'x'
        FROM generate_series(1, \(count)::int)
        """)
      let names = (0..<2).map { _ in WorkerSettings.freshName() }
      #expect(names[0] != names[1])
      let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
        for name in names {
          group.addTask {
            let database = try office.test.database(as: office.worker)
            var numbers: [Int] = []
            while let job = try JobQueue(database).claim(by: name, for: .seconds(600)).first {
              numbers.append(job.number)
            }
            return numbers
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(claimed.allSatisfy { !$0.isEmpty })
      #expect(claimed.joined().count == count && Set(claimed.joined()).count == count)
    }

    /// F6, F7, F8: the server dies in the middle of a search and of hints; the worker waits, finishes
    /// its search meanwhile, and hears again.
    @Test func aServerThatDiesIsWaitedFor() async throws {
      let server = try KillableServer()
      let office = try WorkerOffice(on: server.url)
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "20"])
      let number = try office.ask(1, JobArguments(seconds: 2, threads: 1))[0]
      try JobQueue(office.test.database(as: office.ana)).hint()
      try await worker.line("The job is taken", where: { $0.job == number })
      try server.kill()
      try await worker.line("The database does not answer")
      try await worker.line("Hints are not heard now")
      try server.restart()
      try await worker.line("The job is completed", where: { $0.job == number })
      #expect(try office.job(number).attempt == 1)
      let second = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == second })
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: 2)
    }

    /// F8: whoever listens on a connection that was cut hears nothing; the poll finds the job, and
    /// the listener is there again.
    @Test func aListenerThatWasCutListensAgain() async throws {
      let office = try WorkerOffice()
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--poll-seconds", "1"])
      try await worker.line("Hints arrive")
      let owner = try office.test.connection()
      try owner.run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'jadwal-worker-listen'
        """)
      let number = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == number })
      try await worker.line("Hints are not heard now")
      try await office.wait("hints arrive again") {
        worker.lines.count { $0.message == "Hints arrive" } == 2
      }
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// F7: every backend of the worker is ended, again and again.
    @Test func backendsThatAreEndedCostNothing() async throws {
      let office = try WorkerOffice()
      let count = 20
      try office.ask(count, JobArguments(iterations: 3000, threads: 1))
      let workers = try (0..<2).map { _ in
        try RunningWorker(office.test.url(as: office.worker))
      }
      let owner = try office.test.connection()
      var ended = 0
      while try office.states()["completed"] ?? 0 < count {
        ended += try owner.run(
          """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name LIKE 'jadwal-worker%'
          """)[0][0]
        let before = try office.states()["completed"] ?? 0
        try await office.wait("a job more") { try office.states()["completed"] ?? 0 > before }
      }
      for worker in workers {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
      }
      print("\(ended) backends ended")
      #expect(ended > 0)
      try office.checkInvariants(completed: count)
    }

    /// F9, F10 where no network namespaces are: nothing gets through any more and nobody is told.
    @Test func aWorkerThatIsCutOffIsReplacedAndRefused() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let proxy = try FaultProxy(to: url)
      defer { proxy.stop() }
      let cut = try RunningWorker(proxy.url(url), ["--lease-seconds", "2"])
      let number = try office.ask(1, JobArguments(seconds: 2, threads: 1))[0]
      try await cut.line("The job is taken")
      proxy.silence(true)
      let other = try RunningWorker(url)
      try await other.line("The job is completed", where: { $0.job == number })
      proxy.silence(false)
      try await cut.line("fenced", where: { $0.job == number })
      let next = try office.ask()[0]
      try await office.wait("the next job") { try office.job(next).state == "completed" }
      for worker in [cut, other] {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
      }
      try office.checkInvariants(completed: 2)
    }

    /// F14: the server that takes writes is another one than before.
    @Test func aWorkerFollowsTheServerThatTakesWrites() async throws {
      let first = try KillableServer()
      let office = try WorkerOffice(on: first.url)
      let standby = try Standby(of: first)
      let both =
        office.test.url(as: office.worker)
        .replacing("host=\(first.folder)", with: "host=\(first.folder),\(standby.folder)")
        + "&target_session_attrs=read-write"
      let worker = try RunningWorker(both)
      let number = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == number })
      try first.kill()
      try standby.promote()
      let url = office.test.url(as: office.ana)
        .replacing("host=\(first.folder)", with: "host=\(standby.folder)")
      let ana = Database(try Address(url, environment: [:]))
      let next: Int = try ana.transaction { connection in
        try connection.run(
          """
          SELECT jadwal.enqueue(\(office.programme.domainNumber), \(office.programme.number),
            'allocate', NULL, '{"iterations": 100, "threads": 1}', NULL, NULL)
          """)[0][0]
      }
      try await worker.line("The job is completed", where: { $0.job == next })
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      #expect(try Verifier(ana).verify().faults == [])
      try first.restart()
    }

    /// F17: two transactions that want the same rows in another order; the server ends one of them,
    /// and the worker does it again.
    @Test func aDeadlockIsTriedAgain() async throws {
      let office = try WorkerOffice()
      let owner = try office.test.connection()
      // While the worker stores, somebody holds the programme's row and wants the job's.
      let solver = try CannedSolver()
      try await withWorker(office, solver) { worker in
        for _ in 0..<3 {
          let number = try office.ask()[0]
          try owner.run("BEGIN")
          try owner.run("SET LOCAL lock_timeout = '20s'")
          try owner.run("SELECT 1 FROM jadwal.programme FOR UPDATE")
          try await office.wait("the worker waits for the row") {
            try office.test.connection().run(
              """
              SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND application_name = 'jadwal-worker-work' AND wait_event_type = 'Lock'
              """)[0][0] == 1
          }
          try owner.run("COMMIT")
          try await office.wait("the job") { try office.job(number).state == "completed" }
        }
      }
      try office.checkInvariants(completed: 3)
    }

    /// F18: more workers than the server has connections for.
    @Test func manyWorkersStartTogetherOnAFullServer() async throws {
      let server = try KillableServer("max_connections = 20")
      let office = try WorkerOffice(on: server.url)
      let workers = try (0..<10).map { _ in
        try RunningWorker(office.test.url(as: office.worker))
      }
      try office.ask(20)
      try await office.waitUntilDone(20, atMost: .seconds(60))
      // What is kept for the superuser was left alone.
      #expect(try office.test.connection().run("SELECT 1")[0][0] == 1)
      for worker in workers {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
      }
      for worker in workers { #expect(try await worker.end() == 0) }
      try office.checkInvariants(completed: 20)
    }

    /// F19: the connection that stores is held up for longer than the lease; the heartbeat is not.
    @Test func aHeartbeatWaitsForNobody() async throws {
      let office = try WorkerOffice()
      let owner = try office.test.connection()
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "1"])
      let number = try office.ask(1, JobArguments(iterations: 100, threads: 1))[0]
      try owner.run("BEGIN")
      try owner.run("SELECT 1 FROM jadwal.programme FOR UPDATE")
      try await office.wait("the worker waits for the row") {
        try office.test.connection().run(
          """
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND application_name = 'jadwal-worker-work' AND wait_event_type = 'Lock'
          """)[0][0] == 1
      }
      let until: String = try office.test.connection().run(
        "SELECT lease_until::text FROM jadwal.job")[0][0]
      try await office.wait("the lease is renewed beyond its first end") {
        try office.test.connection().run(
          """
          SELECT lease_until > \(until)::timestamptz + interval '1.5 seconds'
            AND clock_timestamp() < lease_until FROM jadwal.job WHERE state = 'running'
          """
        ).first.map { try $0[0] } ?? false
      }
      try owner.run("COMMIT")
      try await worker.line("The job is completed", where: { $0.job == number })
      #expect(try office.job(number).attempt == 1)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: 1)
    }

    /// F20: somebody holds a snapshot for the whole run: the jobs go on, and the worker tells of it.
    @Test func aHeldSnapshotIsToldOf() async throws {
      let office = try WorkerOffice()
      let owner = try office.test.connection()
      try owner.run("GRANT pg_read_all_stats TO \(identifier: office.worker)")
      let holder = try office.test.connection()
      try holder.run("SET idle_in_transaction_session_timeout = 0")
      try holder.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
      try holder.run("SELECT count(*) FROM jadwal.job")
      let worker = try RunningWorker(
        office.test.url(as: office.worker), ["--health-port", "0", "--lease-seconds", "0.4"])
      let port = try #require(try await worker.line("Health is told")["port"])
      try office.ask(10)
      try await office.waitUntilDone(10)
      try await office.wait("the gauge tells") {
        let text = try shellOutput("curl -s http://127.0.0.1:\(port)/metrics")
        let line = text.split(separator: "\n").first {
          $0.hasPrefix("jadwal_oldest_snapshot_seconds ")
        }
        return line.flatMap { Double($0.split(separator: " ")[1]) } ?? 0 > 0
      }
      try holder.run("ROLLBACK")
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// F22: dumped while workers write; what is restored passes every check.
    @Test func aBackupUnderLoadCanBeRestored() async throws {
      let office = try WorkerOffice()
      try office.ask(30)
      let workers = try (0..<2).map { _ in
        try RunningWorker(office.test.url(as: office.worker))
      }
      try await office.wait("some are done") { try office.states()["completed"] ?? 0 > 3 }
      let script = WorkerOffice.script.replacing("/database", with: "/backup")
      let folder = FileManager.default.temporaryDirectory.appending(path: office.test.name)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = try shellOutput(
        "DATABASE_URL='\(office.test.url())' \(script) '\(folder.path)' | tail -n 1")
      try await office.waitUntilDone(30)
      for worker in workers {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
      }
      try office.checkInvariants(completed: 30)
      let copy = try TestDatabase(migrations: [])
      let restore = script.replacing("/backup", with: "/restore")
      let told = try shellOutput(
        """
        JADWAL='\(RunningWorker.executable.path)' DATABASE_URL='\(copy.url())' \
        \(restore) '\(file)'
        """)
      #expect(told.contains("all as stored"))
      let versions: Int = try copy.connection().run("SELECT count(*) FROM jadwal.plan_version")[0][
        0]
      #expect(versions > 3)
    }

    /// F24: a byte of a stored plan is flipped behind everybody's back.
    @Test func aFlippedByteIsFoundAndNotPublished() async throws {
      let office = try WorkerOffice()
      let ana = try office.test.database(as: office.ana)
      try ProgrammeStore(ana).setPolicies(
        of: office.programme, onePerson: nil, autoPublish: true, as: nil)
      let worker = try RunningWorker(office.test.url(as: office.worker))
      let number = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == number })
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      let owner = try office.test.connection()
      try owner.run("SET session_replication_role = replica")
      try owner.run(
        "UPDATE jadwal.assignment SET lead = lead || 'x' WHERE session = (SELECT min(session) FROM jadwal.assignment)"
      )
      try owner.run("RESET session_replication_role")
      #expect(try Verifier(office.test.database()).verify().faults.count == 1)
      let plans = PlanStore(ana)
      try plans.submit(1, of: office.programme)
      try PlanStore(office.test.database()).approve(1, of: office.programme)
      #expect {
        _ = try plans.publish(1, of: office.programme, seen: nil)
      } throws: { ($0 as? PostgresError)?.constraint == "content_hash_agrees" }
    }
  }
}
