import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// Servers and lines that die, stop and stall (reliability.md §4.1), real ones.
  @Suite struct Servers {
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
      for worker in workers { try await worker.line("Hints arrive") }
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

    /// F9 where no network namespaces are: nothing gets through any more and nobody is told.
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

    /// F9: a worker is cut off while its transaction holds what others need; the server gives that back
    /// before others have waited for as long as they may.
    @Test func whoIsCutOffKeepsNoLock() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let proxy = try FaultProxy(to: url)
      defer { proxy.stop() }
      let owner = try office.test.connection()
      try owner.run("BEGIN")
      let worker = try RunningWorker(proxy.url(url), ["--lease-seconds", "2"])
      let number = try office.ask(1, JobArguments(seconds: 2, threads: 1))[0]
      try await worker.line("The job is taken")
      try owner.run("SELECT 1 FROM jadwal.job FOR UPDATE")
      // By then it has the programme's row.
      try await office.waitForLock()
      proxy.silence(true)
      try owner.run("COMMIT")
      let others = try office.test.connection()
      try others.run("SELECT 1 FROM jadwal.programme FOR UPDATE")
      proxy.silence(false)
      try await office.wait("the job is done") { try office.job(number).state == "completed" }
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: 1)
    }

    /// F10: all that is said comes late, in sum for longer than a lease; it is held all the same, and
    /// nobody does the job a second time.
    @Test func aSlowLineLosesNothing() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let proxy = try FaultProxy(to: url)
      defer { proxy.stop() }
      let slow = try RunningWorker(proxy.url(url), ["--lease-seconds", "3"])
      try await slow.line("Hints arrive")
      proxy.delay(by: .milliseconds(150))
      var numbers = try office.ask()
      try await slow.line("The job is taken")
      let other = try RunningWorker(url)
      numbers += try office.ask(10)
      try await office.waitUntilDone(11)
      for number in numbers { #expect(try office.job(number).attempt == 1) }
      for worker in [slow, other] {
        try await worker.line("The job is completed")
        worker.send(SIGTERM)
      }
      for worker in [slow, other] { #expect(try await worker.end() == 0, "\(worker.text)") }
      try office.checkInvariants(completed: 11)
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

  }
}
