import Postgres
import Training

/// The queue as a worker uses it; every time is the server's.
package struct JobQueue {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// Where a hint is sent that there is something to claim.
  package static let channel = "jadwal_job"

  /// Leases the next jobs that are due, of the kinds that the worker knows.
  package func claim(
    by worker: String, for lease: Duration, atMost count: Int = 1, kinds: [String] = ["allocate"]
  ) throws -> [ClaimedJob] {
    try database.connected().run(
      """
      SELECT domain_id, job_id, programme_id, kind, args::text AS args, attempt, max_attempts,
        fence, cancel_requested
      FROM jadwal.claim(\(worker), \(milliseconds: lease), \(count), \(kinds))
      """
    ).map(ClaimedJob.init)
  }

  /// What a renewal finds.
  package enum Renewal: Sendable, Equatable {
    case held
    /// Somebody wants the job cancelled.
    case cancelled
    /// Another worker has it, or it has ended.
    case lost
  }

  /// Renews a lease, and tells of progress.
  package func renew(
    _ job: ClaimedJob, for lease: Duration, progress: JobProgress? = nil
  ) throws -> Renewal {
    let isCancelled: Bool? = try database.connected().run(
      """
      SELECT jadwal.renew(\(job.domainNumber), \(job.number), \(job.fence),
        \(milliseconds: lease), \(progress?.cost), \(progress?.iterations), \(progress?.seconds))
      """)[0][0]
    return isCancelled.map { $0 ? .cancelled : .held } ?? .lost
  }

  /// How a lease ends without a plan.
  package enum Ending: Sendable, Equatable {
    case cancelled
    /// It cannot be done, now or later.
    case discarded(String)
    /// To be tried again after a while; discarded after the last attempt.
    case retry(String, after: Duration)
    /// Given back as if it had not been taken.
    case givenBack(String, after: Duration = .zero)
  }

  /// Ends a lease; refused with `fenced` where it is lost.
  package func end(_ job: ClaimedJob, _ ending: Ending) throws {
    let (state, why, wait): (String, String?, Duration) =
      switch ending {
      case .cancelled: ("cancelled", nil, .zero)
      case .discarded(let why): ("discarded", why, .zero)
      case .retry(let why, let after): ("retryable", why, after)
      case .givenBack(let why, let after): ("available", why, after)
      }
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.finish(\(job.domainNumber), \(job.number), \(job.fence), \(state), \(why),
          \(milliseconds: wait))
        """)
    }
  }

  /// The state of a job since this lease; nil where another worker has had it since.
  package func standing(of job: ClaimedJob) throws -> String? {
    try database.read(
      "SELECT jadwal.standing(\(job.domainNumber), \(job.number), \(job.fence))")[0][0]
  }

  /// Takes jobs back whose lease has run out; how many.
  package func rescue() throws -> Int {
    try database.transaction { try $0.run("SELECT jadwal.rescue()")[0][0] }
  }

  /// What a schedule asked for.
  package struct Scheduled: Sendable, Equatable {
    package var programme: String
    package var week: String
    package var job: Int?
    package var isNew: Bool
    /// Seconds since it was due.
    package var late: Double
    package var refusal: String?
  }

  /// Asks for what is due by the schedules.
  package func runSchedules() throws -> [Scheduled] {
    try database.transaction { connection in
      try connection.run(
        "SELECT programme, week, job, is_new, late, refusal FROM jadwal.run_schedules()"
      ).map { row in
        try Scheduled(
          programme: row[0], week: row[1], job: row[2], isNew: row[3], late: row[4],
          refusal: row[5])
      }
    }
  }

  /// Seconds that the oldest transaction has held its view of the database, as far as the role may
  /// see it: while it lasts, dead rows stay (F20).
  package func oldestSnapshot() throws -> Double {
    try database.read(
      """
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8
      FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
        AND datname = current_database()
      """)[0][0]
  }

  /// Tells whoever listens that there may be something to claim: a hint, in a transaction of its own.
  package func hint(_ payload: String = "") throws {
    try database.connected().run("SELECT pg_notify(\(Self.channel), \(payload))")
  }
}

extension SQL.Interpolation {
  /// Binds a length of time as an interval, to the millisecond.
  mutating func appendInterpolation(milliseconds time: Duration) {
    let (seconds, attoseconds) = time.components
    appendInterpolation("\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) milliseconds")
    appendLiteral("::interval")
  }
}

/// How far a search has come.
package struct JobProgress: Codable, Sendable, Equatable {
  package var cost: Int
  package var iterations: Int
  package var seconds: Double

  package init(cost: Int, iterations: Int, seconds: Double) {
    self.cost = cost
    self.iterations = iterations
    self.seconds = seconds
  }
}
