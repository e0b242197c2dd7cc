import Postgres
import TestSupport
import Testing

@testable import Store

extension StoredTests {
  /// The part of the queue that lives in the database: keys, leases and the fence.
  @Suite struct Jobs {
    let office: Office
    let programme: StoredProgramme
    let login: String
    let worker: Connection
    let ana: Connection
    let owner: Connection

    init() throws {
      office = try Office()
      (programme, _, _) = try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      login = try office.test.login("worker", in: "jadwal_worker")
      worker = try office.test.connection(as: login)
      ana = try office.test.connection(as: office.ana)
      owner = try office.test.connection()
    }

    private func enqueue(_ key: String?) throws -> Int {
      try ana.run(
        "SELECT jadwal.enqueue(\(programme.domainNumber), \(programme.number), 'plan', \(key), '{}', NULL, NULL)"
      )[0][0]
    }

    private func claim(_ lease: Duration = .seconds(3600)) throws -> ClaimedJob? {
      try JobQueue(office.test.database(as: login)).claim(by: "w", for: lease, kinds: ["plan"])
        .first
    }

    /// The version that the job has made.
    private func store(_ job: ClaimedJob) throws -> Int? {
      let dataset = try SmallDataset.content()
      let plan = try SmallDataset.plan(for: dataset.programme)
      let content = SmallDataset.content(of: plan, digest: dataset.digest)
      let draft = PlanDraft(
        figures: PlanDraft.Figures(
          content.summary, hardViolations: content.hardViolations,
          outcome: #"{"cost": 1, "unplaced": 0}"#),
        rows: AssignmentRows(plan).bytes, planJSON: content.planJSON, boundJSON: content.boundJSON)
      let input = JobInput(
        programme: programme, dataset: 1, digest: "", files: [], published: nil, occupied: [],
        now: 0)
      let told = try JobQueue.settle(
        job, with: draft, from: input, in: office.test.database(as: login))
      return JobOutcome(json: told)?.version
    }

    @Test func oneJobLivesPerKey() throws {
      let first = try enqueue("week")
      #expect(try enqueue("week") == first)
      #expect(try enqueue(nil) != enqueue(nil))
      #expect(
        try ana.run("SELECT jadwal.cancel(\(programme.domainNumber), \(first), NULL)")[0][0] == true
      )
      #expect(
        try ana.run("SELECT jadwal.cancel(\(programme.domainNumber), \(first), NULL)")[0][0]
          == false)
      #expect(try enqueue("week") != first)
    }

    @Test func aWorkerThatLostItsLeaseWritesNothing() throws {
      _ = try enqueue("a")
      let late = try #require(try claim(.seconds(-1)))
      #expect(try claim() == nil)
      #expect(try worker.run("SELECT jadwal.rescue()")[0][0] == 1)
      let next = try #require(try claim())
      #expect(next.number == late.number && next.fence == late.fence + 1)
      #expect(
        try worker.run(
          """
          SELECT jadwal.renew(\(programme.domainNumber), \(late.number), \(late.fence), '1 hour',
            NULL, NULL, NULL)
          """)[0][0] == nil as Bool?)
      expectRefusal("P0003", "fenced") { _ = try store(late) }
      for end in ["completed", "retryable", "available"] {
        expectRefusal("P0003", "fenced") {
          try worker.run(
            """
            SELECT jadwal.finish(\(programme.domainNumber), \(late.number), \(late.fence), \(end),
              NULL, '1 hour')
            """)
        }
      }
      #expect(try store(next) == 2)
      // One version a job: a repeat is refused too.
      expectRefusal("23505", "one_version_per_job") { _ = try store(next) }
      var unknown = next
      (unknown.number, unknown.fence) = (987_654, 1)
      expectRefusal("P0003", "fenced") { _ = try store(unknown) }
      let row = try owner.run("SELECT state, attempt FROM jadwal.job")[0]
      #expect(try row[0] == "completed")
      #expect(try row[1] == 2)
      #expect(try Verifier(office.test.database()).verify().versions == 2)
    }

    @Test func aWorkerStoresPlansOfJobsOnly() throws {
      let dataset = try SmallDataset.content()
      let plan = try SmallDataset.plan(for: dataset.programme)
      expectRefusal("42501") {
        _ = try PlanStore(office.test.database(as: login)).store(
          SmallDataset.content(of: plan, digest: dataset.digest), of: programme, dataset: 1, as: nil
        )
      }
    }

    /// Knowing a job's number is not enough to begin its plan: the fence has to be shown.
    @Test(arguments: [nil, 0, 2] as [Int?])
    func aWorkerWithoutTheFenceBeginsNoPlan(_ shown: Int?) throws {
      _ = try enqueue("a")
      let job = try #require(try claim())
      #expect(job.fence == 1)
      try worker.run("BEGIN")
      if let shown {
        try worker.run("SELECT set_config('jadwal.fence', \(String(shown)), true)")
      }
      expectRefusal("P0003", "fenced") {
        try worker.run(
          """
          SELECT jadwal.open_plan(\(programme.domainNumber), \(programme.number), 1, \(job.number), 1, 1,
            1, 1, 'x', 1, 0, 0, '{}', 0, 0, 0, '', '', NULL)
          """)
      }
      try worker.run("ROLLBACK")
    }

    /// The plan of a job is committed with the job's end, for which the fence is needed, or not at all.
    @Test func noPlanIsCommittedWithoutTheEndOfItsJob() throws {
      _ = try enqueue("a")
      let job = try #require(try claim())
      try worker.run("BEGIN")
      try worker.run("SELECT set_config('jadwal.fence', \(String(job.fence)), true)")
      let version: Int = try worker.run(
        """
        SELECT jadwal.open_plan(\(programme.domainNumber), \(programme.number), 1, \(job.number), 1, 1,
          1, 1, 'x', 1, 0, 0, '{}', 0, 0, 0, '', '', NULL)
        """)[0][0]
      try worker.run(
        """
        SELECT jadwal.seal_plan(\(programme.domainNumber), \(programme.number), \(version), NULL)
        """)
      expectRefusal("P0003", "fenced") { try worker.run("COMMIT") }
      #expect(
        try owner.run("SELECT count(*) FROM jadwal.plan_version WHERE job_id IS NOT NULL")[0][0]
          == 0)
    }

    @Test func aScheduleHasAZoneThatThereIs() throws {
      for (zone, isThere) in [("Asia/Jakarta", true), ("Asia/Hanoi", false), ("+07", false)] {
        let schedule: SQL = """
          SELECT jadwal.set_schedule(\(programme.domainNumber), \(programme.number), 1, '06:00',
            \(zone), 60, NULL)
          """
        if isThere {
          try ana.run(schedule)
        } else {
          expectRefusal("23514", "schedule_time_zone") { try ana.run(schedule) }
        }
      }
      let zones: [String] = try ana.run("SELECT time_zone FROM jadwal.schedule").map { try $0[0] }
      #expect(zones == ["Asia/Jakarta"])
    }

    @Test func poisonEndsAsDiscardedAndBlocksNothing() throws {
      let poison = try enqueue("poison")
      for attempt in 1...5 {
        let job = try #require(try claim())
        #expect(job.number == poison && job.fence == attempt)
        try worker.run(
          """
          SELECT jadwal.finish(\(programme.domainNumber), \(poison), \(job.fence), 'retryable',
            \(String(repeating: "x", count: 10_000)), '0 seconds')
          """)
      }
      #expect(try owner.run("SELECT state FROM jadwal.job")[0][0] == "discarded")
      let next = try enqueue("next")
      let job = try #require(try claim())
      #expect(job.number == next)
      try worker.run(
        """
        SELECT jadwal.finish(\(programme.domainNumber), \(next), \(job.fence), 'available', NULL, NULL)
        """)
      #expect(try owner.run("SELECT attempt FROM jadwal.job WHERE job_id = \(next)")[0][0] == 0)
    }
  }
}
