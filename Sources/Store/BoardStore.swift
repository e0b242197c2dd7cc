import Postgres
import Training

/// What the board shows, read so that a reader's own rights are enough: the rows of other member
/// states stay on the server.
package struct BoardStore {
  package let database: Database

  package init(_ database: Database) { self.database = database }

  /// A version as lists show it to whoever may see the programme.
  package struct Version: Sendable, Equatable {
    package var number: Int
    package var base: Int?
    package var dataset: Int
    package var state: String
    package var cost: Int
    package var lowerBound: Int
    package var violations: Int
    package var placed: Int
    package var unplaced: Int
    /// Who did what when, the first first; times in UTC, RFC 3339.
    package var life: [Step]
    package var reason: String?
  }

  package struct Step: Sendable, Equatable {
    /// The state that it brought about.
    package var state: String
    package var actor: String
    package var at: String
  }

  /// The newest versions of a programme, the newest first.
  ///
  /// - Parameter before: only older ones than this.
  package func versions(
    of programme: StoredProgramme, before: Int? = nil, limit: Int = 50
  ) throws -> [Version] {
    try versions(of: programme, before: before, only: nil, limit: limit)
  }

  package func version(_ number: Int, of programme: StoredProgramme) throws -> Version {
    let found = try versions(of: programme, before: nil, only: number, limit: 1)
    guard let version = found.first else { throw PlanStore.missing(number, of: programme) }
    return version
  }

  private func versions(
    of programme: StoredProgramme, before: Int?, only: Int?, limit: Int
  ) throws -> [Version] {
    try database.read(
      """
      SELECT version, base_version, dataset, state, cost, lower_bound, hard_violations, placed,
        unplaced, created_by, created_at, submitted_by, submitted_at, approved_by, approved_at,
        published_by, published_at, closed_by, closed_at, reason
      FROM jadwal.plan_version
      WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
        AND (\(before)::int IS NULL OR version < \(before))
        AND (\(only)::int IS NULL OR version = \(only))
      ORDER BY version DESC LIMIT \(limit)
      """, format: .binary
    ).map { row in
      let state: String = try row[3]
      var life: [Step] = []
      for (place, name) in [
        (9, "draft"), (11, "submitted"), (13, "approved"), (15, "published"), (17, state),
      ] {
        let actor: String? = try row[place]
        let at: Timestamp? = try row[place + 1]
        if let actor, let at {
          life.append(
            Step(state: name, actor: actor, at: Instant(seconds: at.seconds).description))
        }
      }
      return try Version(
        number: row[0], base: row[1], dataset: row[2], state: state, cost: row[4],
        lowerBound: row[5], violations: row[6], placed: row[7], unplaced: row[8], life: life,
        reason: row[19])
    }
  }

  /// When a dataset version's programme runs.
  package func horizon(
    of programme: StoredProgramme, dataset: Int
  ) throws -> (start: LocalDate, weeks: Int) {
    let row = try database.read(
      """
      SELECT (starts_on - DATE '1970-01-01')::int, weeks FROM jadwal.dataset_version
      WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
        AND dataset = \(dataset)
      """, format: .binary
    ).first
    guard let row else {
      throw NotFound(description: "\(programme.name) has no dataset version \(dataset)")
    }
    return (LocalDate(days: try row[0]), try row[1])
  }

  /// A party of a programme, as lists show it.
  package struct Party: Sendable, Equatable {
    package var id: String
    /// Where it is, in words: a city, or for a state its name.
    package var place: String
    package var state: String
    package var zone: String?
  }

  /// Whose weeks the board shows.
  package enum Kind: String, Sendable, CaseIterable { case cohort, trainer, venue, state }

  /// The parties of a kind that the caller may see, by id.
  ///
  /// - Parameters:
  ///   - state: only those of this member state.
  ///   - search: only those whose id or place holds this.
  package func parties(
    _ kind: Kind, of programme: StoredProgramme, dataset: Int, only: String? = nil,
    state: String? = nil, search: String? = nil, after: String? = nil, limit: Int = 100
  ) throws -> [Party] {
    let table: SQL.Fragment
    switch kind {
    case .cohort:
      table =
        "SELECT cohort AS id, city, member_state, domain_id, programme_id, dataset FROM jadwal.cohort"
    case .trainer:
      table =
        "SELECT trainer AS id, city, member_state, domain_id, programme_id, dataset FROM jadwal.trainer"
    case .venue:
      table =
        "SELECT venue AS id, city, member_state, domain_id, programme_id, dataset FROM jadwal.venue"
    case .state:
      table =
        "SELECT member_state AS id, NULL AS city, member_state, domain_id, programme_id, dataset FROM jadwal.member_state"
    }
    return try database.read(
      """
      SELECT k.id, coalesce(c.name, s.name, k.member_state), k.member_state, c.time_zone
      FROM (\(table)) k
      LEFT JOIN jadwal.city c USING (domain_id, programme_id, dataset, city)
      LEFT JOIN jadwal.member_state s ON (s.domain_id, s.programme_id, s.dataset, s.member_state)
        = (k.domain_id, k.programme_id, k.dataset, k.member_state)
      WHERE k.domain_id = \(programme.domainNumber) AND k.programme_id = \(programme.number)
        AND k.dataset = \(dataset) AND (\(only)::text IS NULL OR k.id = \(only))
        AND (\(state)::text IS NULL OR k.member_state = \(state))
        AND (\(search)::text IS NULL
          OR position(lower(\(search)) IN lower(k.id || ' ' || coalesce(c.name, s.name, ''))) > 0)
        AND (\(after)::text IS NULL OR k.id > \(after) COLLATE "C")
      ORDER BY k.id COLLATE "C" LIMIT \(limit)
      """, format: .binary
    ).map { row in
      try Party(id: row[0], place: row[1], state: row[2], zone: row[3])
    }
  }
}
