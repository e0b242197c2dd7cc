import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// What is stored, saved and put back, and what is not as it was (reliability.md §4.1).
  @Suite struct Backups {
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

    /// F22: put back to a moment: what was done until then is there, and what came after is not.
    @Test func aServerIsPutBackToAMoment() async throws {
      let server = try KillableServer(
        "archive_mode = on",
        "archive_command = 'mkdir -p ../archive && cp %p ../archive/%f'")
      let office = try WorkerOffice(on: server.url)
      let copy = try Standby(of: server, isStarted: false)
      let worker = try RunningWorker(office.test.url(as: office.worker))
      try office.ask(5)
      try await office.waitUntilDone(5)
      let owner = try office.test.connection()
      let moment: String = try owner.run("SELECT clock_timestamp()::text")[0][0]
      try office.ask(5)
      try await office.waitUntilDone(10)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      let last: String = try owner.run("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
      try await office.wait("the log is archived") {
        try owner.run("SELECT coalesce(last_archived_wal >= \(last), false) FROM pg_stat_archiver")[
          0][0]
      }
      try copy.recover(from: server.folder + "/archive", until: moment)
      let url = office.test.url().replacing(server.folder, with: copy.folder)
      let restored = Database(try Address(url, environment: [:]))
      try await office.wait("it takes writes") {
        try restored.read("SELECT NOT pg_is_in_recovery()")[0][0]
      }
      let done: Int = try restored.read(
        "SELECT count(*) FROM jadwal.job WHERE state = 'completed'")[0][0]
      #expect(done == 5)
      let report = try Verifier(restored).verify()
      #expect(report.faults == [] && report.versions == 5)
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
