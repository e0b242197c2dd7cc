import Postgres
import TestSupport
import Testing

@testable import Store

extension StoredTests {
  /// The weekly allocation's part that lives in the database: which week, asked for once, settled with
  /// its plan, published as far as the policy goes (service.md §4).
  @Suite struct Allocations {
    let office: Office
    let programme: StoredProgramme
    let login: String
    let owner: Connection
    let ana: Connection
    let week = "2026-W33"

    init() throws {
      office = try Office()
      _ = try DatasetStore(office.test.database(as: office.ana)).store(
        SmallDataset.content(), as: nil)
      programme = try ProgrammeStore(office.test.database(as: office.ana)).find("training-s-1")
      login = try office.test.login("worker", in: "jadwal_worker")
      owner = try office.test.connection()
      ana = try office.test.connection(as: office.ana)
    }

    private var store: JobStore {
      get throws { JobStore(try office.test.database(as: office.ana)) }
    }

    private func allocate(
      _ week: String, publish: Bool = false
    ) throws -> (job: Int, isNew: Bool) {
      let asked = try store.allocate(
        programme, week: week, how: JobArguments(publish: publish ? true : nil), as: nil)
      return (asked.job, asked.isNew)
    }

    private func claim() throws -> ClaimedJob {
      try #require(
        try JobQueue(office.test.database(as: login)).claim(by: "w", for: .seconds(3600)).first)
    }

    /// Stores the fixture's plan for a job, and settles it.
    private func settle(
      _ job: ClaimedJob, seen: Int? = nil, violations: Int? = nil
    ) throws -> JobOutcome {
      let dataset = try SmallDataset.content()
      let plan = try SmallDataset.plan(for: dataset.programme)
      let content = SmallDataset.content(of: plan, digest: dataset.digest)
      let draft = PlanDraft(
        figures: PlanDraft.Figures(
          content.summary, hardViolations: violations ?? content.hardViolations,
          outcome: #"{"cost": 1, "unplaced": 0}"#),
        rows: AssignmentRows(plan).bytes, planJSON: content.planJSON, boundJSON: content.boundJSON)
      let input = JobInput(
        programme: programme, dataset: 1, digest: "", files: [], published: seen, occupied: [],
        now: 0)
      let told = try JobQueue.settle(
        job, with: draft, from: input, in: office.test.database(as: login))
      return try #require(JobOutcome(json: told))
    }

    private func setPolicy(autoPublish: Bool) throws {
      try ProgrammeStore(office.test.database(as: office.ana)).setPolicies(
        of: programme, onePerson: nil, autoPublish: autoPublish, as: nil)
    }

    private func state(of version: Int) throws -> String {
      try PlanStore(office.test.database()).find(version, of: programme).state
    }

    @Test func aWeekIsAskedForOnceForEachDatasetVersion() throws {
      let first = try allocate(week)
      #expect(first.isNew)
      let again = try allocate(week)
      #expect(!again.isNew && again.job == first.job)
      #expect(try allocate("2026-W34").isNew)
      let audited: Int = try owner.run(
        "SELECT count(*) FROM jadwal.audit WHERE action = 'allocate'")[0][0]
      #expect(audited == 2)
      let changed = try SmallDataset.files(changes: [
        "programme.yaml": { $0.replacing("Digital skills", with: "More digital skills") }
      ])
      _ = try DatasetStore(office.test.database(as: office.ana)).store(
        SmallDataset.content(changed), as: nil)
      let newer = try allocate(week)
      #expect(newer.isNew && newer.job != first.job)
      // One that was cancelled is not the one that is found.
      #expect(try store.cancel(store.find(newer.job), as: nil))
      let next = try allocate(week)
      #expect(next.isNew)
      let found = try allocate(week)
      #expect(!found.isNew && found.job == next.job)
    }

    @Test(arguments: [
      ("2026-W54", "allocation_week"), ("2025-W53", "allocation_week"), ("W33", "allocation_week"),
      ("2026-W00", "allocation_week"), ("2026-W99", "allocation_after_end"),
    ])
    func aWeekThatCannotBeIsRefused(_ week: String, _ constraint: String) throws {
      var week = week
      if constraint == "allocation_after_end" {
        week = try owner.run(
          """
          SELECT to_char(starts_on + 7 * weeks, 'IYYY-"W"IW') FROM jadwal.dataset_version
          """)[0][0]
        // The last one is a week like any other.
        let last: String = try owner.run(
          """
          SELECT to_char(starts_on + 7 * (weeks - 1), 'IYYY-"W"IW') FROM jadwal.dataset_version
          """)[0][0]
        #expect(try allocate(last).isNew)
      }
      expectRefusal("23514", constraint) { _ = try allocate(week) }
    }

    @Test func onlyWhoIsThereAsksForWhatIsThere() throws {
      expectRefusal("P0002") {
        try ana.run("SELECT jadwal.allocate(\(programme.domainNumber), 99, \(week), '{}', NULL)")
      }
      expectRefusal("42501") {
        try ana.run(
          """
          SELECT jadwal.allocate(\(programme.domainNumber), \(programme.number), \(week), '{}',
            'somebody else')
          """)
      }
    }

    /// Nobody settles a job with another's plan, with another's lease, or near what is published no more.
    @Test func aJobIsSettledWithItsOwnPlanOnly() throws {
      let (_, foreign, _) = try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      _ = try allocate(week)
      let job = try claim()
      let worker = try office.test.connection(as: login)
      func settleSQL(_ version: Int, fence: Int) -> SQL {
        """
        SELECT jadwal.settle(\(programme.domainNumber), \(job.number), \(fence), \(version),
          NULL, '{}')
        """
      }
      expectRefusal("P0002") { try worker.run(settleSQL(foreign, fence: job.fence)) }
      expectRefusal("P0003", "fenced") { try worker.run(settleSQL(foreign, fence: job.fence + 1)) }
      expectRefusal("40001", "published_version_moved") { _ = try settle(job, seen: foreign) }
      #expect(try store.find(job.number).state == "running")
      let outcome = try settle(job)
      #expect(outcome.state == "draft" && outcome.version == foreign + 1)
      expectRefusal("P0003", "fenced") { try worker.run(settleSQL(2, fence: job.fence)) }
    }

    /// Published where the policy allows it and where it was asked for, then or later.
    @Test func itIsPublishedAsThePolicyAllows() throws {
      let asked = try allocate(week, publish: true)
      let refused = try settle(claim())
      #expect(refused.state == "draft" && refused.unpublished?.contains("auto-publish") == true)
      #expect(try state(of: refused.version) == "draft")
      try setPolicy(autoPublish: true)
      // Whoever asks again without asking for that gets nothing published.
      #expect(try allocate(week).job == asked.job)
      #expect(try state(of: refused.version) == "draft")
      #expect(try allocate(week, publish: true).job == asked.job)
      #expect(try state(of: refused.version) == "published")
      #expect(try store.find(asked.job).outcome?.state == "published")
      // Another, not to be published, is a draft whatever the policy allows.
      _ = try allocate("2026-W34")
      #expect(try settle(claim(), seen: refused.version).state == "draft")
      // One that waits still is told when somebody asks for more.
      let waiting = try allocate("2026-W35")
      _ = try allocate("2026-W35", publish: true)
      #expect(try store.find(waiting.job).arguments.publish == true)
    }

    /// What keeps a plan from being published is told, and the job is done all the same.
    @Test func whatCannotBePublishedIsADraft() throws {
      try setPolicy(autoPublish: true)
      _ = try allocate("2026-W32", publish: true)
      let broken = try settle(claim(), violations: 1)
      #expect(broken.state == "draft" && broken.unpublished?.contains("hard rule") == true)

      // Another programme of the domain has booked the same people.
      let (other, version, _) = try SmallDataset.storePlan(
        in: office.test.database(as: office.ana), id: "other", domain: programme.domain)
      try office.approve(version, of: other)
      _ = try office.plans(as: office.ana).publish(version, of: other, seen: nil)
      _ = try allocate("2026-W33", publish: true)
      let clashing = try settle(claim())
      #expect(clashing.state == "draft" && clashing.unpublished != nil)
      try office.plans(as: office.ana).withdraw(version, of: other, reason: nil)

      // Another version was published after it was made.
      try office.approve(clashing.version, of: programme)
      _ = try office.plans(as: office.ana).publish(clashing.version, of: programme, seen: nil)
      let third = try allocate("2026-W34")
      let late = try settle(claim(), seen: clashing.version)
      _ = try allocate("2026-W35", publish: true)
      #expect(try settle(claim(), seen: clashing.version).state == "published")
      _ = try allocate("2026-W34", publish: true)
      #expect(try state(of: late.version) == "draft")
      #expect(try store.find(third.job).outcome?.unpublished != nil)
      // What somebody turned down stays so.
      try office.plans(as: office.ana).submit(late.version, of: programme)
      try office.plans(as: office.budi).reject(late.version, of: programme, reason: nil)
      _ = try allocate("2026-W34", publish: true)
      #expect(try state(of: late.version) == "rejected")
      #expect(try Verifier(office.test.database()).verify().faults == [])
    }

    /// Trouble of another kind than a plan that moved or clashes is not taken for one of these.
    @Test func otherTroubleIsNotHushedUp() throws {
      try setPolicy(autoPublish: true)
      try owner.run(
        """
        CREATE FUNCTION jadwal.stumble() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'stumbled' USING ERRCODE = '23505', CONSTRAINT = 'another'; END $$
        """)
      try owner.run(
        """
        CREATE TRIGGER stumble BEFORE INSERT ON jadwal.audit FOR EACH ROW
        WHEN (NEW.action = 'submit') EXECUTE FUNCTION jadwal.stumble()
        """)
      _ = try allocate(week, publish: true)
      let job = try claim()
      expectRefusal("23505", "another") { _ = try settle(job) }
      #expect(try store.find(job.number).state == "running")
    }
  }
}
