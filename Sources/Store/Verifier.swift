import Crypto
import Postgres

/// Looks for what nothing should be able to break and a superuser, a bad disk or a restore might
/// have: content hashes, the audit chain, bookings.
///
/// Hashes are computed here, from the rows, sharing no code with the functions that wrote them.
package struct Verifier {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  package struct Report: Sendable, Equatable {
    package var files = 0
    package var datasets = 0
    package var versions = 0
    package var auditRows = 0
    package var bookings = 0
    /// A sentence each; empty where all is well.
    package var faults: [String] = []
    /// By domain: the newest hash of its audit chain, in hexadecimal digits.
    package var heads: [(domain: String, head: String)] = []

    package static func == (left: Report, right: Report) -> Bool {
      left.faults == right.faults && left.bookings == right.bookings
        && left.heads.map(\.head) == right.heads.map(\.head)
    }
  }

  /// Reads one state of the database throughout.
  package func verify() throws -> Report {
    try database.transaction(.snapshot) { try Self.report(on: $0) }
  }

  /// What is found in the transaction that the connection is in.
  static func report(on connection: Connection) throws -> Report {
    var report = Report()
    try checkDatasets(&report, connection)
    try checkPlans(&report, connection)
    try checkAudit(&report, connection)
    try checkBookings(&report, connection)
    return report
  }

  private static func checkDatasets(_ report: inout Report, _ connection: Connection) throws {
    let datasets = try connection.run(
      """
      SELECT domain_id, programme_id, dataset, p.name, digest FROM jadwal.dataset_version
      JOIN jadwal.programme p USING (domain_id, programme_id) ORDER BY 1, 2, 3
      """, format: .binary)
    for row in datasets {
      let (domain, programme, version): (Int, Int, Int) = try (row[0], row[1], row[2])
      let name: String = try row[3]
      let files = try connection.run(
        """
        SELECT f.name, c.bytes, c.sha256 FROM jadwal.dataset_file f
        JOIN jadwal.file_content c USING (domain_id, sha256)
        WHERE f.domain_id = \(domain) AND f.programme_id = \(programme) AND f.dataset = \(version)
        ORDER BY f.position
        """, format: .binary)
      var hash = SHA256()
      for file in files {
        let bytes: [UInt8] = try file[1]
        let fileName: String = try file[0]
        if try Array(SHA256.hash(data: bytes)) != file[2] {
          report.faults.append("\(name), dataset \(version): \(fileName) is not what was stored")
        }
        hash.update(data: Array(fileName.utf8) + [0] + Array(String(bytes.count).utf8) + [0])
        hash.update(data: bytes)
        report.files += 1
      }
      if try Array(hash.finalize()) != row[4] {
        report.faults.append("\(name), dataset \(version): the digest does not fit the files")
      }
      report.datasets += 1
    }
  }

  private static func checkAudit(_ report: inout Report, _ connection: Connection) throws {
    var domain: Int?
    var sequence = 0
    var head: [UInt8] = []
    var name = ""
    func close(_ report: inout Report) {
      guard domain != nil else { return }
      report.heads.append((name, hexadecimal(head)))
    }
    try connection.copyOut(
      """
      COPY (SELECT a.domain_id, d.name, a.seq, jadwal.audit_text(a), a.prev_sha256, a.sha256
        FROM jadwal.audit a JOIN jadwal.domain d USING (domain_id) ORDER BY a.domain_id, a.seq)
      TO STDOUT (FORMAT binary)
      """
    ) { row in
      let its: Int = try row.next()
      let itsName: String = try row.next()
      if its != domain {
        close(&report)
        (domain, sequence, head, name) = (its, 0, [], itsName)
      }
      let number: Int = try row.next()
      let text: String = try row.next()
      let previous: [UInt8] = try row.next()
      let hash: [UInt8] = try row.next()
      sequence += 1
      if number != sequence {
        report.faults.append("audit of \(name): row \(sequence) is missing")
        sequence = number
      }
      if previous != head {
        report.faults.append("audit of \(name): row \(number) does not follow the one before it")
      }
      if Array(SHA256.hash(data: head + Array(text.utf8))) != hash, previous == head {
        report.faults.append("audit of \(name): row \(number) is not what was written")
      }
      head = hash
      report.auditRows += 1
    }
    close(&report)
  }

  private static func checkBookings(_ report: inout Report, _ connection: Connection) throws {
    report.bookings = try connection.run("SELECT count(*)::bigint FROM jadwal.booking")[0][0]
    let differences = try connection.run(
      """
      WITH planned AS (
        SELECT s.domain_id, r.resource_id, s.slot, s.programme_id, s.session, s.kind, s.name
        FROM jadwal.programme p
        JOIN jadwal.planned_slot s
          ON (s.domain_id, s.programme_id, s.version)
            = (p.domain_id, p.programme_id, p.published_version)
        LEFT JOIN jadwal.resource r
          ON (r.domain_id, r.kind, r.name) = (s.domain_id, s.kind, s.name))
      SELECT coalesce(a.session, b.session), a.session IS NULL
      FROM planned a FULL JOIN jadwal.booking b
        USING (domain_id, resource_id, slot, programme_id, session)
      WHERE a.session IS NULL OR b.session IS NULL ORDER BY 1 LIMIT 100
      """)
    for row in differences {
      let isExtra: Bool = try row[1]
      let session: String = try row[0]
      report.faults.append(
        isExtra
          ? "bookings: \(session) is booked and not in a published plan"
          : "bookings: \(session) is published and not booked")
    }
    let overlaps = try connection.run(
      """
      SELECT kind, name, session, next_session FROM (
        SELECT u.kind, u.name, a.session,
          a.starts_at + make_interval(mins => a.minutes) AS ends_at,
          lead(a.starts_at) OVER w AS next_start, lead(a.session) OVER w AS next_session
        FROM jadwal.programme p
        JOIN jadwal.assignment a ON (a.domain_id, a.programme_id, a.version)
          = (p.domain_id, p.programme_id, p.published_version)
        CROSS JOIN LATERAL (
          SELECT 'trainer' AS kind, a.lead AS name
          UNION ALL SELECT 'trainer', unnest(a.assistants)
          UNION ALL SELECT 'venue', a.venue WHERE a.venue IS NOT NULL
          UNION ALL SELECT 'cohort', unnest(a.cohorts)) u
        WINDOW w AS (PARTITION BY a.domain_id, u.kind, u.name ORDER BY a.starts_at)) taken
      WHERE next_start < ends_at ORDER BY kind, name LIMIT 100
      """)
    for row in overlaps {
      let (kind, name): (String, String) = try (row[0], row[1])
      let (one, other): (String, String) = try (row[2], row[3])
      report.faults.append("overlap: \(kind) \(name) is in \(one) and \(other) at once")
    }
    let heads = try connection.run(
      """
      SELECT p.name FROM jadwal.programme p LEFT JOIN jadwal.plan_version v
        ON (v.domain_id, v.programme_id) = (p.domain_id, p.programme_id) AND v.state = 'published'
      WHERE v.version IS DISTINCT FROM p.published_version
      """)
    for row in heads {
      let name: String = try row[0]
      report.faults.append("\(name): the version in force is not the published one")
    }
  }

  private static func checkPlans(_ report: inout Report, _ connection: Connection) throws {
    let plans = try connection.run(
      """
      SELECT domain_id, programme_id, version, p.name, content_sha256, plan_json, bound_json, placed
      FROM jadwal.plan_version JOIN jadwal.programme p USING (domain_id, programme_id)
      ORDER BY 1, 2, 3
      """, format: .binary)
    for row in plans {
      let (domain, programme, version): (Int, Int, Int) = try (row[0], row[1], row[2])
      var assignments = SHA256()
      var count = 0
      try connection.copyOut(
        """
        COPY (SELECT session, starts_at, minutes, lead, assistants, venue, cohorts, member_states
          FROM jadwal.assignment WHERE domain_id = \(literal: domain)
            AND programme_id = \(literal: programme) AND version = \(literal: version)
          ORDER BY session) TO STDOUT (FORMAT binary)
        """
      ) { row in
        assignments.update(data: Array(try line(&row).utf8))
        count += 1
      }
      let name: String = try row[3]
      let (plan, bound): ([UInt8], [UInt8]) = try (row[5], row[6])
      let content = SHA256.hash(
        data: Array(SHA256.hash(data: plan)) + Array(SHA256.hash(data: bound))
          + Array(assignments.finalize()))
      let told: [UInt8]? = try row[4]
      let placed: Int = try row[7]
      if Array(content) != told || placed != count {
        report.faults.append("\(name), version \(version): the content is not what was stored")
      }
      report.versions += 1
    }
  }

  /// An assignment as the content hash covers it.
  private static func line(_ row: inout BinaryReader) throws -> String {
    let session: String = try row.next()
    let start: Timestamp = try row.next()
    let minutes: Int = try row.next()
    let lead: String = try row.next()
    let assistants: [String] = try row.next()
    let venue: String? = try row.next()
    let cohorts: [String] = try row.next()
    let states: [String] = try row.next()
    return [
      session, String(start.seconds), String(minutes), lead,
      assistants.joined(separator: ";"), venue ?? "", cohorts.joined(separator: ";"),
      states.joined(separator: ";"),
    ].joined(separator: "|") + "\n"
  }
}

/// Two lower-case digits a byte.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
