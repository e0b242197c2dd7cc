import Postgres
import TestSupport
import Testing

@testable import Store

extension StoredTests {
  /// From state to state: what is taken, kept, given back, ended, and what none of it may do.
  @Suite struct Queues {
    let office: Office
    let domain: Int
    let domainName: String
    let programme: Int
    let owner: Connection
    let ana: Connection
    let queue: JobQueue

    init() throws {
      office = try Office()
      let (stored, _, _) = try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      (domain, domainName, programme) = (stored.domainNumber, stored.domain, stored.number)
      owner = try office.test.connection()
      ana = try office.test.connection(as: office.ana)
      queue = JobQueue(
        try office.test.database(as: office.test.login("worker", in: "jadwal_worker")))
    }

    @discardableResult
    private func ask(_ kind: String = "allocate") throws -> Int {
      try ana.run(
        "SELECT jadwal.enqueue(\(domain), \(programme), \(kind), NULL, '{}', NULL, NULL)")[0][0]
    }

    private func claim(_ lease: Duration = .seconds(3600)) throws -> ClaimedJob? {
      try queue.claim(by: "w", for: lease).first
    }

    private func column(_ name: String, of job: Int) throws -> String? {
      try owner.run("SELECT \(identifier: name)::text FROM jadwal.job WHERE job_id = \(job)")[0][0]
    }

    private func asCoordinator(_ function: String, _ job: Int) throws -> Bool {
      try ana.run("SELECT jadwal.\(identifier: function)(\(domain), \(job), NULL)")[0][0]
    }

    /// Only what is due, has attempts left, is of a kind that the worker knows, and nobody looks at.
    @Test func onlyWhatIsToBeDoneIsTaken() throws {
      let (later, worn, strange, held) = try (ask(), ask(), ask("another"), ask())
      try owner.run(
        """
        UPDATE jadwal.job SET run_at = clock_timestamp() + interval '1 hour' WHERE job_id = \(later)::int
        """)
      try owner.run("UPDATE jadwal.job SET attempt = max_attempts WHERE job_id = \(worn)::int")
      try owner.run("BEGIN")
      try owner.run("SELECT 1 FROM jadwal.job WHERE job_id = \(held)::int FOR UPDATE")
      #expect(try claim() == nil)
      try owner.run("ROLLBACK")
      #expect(try claim()?.number == held)
      #expect(try claim() == nil)
      #expect(try column("state", of: strange) == "available")
    }

    /// A lease that is there is nobody's to take; one that has run out is taken back, whatever became
    /// of its worker.
    @Test func aLeaseIsTakenBackWhenItIsOver() throws {
      let (kept, lost, last, unwanted) = try (ask(), ask(), ask(), ask())
      try owner.run("UPDATE jadwal.job SET max_attempts = 1 WHERE job_id = \(last)::int")
      for _ in 0..<4 { _ = try claim() }
      #expect(try asCoordinator("cancel", unwanted))
      #expect(try column("state", of: unwanted) == "running")
      try owner.run(
        """
        UPDATE jadwal.job SET lease_until = clock_timestamp() - interval '1 second'
        WHERE job_id <> \(kept)::int
        """)
      #expect(try queue.rescue() == 3)
      #expect(try queue.rescue() == 0)
      for (job, state) in [
        (kept, "running"), (lost, "retryable"), (last, "discarded"), (unwanted, "cancelled"),
      ] { #expect(try column("state", of: job) == state) }
    }

    /// A renewal moves the end of the lease, tells of a wish to cancel, and revives nothing.
    @Test func aLeaseIsRenewedWhileItIsHeld() throws {
      let number = try ask()
      let job = try #require(try claim(.seconds(60)))
      #expect(try queue.renew(job, for: .seconds(3600)) == .held)
      let isLonger: Bool = try owner.run(
        "SELECT lease_until > clock_timestamp() + interval '50 minutes' FROM jadwal.job")[0][0]
      #expect(isLonger)
      #expect(try asCoordinator("cancel", number))
      #expect(try queue.renew(job, for: .seconds(60)) == .cancelled)
      // Who was asked to stop and has failed meanwhile is not tried again.
      try queue.end(job, .retry("it failed", after: .zero))
      #expect(try column("state", of: number) == "cancelled")
      #expect(try queue.renew(job, for: .seconds(60)) == .lost)
      expectRefusal("P0003", "fenced") { try queue.end(job, .discarded("too late")) }
      #expect(try column("last_error", of: number) == "it failed")
    }

    @Test func aLeaseEndsInAStateThatThereIs() throws {
      try ask()
      let job = try #require(try claim())
      let worker = try office.test.connection(as: office.test.login("other", in: "jadwal_worker"))
      for state in ["running", "scheduled", "gone"] {
        expectRefusal("23514", "job_state") {
          try worker.run(
            "SELECT jadwal.finish(\(domain), \(job.number), \(job.fence), \(state), NULL, NULL)")
        }
      }
      #expect(try queue.standing(of: job) == "running")
    }

    /// What has ended is not cancelled; what runs or is done is not tried again.
    @Test func peopleChangeWhatCanBeChanged() throws {
      let number = try ask()
      #expect(try !asCoordinator("retry", number))
      let job = try #require(try claim())
      #expect(try !asCoordinator("retry", number))
      try queue.end(job, .discarded("poison"))
      #expect(try !asCoordinator("cancel", number))
      #expect(try column("state", of: number) == "discarded")
      #expect(try asCoordinator("retry", number))
      #expect(try column("state", of: number) == "available")
      #expect(try column("attempt", of: number) == "0")
      #expect(try asCoordinator("cancel", number))
      let told: Int = try owner.run(
        "SELECT count(*) FROM jadwal.audit WHERE action IN ('retry', 'cancel')")[0][0]
      #expect(told == 2)
    }

    /// A plan is of the programme that its job is of, and of a job that is at work.
    @Test func aPlanIsOfItsOwnJob() throws {
      try ask()
      let job = try #require(try claim())
      let worker = try office.test.connection(as: office.test.login("other", in: "jadwal_worker"))
      func open(_ programme: Int) throws {
        try worker.run("BEGIN")
        defer { _ = try? worker.run("ROLLBACK") }
        try worker.run("SELECT set_config('jadwal.fence', \(String(job.fence)), true)")
        try worker.run(
          """
          SELECT jadwal.open_plan(\(domain), \(programme), 1, \(job.number), 1, 1, 1, 1, 'x', 1, 0, 0,
            '{}', 0, 0, 0, '', '', NULL)
          """)
      }
      try open(programme)
      let (other, _, _) = try SmallDataset.storePlan(
        in: office.test.database(as: office.ana), id: "other", domain: domainName)
      try #require(other.domainNumber == domain && other.number != programme)
      expectRefusal("P0003", "fenced") { try open(other.number) }
      try queue.end(job, .givenBack("later"))
      expectRefusal("P0003", "fenced") { try open(programme) }
    }
  }
}
