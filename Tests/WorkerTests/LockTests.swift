import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// What others do in the same database: locks and snapshots that they hold (reliability.md §4.1).
  @Suite struct Locks {
    /// F17: two transactions that want the same rows in another order; the server ends one of them, and
    /// the worker does it again.
    @Test func aDeadlockIsTriedAgain() async throws {
      let office = try WorkerOffice()
      let address = try office.test.address()
      let (solving, goOn, hasJob) = (Bell(), Bell(), Bell())
      let wantsMore = DispatchSemaphore(value: 0)
      var solver = try CannedSolver()
      solver.during = {
        solving.ring()
        await goOn.wait(atMost: .seconds(60))
      }
      let rival = Pool(size: 1) { Database(address) }
      let number = try office.ask()[0]
      try await withWorker(office, solver) { _ in
        #expect(await solving.wait(atMost: .seconds(60)))
        // Holds the worker up after it has the programme's row, and before it wants the job's.
        let barrier = try office.test.connection()
        try barrier.run("BEGIN")
        try barrier.run("LOCK TABLE jadwal.assignment IN SHARE MODE")
        async let done: Void = rival.run { database in
          try database.transaction { connection in
            // The server looks for a deadlock on behalf of who has waited so long: not of us.
            try connection.run("SET LOCAL deadlock_timeout = '1min'")
            try connection.run("SELECT 1 FROM jadwal.job FOR UPDATE")
            hasJob.ring()
            _ = wantsMore.wait(timeout: .now() + 60)
            try connection.run("SELECT 1 FROM jadwal.programme FOR UPDATE")
          }
        }
        #expect(await hasJob.wait(atMost: .seconds(60)))
        goOn.ring()
        try await office.waitForLock()
        wantsMore.signal()
        let owner = try office.test.connection()
        try await office.wait("the other waits for the worker") {
          try owner.run(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """)[0][0] == 2
        }
        try barrier.run("COMMIT")
        try await done
        try await office.wait("the job") { try office.job(number).state == "completed" }
        try await office.wait("the server has counted a deadlock") {
          try owner.run(
            "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()")[0][0]
            == 1
        }
      }
      #expect(try office.job(number).attempt == 1)
      try office.checkInvariants(completed: 1)
    }

    /// F19: the connection that stores is held up for longer than the lease; the heartbeat is not.
    @Test func aHeartbeatWaitsForNobody() async throws {
      let office = try WorkerOffice()
      let owner = try office.test.connection()
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "1"])
      let number = try office.ask(1, JobArguments(iterations: 100, threads: 1))[0]
      try owner.run("BEGIN")
      try owner.run("SELECT 1 FROM jadwal.programme FOR UPDATE")
      try await office.waitForLock()
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
  }
}
