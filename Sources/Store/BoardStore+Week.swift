import Postgres
import Training

extension BoardStore {
  /// A session as a week of many parties shows it.
  package struct Brief: Sendable, Equatable {
    package var id: String
    package var module: String
    package var start: Instant
    /// IANA name: by whose clock the day is meant.
    package var zone: String
  }

  /// What a party has on a day.
  package struct Day: Sendable, Equatable {
    /// How many sessions.
    package var count: Int
    /// The first of them, by start.
    package var first: [Brief]
  }

  /// Days of a week that everybody lives by the clock of a place.
  package struct Week: Sendable {
    /// When each of the seven begins there, and last when the next week does.
    private var begins: [String: [Instant]] = [:]

    /// - Parameter zones: the places' zones, by name.
    package init(from monday: LocalDate, zones: [String: Zone]) {
      for (name, zone) in zones {
        begins[name] = (0...7).map { zone.beginning(of: monday.adding(days: $0)) }
      }
    }

    /// One row a zone and day: its name, the day, when it begins and ends.
    fileprivate var rows: (zones: [String], days: [Int], from: [Int], to: [Int]) {
      var rows: (zones: [String], days: [Int], from: [Int], to: [Int]) = ([], [], [], [])
      for (zone, instants) in begins {
        for day in 0..<7 {
          rows.zones.append(zone)
          rows.days.append(day)
          rows.from.append(instants[day].seconds)
          rows.to.append(instants[day + 1].seconds)
        }
      }
      return rows
    }
  }

  /// The zones of a dataset version's cities that the caller may see, by name.
  package func timeZones(of programme: StoredProgramme, dataset: Int) throws -> [String] {
    try database.read(
      """
      SELECT DISTINCT time_zone FROM jadwal.city WHERE domain_id = \(programme.domainNumber)
        AND programme_id = \(programme.number) AND dataset = \(dataset)
      """
    ).map { try $0[0] }
  }

  /// What parties of a kind have in a week of a version, by party and then by day, 0 the first: nothing
  /// where there is nothing. The server counts, so that the week may have any number of sessions.
  ///
  /// - Parameters:
  ///   - parties: a day is by the clock of each one's zone or, where that is nil, of each session's first cohort.
  ///   - most: so many of a day's sessions are told, at least one.
  package func days(
    of programme: StoredProgramme, version: Version, _ kind: Kind, _ parties: [Party],
    in week: Week, most: Int
  ) throws -> [String: [Int: Day]] {
    let rows = week.rows
    guard let from = rows.from.min(), let to = rows.to.max() else { return [:] }
    let ids = parties.map(\.id)
    let zones = parties.map { $0.zone ?? "" }
    let members: SQL.Fragment =
      switch kind {
      case .cohort: "a.cohorts"
      case .trainer: "a.lead || a.assistants"
      case .venue: "ARRAY[a.venue]"
      case .state: "a.member_states"
      }
    let found = try database.read(
      """
      SELECT s.party, s.day, s.count, s.session, h.module, s.starts_at, s.zone
      FROM (
        SELECT t.party, d.day, d.zone, a.session, a.starts_at,
          regexp_replace(a.session, '/[^/]*$', '') AS chain,
          count(*) OVER (PARTITION BY t.party, d.day) AS count,
          row_number() OVER (PARTITION BY t.party, d.day ORDER BY a.starts_at, a.session) AS rank
        FROM jadwal.assignment a
        CROSS JOIN LATERAL unnest(\(members)) m (party)
        JOIN unnest(\(ids), \(zones)) t (party, zone) USING (party)
        LEFT JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset, k.cohort)
          = (a.domain_id, a.programme_id, \(version.dataset), a.cohorts[1])
        LEFT JOIN jadwal.city c ON (c.domain_id, c.programme_id, c.dataset, c.city)
          = (k.domain_id, k.programme_id, k.dataset, k.city)
        JOIN unnest(\(rows.zones), \(rows.days)::int[], \(rows.from)::bigint[], \(rows.to)::bigint[])
          d (zone, day, begins, ends)
          ON d.zone = coalesce(nullif(t.zone, ''), c.time_zone, 'UTC')
          AND a.starts_at >= to_timestamp(d.begins) AND a.starts_at < to_timestamp(d.ends)
        WHERE a.domain_id = \(programme.domainNumber) AND a.programme_id = \(programme.number)
          AND a.version = \(version.number)
          AND a.starts_at >= to_timestamp(\(from)::bigint) AND a.starts_at < to_timestamp(\(to)::bigint)) s
      JOIN jadwal.chain h ON (h.domain_id, h.programme_id, h.dataset, h.chain)
        = (\(programme.domainNumber), \(programme.number), \(version.dataset), s.chain)
      WHERE s.rank <= \(most)
      ORDER BY s.party, s.day, s.rank
      """, format: .binary)
    var days: [String: [Int: Day]] = [:]
    for row in found {
      let (party, day, count): (String, Int, Int) = try (row[0], row[1], row[2])
      let start: Timestamp = try row[5]
      let brief = try Brief(
        id: row[3], module: row[4], start: Instant(seconds: start.seconds), zone: row[6])
      days[party, default: [:]][day, default: Day(count: count, first: [])].first.append(brief)
    }
    return days
  }
}
