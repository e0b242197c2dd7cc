import Postgres
import Training

extension BoardStore {
  /// A session that has a place.
  package struct Session: Sendable, Equatable {
    package var id: String
    package var module: String
    package var title: String
    package var start: Instant
    package var minutes: Int
    package var lead: String
    package var assistants: [String]
    package var venue: String?
    package var cohorts: [String]
    package var states: [String]
    /// IANA name: of its first cohort's city; nil where the caller may not see that.
    package var zone: String?
  }

  /// Which of a version's sessions are wanted.
  package struct Selection: Sendable {
    package var from: Instant?
    package var to: Instant?
    /// Those of one of these of each kind that is named.
    package var parties: [Kind: [String]]
    package var session: String?
    package var after: String?
    package var limit: Int

    package init(
      from: Instant? = nil, to: Instant? = nil, parties: [Kind: [String]] = [:],
      session: String? = nil, after: String? = nil, limit: Int = 5000
    ) {
      self.from = from
      self.to = to
      self.parties = parties
      self.session = session
      self.after = after
      self.limit = limit
    }
  }

  /// The sessions of a version that have a place, and that the caller may see; by start, or by id
  /// where they come in portions.
  package func sessions(
    of programme: StoredProgramme, version: Int, _ wanted: Selection = Selection()
  ) throws -> [Session] {
    let cohorts = wanted.parties[.cohort]
    let trainers = wanted.parties[.trainer]
    let venues = wanted.parties[.venue]
    let states = wanted.parties[.state]
    return try database.read(
      """
      SELECT a.session, h.module, m.title, a.starts_at, a.minutes, a.lead, a.assistants, a.venue,
        a.cohorts, a.member_states, c.time_zone
      FROM (
        SELECT *, regexp_replace(session, '/[^/]*$', '') AS chain FROM jadwal.assignment
        WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
          AND version = \(version)
          AND (\(wanted.session)::text IS NULL OR session = \(wanted.session))
          AND (\(wanted.after)::text IS NULL OR session > \(wanted.after))
          AND (\(wanted.from.map { $0.seconds })::bigint IS NULL
            OR starts_at >= to_timestamp(\(wanted.from.map { $0.seconds })::bigint))
          AND (\(wanted.to.map { $0.seconds })::bigint IS NULL
            OR starts_at < to_timestamp(\(wanted.to.map { $0.seconds })::bigint))
          AND (\(cohorts)::text[] IS NULL OR cohorts && \(cohorts))
          AND (\(trainers)::text[] IS NULL OR lead = ANY (\(trainers)) OR assistants && \(trainers))
          AND (\(venues)::text[] IS NULL OR venue = ANY (\(venues)))
          AND (\(states)::text[] IS NULL OR member_states && \(states))
        ORDER BY CASE WHEN \(wanted.after)::text IS NULL THEN starts_at END, session
        LIMIT \(wanted.limit)) a
      JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
      JOIN jadwal.chain h ON (h.domain_id, h.programme_id, h.dataset, h.chain)
        = (v.domain_id, v.programme_id, v.dataset, a.chain)
      JOIN jadwal.module m ON (m.domain_id, m.programme_id, m.dataset, m.module)
        = (h.domain_id, h.programme_id, h.dataset, h.module)
      LEFT JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset, k.cohort)
        = (h.domain_id, h.programme_id, h.dataset, a.cohorts[1])
      LEFT JOIN jadwal.city c ON (c.domain_id, c.programme_id, c.dataset, c.city)
        = (k.domain_id, k.programme_id, k.dataset, k.city)
      ORDER BY CASE WHEN \(wanted.after)::text IS NULL THEN a.starts_at END, a.session
      """, format: .binary
    ).map { row in
      let start: Timestamp = try row[3]
      return try Session(
        id: row[0], module: row[1], title: row[2], start: Instant(seconds: start.seconds),
        minutes: row[4], lead: row[5], assistants: row[6], venue: row[7], cohorts: row[8],
        states: row[9], zone: row[10])
    }
  }

  /// A session without a place.
  package struct Missing: Sendable, Equatable {
    package var id: String
    package var title: String
    package var minutes: Int
    package var cohorts: [String]
    package var states: [String]
    package var reason: String?
    /// What would let it in, where hours are too few.
    package var remedies: [String]
  }

  /// The sessions of a version without a place that the caller may see, by id.
  ///
  /// - Parameter only: that one alone.
  package func missing(
    of programme: StoredProgramme, version: Int, only: String? = nil, after: String? = nil,
    limit: Int = 100
  ) throws -> [Missing] {
    // By itself, so that the server joins for all of them and not as if for the first few.
    try database.read(
      """
      WITH missing AS MATERIALIZED (
        SELECT o.* FROM jadwal.session_outcome o
        WHERE o.domain_id = \(programme.domainNumber) AND o.programme_id = \(programme.number)
          AND o.version = \(version) AND NOT o.placed
          AND (\(only)::text IS NULL OR o.session = \(only))
          AND (\(after)::text IS NULL OR o.session > \(after) COLLATE "C")),
      first AS MATERIALIZED (
        SELECT * FROM missing ORDER BY session COLLATE "C" LIMIT \(limit))
      SELECT o.session, m.title, o.minutes, o.cohorts, o.member_states, r.reason,
        coalesce(r.suggestions, '{}')
      FROM first o
      JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
      JOIN jadwal.module m ON (m.domain_id, m.programme_id, m.dataset, m.module)
        = (v.domain_id, v.programme_id, v.dataset, o.module)
      LEFT JOIN jadwal.unplaced_reasons(\(programme.domainNumber), \(programme.number), \(version)) r
        ON r.session = o.session
      ORDER BY o.session COLLATE "C"
      """, format: .binary
    ).map { row in
      try Missing(
        id: row[0], title: row[1], minutes: row[2], cohorts: row[3], states: row[4],
        reason: row[5], remedies: row[6])
    }
  }

  /// What is placed of what is asked for, of a member state or a tag of cohorts.
  package struct Share: Sendable, Equatable {
    package var id: String
    package var name: String
    /// Learner-minutes.
    package var asked: Int
    package var placed: Int
    /// Thousandths, rounded down.
    package var share: Int
  }

  package func equity(
    of programme: StoredProgramme, version: Int
  ) throws -> (states: [Share], groups: [Share]) {
    func shares(_ sql: SQL) throws -> [Share] {
      try database.read(sql, format: .binary).map { row in
        try Share(id: row[0], name: row[1], asked: row[2], placed: row[3], share: row[4])
      }
    }
    return (
      try shares(
        """
        SELECT member_state, name, asked, placed, share FROM jadwal.equity_by_state
        WHERE domain = \(programme.domain) AND programme = \(programme.name)
          AND version = \(version) ORDER BY member_state
        """),
      try shares(
        """
        SELECT name, name, asked, placed, share FROM jadwal.equity_by_group
        WHERE domain = \(programme.domain) AND programme = \(programme.name)
          AND version = \(version) ORDER BY name
        """)
    )
  }

  /// One session that two versions place differently.
  package struct Change: Sendable, Equatable {
    package struct Side: Sendable, Equatable {
      package var start: Instant
      package var lead: String
      package var assistants: [String]
      package var venue: String?
    }

    package var session: String
    package var change: String
    package var old: Side?
    package var new: Side?
  }

  package func changes(
    of programme: StoredProgramme, from one: Int, to other: Int, after: String? = nil,
    limit: Int = 200
  ) throws -> [Change] {
    try database.read(
      """
      SELECT session, change, old_start, old_lead, old_assistants, old_venue, new_start, new_lead,
        new_assistants, new_venue
      FROM jadwal.plan_changes(\(programme.domain), \(programme.name), \(one), \(other))
      WHERE \(after)::text IS NULL OR session > \(after) COLLATE "C"
      ORDER BY session COLLATE "C" LIMIT \(limit)
      """, format: .binary
    ).map { row in
      func side(_ place: Int) throws -> Change.Side? {
        let start: Timestamp? = try row[place]
        guard let start else { return nil }
        return try Change.Side(
          start: Instant(seconds: start.seconds), lead: row[place + 1],
          assistants: row[place + 2], venue: row[place + 3])
      }
      return try Change(session: row[0], change: row[1], old: side(2), new: side(6))
    }
  }
}
