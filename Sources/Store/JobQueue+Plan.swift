import Foundation
import Postgres
import Training

extension JobQueue {
  /// Everything that the job's plan is made from, as one moment knew it.
  package static func input(for job: ClaimedJob, in database: Database) throws -> JobInput {
    try database.transaction(.snapshot) { connection in
      let programmes = try connection.run(
        """
        SELECT \(ProgrammeStore.columns) FROM jadwal.programme p
        JOIN jadwal.domain d USING (domain_id)
        WHERE p.domain_id = \(job.domainNumber) AND p.programme_id = \(job.programmeNumber)
        """)
      guard let row = programmes.first else { throw NotFound(description: "no such programme") }
      let programme = try StoredProgramme(row)
      let dataset = job.arguments.dataset ?? programme.datasets
      var files = try connection.run(
        """
        SELECT f.name, c.bytes FROM jadwal.dataset_file f
        JOIN jadwal.file_content c USING (domain_id, sha256)
        WHERE f.domain_id = \(job.domainNumber) AND f.programme_id = \(job.programmeNumber)
          AND f.dataset = \(dataset)
        ORDER BY f.position
        """, format: .binary
      ).map { try StoredFile(name: $0[0], bytes: $0[1]) }
      guard !files.isEmpty else {
        throw NotFound(description: "\(programme.name) has no dataset version \(dataset)")
      }
      let digest: String = try connection.run(
        """
        SELECT encode(digest, 'hex') FROM jadwal.dataset_version
        WHERE domain_id = \(job.domainNumber) AND programme_id = \(job.programmeNumber)
          AND dataset = \(dataset)
        """)[0][0]
      if let version = programme.publishedVersion {
        try files.replace(with: previous(of: programme, version: version, on: connection))
      }
      let now: Int = try connection.run(
        "SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")[0][0]
      return JobInput(
        programme: programme, dataset: dataset, digest: digest, files: files,
        published: programme.publishedVersion,
        occupied: try DatasetStore.occupied(besides: programme, on: connection), now: now)
    }
  }

  /// A version of the plan, as `previous.csv` (dataset.md §1) tells it.
  static func previous(
    of programme: StoredProgramme, version: Int, on connection: Connection
  ) throws -> StoredFile {
    var text = Array("session,start,lead,assistants,venue\n".utf8)
    try connection.copyOut(
      """
      COPY (SELECT session, starts_at, lead, array_to_string(assistants, ';'), coalesce(venue, '')
        FROM jadwal.assignment WHERE domain_id = \(literal: programme.domainNumber)
          AND programme_id = \(literal: programme.number) AND version = \(literal: version)
        ORDER BY session)
      TO STDOUT (FORMAT binary)
      """
    ) { row in
      let session: String = try row.next()
      let start: Timestamp = try row.next()
      let rest: [String] = [try row.next(), try row.next(), try row.next()]
      let cells = [session, Instant(seconds: start.seconds).description] + rest
      let quoted = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
      text += Array((quoted.joined(separator: ",") + "\n").utf8)
    }
    return StoredFile(name: "previous.csv", bytes: text)
  }

  /// What a settled job tells: a JSON object with the version, its state, and what changed.
  package typealias Outcome = String

  /// Stores the plan and completes its job in one transaction, and publishes it where that was asked
  /// for and the programme's policy allows it.
  ///
  /// Refused with `fenced` where the lease is lost, and with `published_version_moved` where another
  /// version was published than `published`, which the plan was made from.
  package static func settle(
    _ job: ClaimedJob, with draft: PlanDraft, from input: JobInput, in database: Database
  ) throws -> Outcome {
    let figures = draft.figures
    let outcome: Outcome = try database.transaction { connection in
      try connection.run("SELECT set_config('jadwal.fence', \(String(job.fence)), true)")
      let version = try connection.openPlan(
        figures, draft.planJSON, draft.boundJSON, of: (job.domainNumber, job.programmeNumber),
        dataset: input.dataset, job: job.number, as: nil)
      try connection.run(
        """
        CREATE TEMPORARY TABLE jadwal_incoming (session text, starts_at timestamptz, minutes int,
          lead text, assistants text[], venue text, cohorts text[], member_states text[])
        ON COMMIT DROP
        """)
      try connection.copyIn("COPY pg_temp.jadwal_incoming FROM STDIN (FORMAT binary)") { sink in
        try sink.write(rows: draft.rows)
      }
      try connection.run(
        """
        INSERT INTO jadwal.assignment
        SELECT \(job.domainNumber)::int, \(job.programmeNumber)::int, \(version)::int, i.*
        FROM pg_temp.jadwal_incoming i
        """)
      try connection.run(
        """
        SELECT jadwal.seal_plan(\(job.domainNumber), \(job.programmeNumber), \(version), NULL)
        """)
      // What it was made from can be told again: what is frozen depends on when that was.
      return try connection.run(
        """
        SELECT jadwal.settle(\(job.domainNumber), \(job.number), \(job.fence), \(version),
          \(input.published),
          \(figures.outcome)::jsonb || jsonb_build_object('planned_at', \(input.now)::bigint))::text
        """)[0][0]
    }
    database.gatherStatistics(after: figures.placed)
    return outcome
  }
}

extension [StoredFile] {
  /// Takes a file in the place of the one of that name.
  package mutating func replace(with file: StoredFile) {
    removeAll { $0.name == file.name }
    append(file)
  }
}

extension PostgresError {
  /// Refused because another worker has the job by now, or it has ended.
  package var isFenced: Bool { constraint == "fenced" }

  /// Waiting and asking again may help: the server is away, full, busy, or only a standby.
  package var isWorthWaiting: Bool {
    guard !isComingBack, !isTransient, kind != .busy else { return true }
    guard kind == .server, let state else { return false }
    return state.hasPrefix("53") || state.hasPrefix("57") || state == "55P03" || state == "25006"
      || state == "25P03"
  }
}
