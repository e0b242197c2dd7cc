import Postgres
import Training

extension PlanStore {
  /// What the published versions of a programme changed, session by session, the oldest first.
  ///
  /// A version that was published and then withdrawn ends with a change of all that it placed. Only
  /// rows that differ from the version before leave the server.
  ///
  /// - Parameter version: the last one told of where it was published; of a draft, all are.
  package func history(
    of stored: StoredProgramme, upTo version: Int
  ) throws -> MeetingHistory {
    let rows = try database.read(
      """
      WITH published AS (
        SELECT version, published_at, state, closed_at FROM jadwal.plan_version
        WHERE domain_id = \(stored.domainNumber) AND programme_id = \(stored.number)
          AND published_at IS NOT NULL
          AND published_at <= coalesce((SELECT published_at FROM jadwal.plan_version
            WHERE domain_id = \(stored.domainNumber) AND programme_id = \(stored.number)
              AND version = \(version)), 'infinity')),
      step AS (
        SELECT row_number() OVER (ORDER BY at, is_end) AS step, version, at
        FROM (
          SELECT version, published_at AS at, false AS is_end FROM published
          UNION ALL SELECT NULL, closed_at, true FROM published WHERE state = 'withdrawn') s),
      told AS (
        SELECT step, at, a.session, a.starts_at, a.minutes, a.lead, a.assistants, a.venue, a.cohorts,
          lag(step) OVER w IS NOT DISTINCT FROM step - 1
            AND (lag(starts_at) OVER w, lag(minutes) OVER w, lag(lead) OVER w, lag(assistants) OVER w,
              lag(venue) OVER w, lag(cohorts) OVER w)
              IS NOT DISTINCT FROM (starts_at, minutes, lead, assistants, venue, cohorts) AS is_same,
          lead(step) OVER w AS next_step
        FROM step JOIN jadwal.assignment a USING (version)
        WHERE a.domain_id = \(stored.domainNumber) AND a.programme_id = \(stored.number)
        WINDOW w AS (PARTITION BY session ORDER BY step))
      SELECT step, at, session, starts_at, minutes, lead, assistants, venue, cohorts
      FROM told WHERE NOT is_same
      UNION ALL
      SELECT s.step, s.at, session, NULL, NULL, NULL, NULL, NULL, NULL
      FROM told JOIN step s ON s.step = told.step + 1
      WHERE next_step IS DISTINCT FROM s.step
      ORDER BY step, session
      """, format: .binary)
    return MeetingHistory(changes: try rows.map(Self.change(of:)))
  }

  private static func change(of row: Row) throws -> MeetingHistory.Change {
    let at: Timestamp = try row[1]
    let session: String = try row[2]
    let start: Timestamp? = try row[3]
    var change = MeetingHistory.Change(
      session: session, since: Instant(seconds: at.seconds), meeting: nil)
    guard let start else { return change }
    change.meeting = Meeting(
      session: session, start: Instant(seconds: start.seconds), minutes: try row[4],
      lead: try row[5], assistants: try row[6], venue: try row[7], cohorts: try row[8])
    return change
  }
}
