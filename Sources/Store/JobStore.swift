import Foundation
import Postgres

/// A job as people see it.
package struct StoredJob: Sendable, Equatable {
  package var domain: String
  package var domainNumber: Int
  package var programme: String
  package var number: Int
  package var kind: String
  package var arguments: JobArguments
  package var state: String
  package var attempt: Int
  package var maxAttempts: Int
  /// UTC, RFC 3339; nil where it is due already.
  package var runAt: String
  package var lockedBy: String?
  package var cancelRequested: Bool
  package var bestCost: Int?
  package var iterations: Int?
  package var seconds: Double?
  package var askedBy: String
  package var askedAt: String
  package var finalizedAt: String?
  package var lastError: String?
  package var outcome: JobOutcome?

  fileprivate init(_ row: Row) throws(PostgresError) {
    domain = try row["domain"]
    domainNumber = try row["domain_id"]
    programme = try row["programme"]
    number = try row["job_id"]
    kind = try row["kind"]
    let arguments: String = try row["args"]
    self.arguments = JobArguments(json: arguments)
    state = try row["state"]
    attempt = try row["attempt"]
    maxAttempts = try row["max_attempts"]
    runAt = try row["run_at"]
    lockedBy = try row["locked_by"]
    cancelRequested = try row["cancel_requested"]
    bestCost = try row["best_cost"]
    iterations = try row["iterations"]
    seconds = try row["seconds"]
    askedBy = try row["asked_by"]
    askedAt = try row["asked_at"]
    finalizedAt = try row["finalized_at"]
    lastError = try row["last_error"]
    let outcome: String? = try row["outcome"]
    self.outcome = outcome.flatMap(JobOutcome.init(json:))
  }

  /// Nothing more happens to it by itself.
  package var hasEnded: Bool { ["completed", "cancelled", "discarded"].contains(state) }
}

/// What a completed job made.
package struct JobOutcome: Codable, Sendable, Equatable {
  package var version: Int
  /// The version that was published when it was made.
  package var base: Int?
  package var state: String
  /// Why it was not published though that was asked for.
  package var unpublished: String?
  /// Sessions that differ from the base.
  package var changed: Int
  package var cost: Int
  package var unplaced: Int
  package var moved: Int?
  package var reassigned: Int?
  package var relocated: Int?
  package var freezeUntil: String?
  /// The server's clock when its input was read, in seconds since 1970.
  package var plannedAt: Int?
  package var warnings: [String]?

  package init?(json: String) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let read = try? decoder.decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = read
  }
}

/// Jobs as people ask for them, watch them and end them.
package struct JobStore {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// - Parameters:
  ///   - number: only this one.
  ///   - programme: only of this one.
  ///   - limit: the newest so many.
  package func list(
    number: Int? = nil, of programme: StoredProgramme? = nil, state: String? = nil,
    limit: Int = 50
  ) throws -> [StoredJob] {
    try database.read(
      """
      SELECT d.name AS domain, j.domain_id, p.name AS programme, j.job_id, j.kind,
        j.args::text AS args, j.state, j.attempt, j.max_attempts,
        to_char(j.run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS run_at,
        j.locked_by, j.cancel_requested, j.best_cost, j.iterations, j.seconds, j.asked_by,
        to_char(j.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS asked_at,
        to_char(j.finalized_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS finalized_at,
        j.last_error, j.outcome::text AS outcome
      FROM jadwal.job j JOIN jadwal.programme p USING (domain_id, programme_id)
      JOIN jadwal.domain d USING (domain_id)
      WHERE (\(number)::bigint IS NULL OR j.job_id = \(number))
        AND (\(programme?.number)::int IS NULL
          OR (j.domain_id, j.programme_id) = (\(programme?.domainNumber), \(programme?.number)))
        AND (\(state)::text IS NULL OR j.state = \(state))
      ORDER BY j.job_id DESC LIMIT \(limit)
      """
    ).map(StoredJob.init)
  }

  package func find(_ number: Int) throws -> StoredJob {
    guard let job = try list(number: number).first else {
      throw NotFound(description: "there is no job \(number): jadwal jobs tells which there are")
    }
    return job
  }

  /// Cancels a job, or asks its worker to stop; false where it has ended.
  package func cancel(_ job: StoredJob, as actor: String?) throws -> Bool {
    try database.transaction {
      try $0.run("SELECT jadwal.cancel(\(job.domainNumber), \(job.number), \(actor))")[0][0]
    }
  }

  /// Lets a job that ended without a plan be taken again; false where it runs or is done.
  package func retry(_ job: StoredJob, as actor: String?) throws -> Bool {
    try database.transaction {
      try $0.run("SELECT jadwal.retry(\(job.domainNumber), \(job.number), \(actor))")[0][0]
    }
  }

  /// The first ISO week that has not begun yet in any city of the programme.
  package func nextWeek(of programme: StoredProgramme) throws -> String {
    try database.read(
      """
      SELECT jadwal.next_week(\(programme.domainNumber), \(programme.number), clock_timestamp())
      """)[0][0]
  }

  /// Asks for a week's allocation: once for each dataset version, however often it is called.
  package func allocate(
    _ programme: StoredProgramme, week: String, how arguments: JobArguments, as actor: String?
  ) throws -> (job: Int, isNew: Bool) {
    let asked = try database.transaction { connection in
      let row = try connection.run(
        """
        SELECT job, is_new FROM jadwal.allocate(\(programme.domainNumber), \(programme.number),
          \(week), \(arguments.json)::jsonb, \(actor))
        """)[0]
      let job: Int = try row[0]
      let isNew: Bool = try row[1]
      return (job: job, isNew: isNew)
    }
    // A lost hint costs one interval of the workers' polling.
    if asked.isNew { try? JobQueue(database).hint() }
    return asked
  }
}
