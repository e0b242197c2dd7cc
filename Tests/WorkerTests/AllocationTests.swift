import Faults
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

    /// Cron calls twice, the first time while the server is away: it gets a status to try again by,
    /// and what it asks for is asked for once.
    @Test func cronCallsDuringAnOutage() throws {
      let server = try KillableServer()
      let office = try WorkerOffice(on: server.url)
      let call = ["allocate", "training-s-1", "--week", "2026-W33"]
      let url = office.test.url(as: office.ana)
      try server.kill()
      let away = try Invocation(call, url: url).end()
      #expect(away.status == 69 && away.output.isEmpty, "\(away.errors)")
      try server.restart()
      #expect(try Invocation(call, url: url).end().output.contains("is asked for"))
      let late = try Invocation(call, url: url).end()
      #expect(late.status == 0 && late.output.contains("was asked for before"))
      #expect(try office.states() == ["available": 1])
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
      let year = try ComingYear()
      let later = try WorkerOffice.importFixture(into: database, year.changes)
      try ProgrammeStore(database).setPolicies(
        of: later, onePerson: nil, autoPublish: true, as: nil)
      try await withWorker { _ in
        // Who leads how much is for the seed to say: with this one those who fall ill lead many.
        let first = try allocate("--week", year.week(0), "--wait", "--publish", "--seed", "2")
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
        let second = try allocate("--week", year.week(1), "--wait", "--publish", "--seed", "2")
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
        try judge(outcome)
      }
      try office.checkInvariants(completed: 2)
    }

    /// What is stored is judged as it was made, which the files alone do not tell.
    private func judge(_ outcome: JobOutcome) throws {
      #expect((outcome.moved ?? 0) + (outcome.reassigned ?? 0) + (outcome.relocated ?? 0) > 0)
      let number = "\(outcome.version)"
      let judged = try run(["verify", "training-s-1", number, "--database", "", "--json"])
      #expect(judged.status == 0 && judged.errors.contains("near version 1"), "\(judged.errors)")
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(judged.output.utf8)) as? [String: Any])
      #expect(json["cost"] as? Int == outcome.cost)
      let folder = FileManager.default.temporaryDirectory.appending(path: office.test.name).path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      for what in ["datasets", "plans"] {
        let version = what == "plans" ? [number] : []
        let exported = try run(
          [what, "export", "training-s-1"] + version + ["--out", "\(folder)/\(what)"])
        #expect(exported.status == 0, "\(exported.errors)")
      }
      let page = try String(contentsOfFile: folder + "/plans/plan.html", encoding: .utf8)
      let told = try String(contentsOfFile: folder + "/plans/plan.json", encoding: .utf8)
      #expect(told.contains("\"cost\": \(outcome.cost)"))
      #expect(page.contains(outcome.cost.formatted(.number.locale(Locale(identifier: "en_US")))))
      let byFiles = try run(["verify", "\(folder)/datasets", "\(folder)/plans"])
      #expect(byFiles.status == 0, "\(byFiles.output)\(byFiles.errors)")
      let shown = try run(["plans", "show", "training-s-1", number])
      #expect(shown.output.contains("no lower bound is sought"), "\(shown.output)")
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

  }
}
