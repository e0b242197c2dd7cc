import Postgres

/// What differs in one session between two versions.
package struct StoredChange: Sendable, Equatable {
  package struct Side: Sendable, Equatable {
    /// In UTC, RFC 3339.
    package var start: String
    /// On the wall of the first cohort's city.
    package var localStart: String
    package var lead: String
    package var venue: String?
  }

  package var session: String
  /// In words, as `moved, other lead`.
  package var change: String
  /// Nil where the version does not place it.
  package var old: Side?
  package var new: Side?
}

extension PlanStore {
  /// What differs between two versions of a programme, session by session.
  package func changes(
    from old: Int, to new: Int, of programme: StoredProgramme
  ) throws -> [StoredChange] {
    for version in [old, new] { _ = try find(version, of: programme) }
    func side(_ row: Row, _ which: String) throws -> StoredChange.Side? {
      let start: String? = try row["\(which)_start"]
      guard let start else { return nil }
      return try StoredChange.Side(
        start: start, localStart: row["\(which)_local"], lead: row["\(which)_lead"],
        venue: row["\(which)_venue"])
    }
    return try database.read(
      """
      SELECT session, change,
        to_char(old_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS old_start,
        to_char(new_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS new_start,
        to_char(old_start AT TIME ZONE coalesce(time_zone, 'UTC'), 'YYYY-MM-DD HH24:MI') AS old_local,
        to_char(new_start AT TIME ZONE coalesce(time_zone, 'UTC'), 'YYYY-MM-DD HH24:MI') AS new_local,
        old_lead, new_lead, old_venue, new_venue
      FROM jadwal.plan_changes(\(programme.domain), \(programme.name), \(old), \(new)) c
      LEFT JOIN LATERAL (
        SELECT time_zone FROM jadwal.plan_version v
        JOIN jadwal.chain h USING (domain_id, programme_id, dataset)
        JOIN jadwal.cohort k USING (domain_id, programme_id, dataset)
        JOIN jadwal.city USING (domain_id, programme_id, dataset, city)
        WHERE v.domain_id = \(programme.domainNumber) AND v.programme_id = \(programme.number)
          AND v.version IN (\(old), \(new)) AND k.cohort = h.cohorts[1]
          AND h.chain = regexp_replace(c.session, '/[^/]*$', '')
        ORDER BY v.version DESC LIMIT 1) z ON true
      ORDER BY session
      """
    ).map { row in
      try StoredChange(
        session: row["session"], change: row["change"], old: side(row, "old"),
        new: side(row, "new"))
    }
  }
}
