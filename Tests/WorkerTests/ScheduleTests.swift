import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// When it is time to plan: weeks, zones, and runs that were missed (service.md §4).
  @Suite struct Schedules {
    let office: WorkerOffice
    let url: String

    init() throws {
      office = try WorkerOffice()
      url = office.test.url(as: office.ana)
    }

    private func run(_ arguments: [String]) throws -> (
      status: Int32, output: String, errors: String
    ) {
      try Invocation(arguments, url: url).end()
    }

    /// A schedule asks for what is due, once for all workers, and of what an outage missed for the
    /// last run only.
    @Test func schedulesAreHonouredAndCaughtUp() async throws {
      let owner = try office.test.connection()
      let added = try run([
        "schedules", "add", "training-s-1", "--day", "Fri", "--time", "18:00", "--zone",
        "Asia/Jakarta", "--seconds", "1",
      ])
      #expect(added.status == 0, "\(added.errors)")
      for (line, status) in [
        (["add", "training-s-1", "--day", "Fri", "--time", "18:00", "--zone", "Asia/Nowhere"], 65),
        (["add", "training-s-1", "--day", "Fry", "--time", "18:00", "--zone", "Asia/Jakarta"], 64),
        (["add", "training-s-1", "--day", "Fri", "--time", "6pm", "--zone", "Asia/Jakarta"], 64),
        (["remove", "training-s-1", "--day", "Mon", "--time", "18:00"], 65),
      ] {
        #expect(try run(["schedules"] + line).status == Int32(status), "\(line)")
      }
      let list = try run(["schedules"])
      #expect(list.output.contains("Fri 18:00") && list.output.contains("Asia/Jakarta"))
      // The programme lasts a year from now, and the workers were away for three weeks.
      try owner.run("SET session_replication_role = replica")
      try owner.run(
        "UPDATE jadwal.dataset_version SET starts_on = date_trunc('week', now())::date - 70, weeks = 52"
      )
      try owner.run("UPDATE jadwal.schedule SET last_due = last_due - interval '21 days'")
      try owner.run("RESET session_replication_role")
      let workers = try (0..<3).map { _ in
        try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "0.4"])
      }
      try await office.waitUntilDone(1)
      // Every worker has looked after the schedules again since.
      for worker in workers {
        let seen = worker.lines.count
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
        #expect(worker.lines.count >= seen)
      }
      let jobs = try JobStore(office.test.database(as: office.ana)).list()
      #expect(jobs.count == 1)
      let expected: String = try owner.run(
        """
        SELECT jadwal.next_week(\(office.programme.domainNumber), \(office.programme.number), last_due)
        FROM jadwal.schedule
        """)[0][0]
      #expect(jobs[0].arguments.week == expected && jobs[0].askedBy == office.ana)
      #expect(
        try run(["schedules", "remove", "training-s-1", "--day", "Fri", "--time", "18:00"]).status
          == 0)
      #expect(try run(["schedules"]).output.contains("Nothing"))
    }

    /// At a year's end the server was away for two runs: the last one is made up for, in the week that
    /// comes next by the clocks of the programme's cities.
    @Test(
      .enabled(
        if: FileManager.default.fileExists(atPath: FakeTime.library), "no libfaketime here"))
    func aRunThatAnOutageMissedAtAYearsEndIsMadeUpFor() async throws {
      let server = try KillableServer()
      try server.restart(at: "2026-12-19T12:00:00Z")
      let office = try WorkerOffice(on: server.url)
      let owner = try office.test.connection()
      try owner.run("SET session_replication_role = replica")
      try owner.run("UPDATE jadwal.dataset_version SET weeks = 30")
      let added = try jadwal(
        "schedules", "add", "training-s-1", "--day", "Sun", "--time", "18:00", "--zone",
        "Asia/Jakarta", "--seconds", "1", url: office.test.url(as: office.ana))
      #expect(added.status == 0, "\(added.errors)")
      let worker = try RunningWorker(
        office.test.url(as: office.worker), ["--lease-seconds", "0.4"])
      try await worker.line("The worker starts")
      // Of Sunday, 20 December at 18:00 in Jakarta nobody knows; that of the 27th was a minute ago.
      for (time, week) in [
        ("2026-12-27T11:01:00Z", "2026-W53"), ("2027-01-03T11:01:00Z", "2027-W01"),
      ] {
        try server.restart(at: time)
        try await worker.line("A schedule was due", where: { $0["week"] == week })
      }
      let jobs = try JobStore(office.test.database(as: office.ana)).list()
      #expect(jobs.map(\.arguments.week) == ["2027-W01", "2026-W53"])
      worker.send(SIGKILL)
    }
  }
}
