import Postgres

/// A weekly run, as people see it.
package struct StoredSchedule: Sendable, Equatable {
  package var domain: String
  package var programme: String
  /// 1 is Monday.
  package var weekday: Int
  /// `18:00`, by the clock of `zone`.
  package var time: String
  package var zone: String
  package var seconds: Int
  package var publish: Bool
  /// UTC, RFC 3339.
  package var lastDue: String?
  package var nextDue: String
  package var addedBy: String
}

/// Which programme is allocated when.
package struct ScheduleStore {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  package func list(of programme: StoredProgramme? = nil) throws -> [StoredSchedule] {
    try database.read(
      """
      SELECT d.name, p.name, s.weekday, to_char(s.local_time, 'HH24:MI'), s.time_zone, s.seconds,
        s.publish, to_char(s.last_due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char((SELECT min(due) FROM (
            SELECT ((clock_timestamp() AT TIME ZONE s.time_zone)::date + k + s.local_time)
              AT TIME ZONE s.time_zone AS due
            FROM generate_series(-1, 8) k
            WHERE extract(isodow FROM (clock_timestamp() AT TIME ZONE s.time_zone)::date + k)
              = s.weekday) times WHERE due > clock_timestamp())
          AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), s.added_by
      FROM jadwal.schedule s JOIN jadwal.programme p USING (domain_id, programme_id)
      JOIN jadwal.domain d USING (domain_id)
      WHERE \(programme?.number)::int IS NULL
        OR (s.domain_id, s.programme_id) = (\(programme?.domainNumber), \(programme?.number))
      ORDER BY d.name, p.name, s.weekday, s.local_time
      """
    ).map { row in
      try StoredSchedule(
        domain: row[0], programme: row[1], weekday: row[2], time: row[3], zone: row[4],
        seconds: row[5], publish: row[6], lastDue: row[7], nextDue: row[8], addedBy: row[9])
    }
  }

  /// Adds a run, or changes the one at that time.
  package func add(
    _ programme: StoredProgramme, weekday: Int, time: String, zone: String, seconds: Int,
    publish: Bool, as actor: String?
  ) throws {
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.set_schedule(\(programme.domainNumber), \(programme.number), \(weekday),
          \(time)::time, \(zone), \(seconds), \(actor), \(publish))
        """)
    }
  }

  /// Takes a run away; false where there was none.
  package func remove(
    _ programme: StoredProgramme, weekday: Int, time: String, as actor: String?
  ) throws -> Bool {
    try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.remove_schedule(\(programme.domainNumber), \(programme.number),
          \(weekday), \(time)::time, \(actor))
        """)[0][0]
    }
  }
}
