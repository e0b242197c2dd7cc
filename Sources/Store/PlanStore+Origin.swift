import Postgres

/// What a version was made from beside the files of its dataset: a job for a week keeps what begins
/// before it as it was published.
package struct PlanOrigin: Sendable {
  package var week: String
  /// The server's clock then, in seconds since 1970.
  package var now: Int
  /// The version that was published then, and its plan as `previous.csv`; nil where there was none.
  package var base: (version: Int, file: StoredFile)?
}

extension PlanStore {
  /// Nil where a version was made from the files alone, or the role may not look at jobs.
  package func origin(
    of plan: StoredPlan, in programme: StoredProgramme
  ) throws -> PlanOrigin? {
    guard let job = plan.job else { return nil }
    return try database.transaction(.snapshot) { connection in
      let mayLook: Bool = try connection.run(
        "SELECT has_table_privilege('jadwal.job', 'SELECT')")[0][0]
      guard mayLook else { return nil }
      let row = try connection.first(
        """
        SELECT args ->> 'week', (outcome ->> 'planned_at')::bigint FROM jadwal.job
        WHERE domain_id = \(programme.domainNumber) AND job_id = \(job)
        """)
      guard let week: String = try row?[0], let now: Int = try row?[1] else { return nil }
      let base = try plan.baseVersion.map { version in
        (version, try JobQueue.previous(of: programme, version: version, on: connection))
      }
      return PlanOrigin(week: week, now: now, base: base)
    }
  }
}
