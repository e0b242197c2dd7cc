import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Training
import Worker

extension WorkedTests {
  /// The weekly allocation as cron and coordinators use it (service.md §4).
  @Suite struct Allocations {
    let office: WorkerOffice
    let url: String

    init() throws {
      office = try WorkerOffice()
      url = office.test.url(as: office.ana)
    }

    private func allocate(_ arguments: String...) throws -> (
      status: Int32, output: String, errors: String
    ) {
      let all = ["allocate", "training-s-1", "--iterations", "2000", "--threads", "1"] + arguments
      return try run(all)
    }

    private func run(_ arguments: [String]) throws -> (
      status: Int32, output: String, errors: String
    ) {
      try Invocation(arguments, url: url).end()
    }

    private func withWorker(_ body: (RunningWorker) async throws -> Void) async throws {
      let worker = try RunningWorker(office.test.url(as: office.worker))
      try await body(worker)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// However often cron calls, and from however many machines at once.
    @Test func aWeekIsAskedForOnce() async throws {
      let calls = try (0..<8).map { _ in
        try Invocation(["allocate", "training-s-1", "--week", "2026-W33"], url: url)
      }
      let results = calls.map { $0.end() }
      #expect(results.allSatisfy { $0.status == 0 })
      #expect(results.count { $0.output.contains("is asked for") } == 1)
      #expect(try office.states() == ["available": 1])
      // Another week, and the same week of other data, are other jobs.
      #expect(try allocate("--week", "2026-W34").output.contains("is asked for"))
      try WorkerOffice.importFixture(
        into: office.test.database(as: office.ana),
        ["programme.yaml": { $0.replacing("Digital skills", with: "More digital skills") }])
      #expect(try allocate("--week", "2026-W33").output.contains("is asked for"))
      #expect(try office.states() == ["available": 3])
      // A cancelled one does not stand in the way.
      let number = try #require(
        try JobStore(office.test.database(as: office.ana)).list().first?.number)
      #expect(try run(["jobs", "cancel", "\(number)"]).status == 0)
      #expect(try allocate("--week", "2026-W33").output.contains("is asked for"))
    }

    @Test func cronGetsItsStatus() async throws {
      #expect(try allocate("--week", "2026-W54").status == 64)
      #expect(try allocate("--week", "2025-W53").status == 64)
      #expect(try allocate("--week", "soon").status == 64)
      #expect(try allocate("--week", "2027-W33").status == 65)
      #expect(try run(["allocate", "nothing"]).status == 65)
      let away = try Invocation(["allocate", "training-s-1"], url: "postgresql:///x?host=/nowhere")
      #expect(away.end().status == 69)
      let reader = office.test.url(as: try office.test.reader("reader", of: "TH"))
      let refused = try Invocation(["allocate", "training-s-1", "--week", "2026-W33"], url: reader)
      #expect(refused.end().status == 77)
      let worker = try Invocation(
        ["allocate", "training-s-1", "--week", "2026-W33"],
        url: office.test.url(as: office.worker))
      #expect(worker.end().status == 77)
      // Busy: somebody holds what it needs.
      let owner = try office.test.connection()
      try owner.run("BEGIN")
      try owner.run("LOCK TABLE jadwal.job IN ACCESS EXCLUSIVE MODE")
      let login = "\(office.ana)"
      try office.test.connection().run("ALTER ROLE \(identifier: login) SET lock_timeout = '200ms'")
      #expect(try allocate("--week", "2026-W33").status == 75)
      try owner.run("ROLLBACK")
      let waiting = try allocate("--week", "2026-W33", "--wait", "--wait-seconds", "0.5")
      #expect(waiting.status == 75 && waiting.errors.contains("available"))
    }

    @Test func aPlanIsMadeAndPublishedAsThePolicyAllows() async throws {
      try await withWorker { _ in
        let draft = try allocate("--week", "2026-W32", "--wait", "--publish")
        #expect(draft.status == 0, "\(draft.errors)")
        #expect(draft.errors.contains("will be a draft"))
        #expect(draft.output.contains("version 1 is draft: the first plan"))
        #expect(draft.output.contains("auto-publish is no"))
        // The policy is changed: asking again publishes what is there.
        #expect(
          try run(["programmes", "set", "training-s-1", "--auto-publish", "yes"]).status == 0)
        let published = try allocate("--week", "2026-W32", "--publish")
        #expect(published.output.contains("version 1 is published"), "\(published.output)")
        // Nothing changed is published too, and is a success.
        let again = try allocate("--week", "2026-W33", "--wait", "--publish", "--json")
        #expect(again.status == 0, "\(again.errors)")
        let json = try #require(
          try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        #expect(json["version_state"] as? String == "published")
        #expect(json["version"] as? Int == 2 && json["base_version"] as? Int == 1)
        #expect(json["warnings"] as? [String] == [])
        let plans = try PlanStore(office.test.database(as: office.ana)).list(office.programme)
        #expect(plans.map(\.state) == ["published", "superseded"])
        #expect(plans[0].submittedBy == office.ana && plans[0].approvedBy == "policy auto-publish")
      }
      try office.checkInvariants(completed: 2)
    }

    /// Three people fall ill: what cannot stay moves, the rest stays.
    @Test func thePlanStaysNearWhatIsPublished() async throws {
      let database = try office.test.database(as: office.ana)
      // In a year in which nothing of it has been held yet.
      let year = try Self.future()
      let later = try WorkerOffice.importFixture(into: database, year.changes)
      try ProgrammeStore(database).setPolicies(
        of: later, onePerson: nil, autoPublish: true, as: nil)
      try await withWorker { _ in
        let first = try allocate("--week", year.week(0), "--wait", "--publish")
        #expect(first.status == 0, "\(first.errors)")
        var changes = year.changes
        let trainers = ["T-TH-001", "T-TH-002", "T-TH-003"]
        let absences = year.changes["absences.csv"] ?? { $0 }
        changes["absences.csv"] = { text in
          absences(text)
            + trainers.map { "trainer,\($0),\(year.day(7))T00:00:00Z,\(year.day(28))T00:00:00Z\n" }
            .joined()
        }
        try WorkerOffice.importFixture(into: database, changes)
        let second = try allocate("--week", year.week(1), "--wait", "--publish")
        #expect(second.status == 0, "\(second.errors)")
        let job = try #require(try JobStore(database).list(limit: 1).first)
        let outcome = try #require(job.outcome)
        #expect(outcome.state == "published" && outcome.base == 1)
        // Everything before the Monday of the second week is as it was.
        let owner = try office.test.connection()
        let moved: Int = try owner.run(
          """
          SELECT count(*) FROM jadwal.plan_changes('training-s-1', 'training-s-1', 1, 2)
          WHERE least(old_start, new_start) < \(outcome.freezeUntil ?? "")::timestamptz
          """)[0][0]
        #expect(moved == 0)
        // Others move to make room, and hardly more of them than those who have to.
        let (hit, others): (Int, Int) = try {
          let row = try owner.run(
            """
            SELECT count(*) FILTER (WHERE old_lead = ANY (\(trainers))),
              count(*) FILTER (WHERE old_lead <> ALL (\(trainers)))
            FROM jadwal.plan_changes('training-s-1', 'training-s-1', 1, 2)
            WHERE old_start IS NOT NULL
            """)[0]
          return (try row[0], try row[1])
        }()
        #expect(hit > 0 && others <= hit, "\(hit) hit, \(others) others")
        let absent: Int = try owner.run(
          """
          SELECT count(*) FROM jadwal.assignment WHERE version = 2 AND lead = ANY (\(trainers))
            AND starts_at >= \("\(year.day(7))T00:00:00Z")::timestamptz
          """)[0][0]
        #expect(absent == 0)
      }
      try office.checkInvariants(completed: 2)
    }

    /// Somebody publishes while the week is planned: the plan, made near another one, is not stored,
    /// and the job begins again.
    @Test func aPlanMadeNearAnOldOneIsMadeAgain() async throws {
      let ana = try office.test.database(as: office.ana)
      try ProgrammeStore(ana).setPolicies(
        of: office.programme, onePerson: true, autoPublish: false, as: nil)
      try await withWorker { _ in
        let made = try allocate("--week", "2026-W32", "--wait")
        #expect(made.status == 0, "\(made.errors)")
      }
      var solver = try CannedSolver()
      let office = office
      solver.during = {
        do {
          let ana = try office.test.database(as: office.ana)
          let plans = PlanStore(ana)
          let found = try plans.find(1, of: office.programme)
          guard found.state == "draft" else { return }
          try plans.submit(1, of: office.programme)
          try plans.approve(1, of: office.programme)
          _ = try plans.publish(1, of: office.programme, seen: nil)
        } catch { Issue.record("\(error)") }
      }
      let number = try office.ask()[0]
      try await WorkerTests.withWorker(office, solver) { _ in
        try await office.wait("it is done") { try office.job(number).state == "completed" }
      }
      let job = try office.job(number)
      // Beginning again has cost no attempt, and the second time it knew what was published.
      #expect(job.attempt == 1 && job.outcome?.base == 1)
      try office.checkInvariants(completed: 2)
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

    /// By the calendar: weeks at a year's end, hours by the clock of a zone, also when that is put
    /// forward or back.
    @Test(arguments: [
      // Sunday evening of 2026-W53 in UTC is Monday in Jakarta already: in no city may it have begun.
      ("2026-12-27T16:00:00Z", "2026-W53"), ("2026-12-27T18:00:00Z", "2027-W01"),
      ("2027-01-03T10:00:00Z", "2027-W01"), ("2026-08-02T12:00:00Z", "2026-W32"),
    ])
    func theNextWeekIsTheFirstThatHasBegunNowhere(_ moment: String, _ week: String) throws {
      let found: String = try office.test.connection().run(
        """
        SELECT jadwal.next_week(\(office.programme.domainNumber), \(office.programme.number),
          \(moment)::timestamptz)
        """)[0][0]
      #expect(found == week)
    }

    @Test(arguments: [
      ("5", "18:00", "Asia/Jakarta", "2026-11-27T10:59:59Z", "2026-11-20T11:00:00Z"),
      ("5", "18:00", "Asia/Jakarta", "2026-11-27T11:00:00Z", "2026-11-27T11:00:00Z"),
      // The clock is put back at 03:00: 02:30 comes twice, and the run once.
      ("7", "02:30", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25T01:30:00Z"),
      // It is put forward from 02:00 to 03:00: 02:30 does not come, and the run does.
      ("7", "02:30", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z"),
      ("1", "00:00", "Asia/Yangon", "2027-01-03T18:00:00Z", "2027-01-03T17:30:00Z"),
    ])
    func aRunIsDueByTheClockOfItsZone(
      _ day: String, _ time: String, _ zone: String, _ moment: String, _ due: String
    ) throws {
      let isSo: Bool = try office.test.connection().run(
        """
        SELECT jadwal.due_before(\(day)::int, \(time)::time, \(zone), \(moment)::timestamptz)
          = \(due)::timestamptz
        """)[0][0]
      #expect(isSo)
    }

    /// Week 53 of a year that has one is asked for and planned like any other.
    @Test func week53IsAWeek() async throws {
      let owner = try office.test.connection()
      try owner.run("SET session_replication_role = replica")
      try owner.run("UPDATE jadwal.dataset_version SET weeks = 30")
      try owner.run("RESET session_replication_role")
      try await withWorker { _ in
        let result = try allocate("--week", "2026-W53", "--wait")
        #expect(result.status == 0, "\(result.errors)")
      }
    }

    /// The fixture's dates, moved into a year that is still to come.
    private struct Year {
      let shift: Int
      let start: LocalDate

      func day(_ number: Int) -> LocalDate { start.adding(days: number) }

      /// The ISO week that begins so many weeks after the start.
      func week(_ number: Int) -> String {
        let thursday = start.adding(days: 7 * number + 3)
        let year = thursday.civil.year
        let first = LocalDate(year: year, month: 1, day: 1) ?? thursday
        let week = (thursday.days - first.days) / 7 + 1
        return "\(year)-W\(week < 10 ? "0" : "")\(week)"
      }

      var changes: [String: (String) -> String] {
        let move: (String) -> String = { text in
          text.replacing(#/20\d\d-\d\d-\d\d/#) { match in
            LocalDate(String(match.output))?.adding(days: shift).description ?? String(match.output)
          }
        }
        return ["programme.yaml": move, "absences.csv": move, "closures.csv": move]
      }
    }

    private static func future() throws -> Year {
      let start = try #require(LocalDate("2026-08-03"))
      let today = Int(Date().timeIntervalSince1970) / 86_400
      // Whole years of weeks, so that it starts on a Monday again.
      let weeks = max(0, (today - start.days) / 7 + 8)
      return Year(shift: 7 * weeks, start: start.adding(days: 7 * weeks))
    }
  }
}

/// A `jadwal` that runs beside the test.
final class Invocation {
  private let process = Process()
  private let files: [URL]

  init(_ arguments: [String], url: String) throws {
    process.executableURL = RunningWorker.executable
    process.arguments = arguments
    var own = ["DATABASE_URL": url]
    own["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    process.environment = own
    process.standardInput = FileHandle.nullDevice
    let folder = FileManager.default.temporaryDirectory
    files = ["out", "err"].map { folder.appending(path: "jadwal-\(UUID().uuidString).\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  deinit { for file in files { try? FileManager.default.removeItem(at: file) } }

  func end() -> (status: Int32, output: String, errors: String) {
    process.waitUntilExit()
    let texts = files.map { file in
      String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
    return (process.terminationStatus, texts[0], texts[1])
  }
}

/// Runs `jadwal` to its end, with nothing in its environment but `DATABASE_URL`.
func jadwal(
  _ arguments: String..., url: String
) throws -> (status: Int32, output: String, errors: String) {
  try Invocation(arguments, url: url).end()
}
