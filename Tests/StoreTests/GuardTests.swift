import TestSupport
import Testing

@testable import Postgres
@testable import Store

extension StoredTests {
  /// What the database itself refuses, tried in SQL by its own superuser: no program is in the way.
  @Suite struct Guards {
    let office: Office
    let owner: Connection
    let programme: StoredProgramme
    let version: Int

    init() throws {
      office = try Office()
      (programme, version, _) = try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      owner = try office.test.connection()
    }

    private func refused(
      _ state: String, _ constraint: String? = nil,
      sourceLocation: SourceLocation = #_sourceLocation, _ statements: SQL...
    ) throws {
      try owner.run("BEGIN")
      expectRefusal(state, constraint, sourceLocation: sourceLocation) {
        for sql in statements { try owner.run(sql) }
        try owner.run("SET CONSTRAINTS ALL IMMEDIATE")
      }
      try owner.run("ROLLBACK")
    }

    @Test func whatIsWrittenStays() throws {
      let tables = [
        "audit", "file_content", "dataset_file", "member_state", "city", "module", "cohort",
        "trainer", "venue", "chain", "weight", "assignment", "dataset_version", "plan_version",
      ]
      for table in tables {
        try refused("42501", nil, "DELETE FROM jadwal.\(identifier: table)")
        // By its own guard, before those of the tables that refer to it.
        #expect {
          try owner.run("TRUNCATE jadwal.\(identifier: table) CASCADE")
        } throws: { error in
          let error = error as? PostgresError
          return error?.state == "42501"
            && error?.message.hasPrefix("\(table) is never changed") == true
        }
        try refused(
          "42501", nil, "UPDATE jadwal.\(identifier: table) SET domain_id = domain_id + 1")
      }
      for change: SQL in [
        "DELETE FROM jadwal.account_change", "UPDATE jadwal.account_change SET actor = 'x'",
        "TRUNCATE jadwal.account_change",
      ] { try refused("42501", nil, change) }
      try refused("42501", nil, "UPDATE jadwal.plan_version SET cost = cost + 1")
      try refused("42501", nil, "UPDATE jadwal.plan_version SET content_sha256 = sha256('x')")
      try refused("42501", nil, "UPDATE jadwal.dataset_version SET weeks = 1")
      try refused("42501", nil, "UPDATE jadwal.dataset_version SET sealed = true")
    }

    @Test func nothingIsAddedToWhatIsComplete() throws {
      for table in [
        "member_state", "city", "module", "cohort", "trainer", "venue", "chain", "weight",
      ] {
        let row: SQL = """
          INSERT INTO jadwal.\(identifier: table)
          SELECT (jsonb_populate_record(NULL::jadwal.\(identifier: table),
            to_jsonb(t) || jsonb_build_object(
              CASE \(table) WHEN 'weight' THEN 'term' ELSE \(table) END, 'ZZ'))).*
          FROM jadwal.\(identifier: table) t LIMIT 1
          """
        try refused("42501", nil, row)
      }
      try refused(
        "42501", nil,
        """
        INSERT INTO jadwal.dataset_file
        SELECT domain_id, programme_id, dataset, 'extra.csv', 99, sha256 FROM jadwal.dataset_file LIMIT 1
        """)
      try refused(
        "42501", nil,
        """
        INSERT INTO jadwal.assignment SELECT domain_id, programme_id, version, 'extra', starts_at,
          minutes, lead, assistants, venue, cohorts, member_states FROM jadwal.assignment LIMIT 1
        """)
    }

    @Test func nothingHalfIsCommitted() throws {
      try refused(
        "23514", nil,
        """
        SELECT jadwal.open_dataset('other', 'other', 'Other', sha256('x'), 30, '2026-08-03', 4, NULL)
        """)
      try refused(
        "23514", "dataset_digest_agrees",
        """
        SELECT jadwal.seal_dataset(d, p, v, NULL) FROM
          jadwal.open_dataset('other', 'other', 'Other', sha256('x'), 30, '2026-08-03', 4, NULL)
        """)
      let open: SQL = """
        SELECT jadwal.open_plan(domain_id, programme_id, dataset, NULL, 1, 1, 1, 1, 'x', 1, 0, 0, '{}',
          0, 1, 0, '', '', NULL) FROM jadwal.dataset_version
        """
      try refused("23514", nil, open)
      try refused(
        "23514", "plan_placed", open,
        "SELECT jadwal.seal_plan(domain_id, programme_id, head_version, NULL) FROM jadwal.programme"
      )
    }

    /// A client that lies about what a session takes would book it beside another.
    @Test func nothingIsSaidOfASessionThatTheDatasetDoesNot() throws {
      let ana = try office.test.connection(as: office.ana)
      let lies: [(String, String)] = [
        ("session", "split_part(session, '/', 1) || '/99'"), ("session", "'none/M/1'"),
        ("minutes", "minutes - 1"), ("cohorts", "'{nobody}'"), ("member_states", "'{ZZ}'"),
        ("cohorts", "cohorts || cohorts"),
      ]
      func store(_ column: String, _ lie: String) throws {
        try ana.run("BEGIN")
        let next: Int = try ana.run(
          """
          SELECT jadwal.open_plan(domain_id, programme_id, dataset, NULL, 1, 1, 1, 1, 'x', 1, 0, 0, '{}',
            0, placed, unplaced, '', '', NULL) FROM jadwal.plan_version WHERE version = \(version)
          """)[0][0]
        try ana.run(
          """
          INSERT INTO jadwal.assignment
          SELECT domain_id, programme_id, \(next), session, starts_at, minutes, lead, assistants, venue,
            cohorts, member_states FROM jadwal.assignment
          WHERE version = \(version) AND session > (SELECT min(session) FROM jadwal.assignment)
          """)
        let values = ["session", "minutes", "cohorts", "member_states"].map {
          $0 == column ? lie : $0
        }
        try ana.run(
          SQL(
            text: """
              INSERT INTO jadwal.assignment
              SELECT domain_id, programme_id, \(next), \(values[0]), starts_at, \(values[1]), lead, assistants,
                venue, \(values[2]), \(values[3]) FROM jadwal.assignment
              WHERE version = \(version) ORDER BY session LIMIT 1
              """))
        try ana.run(
          """
          SELECT jadwal.seal_plan(\(programme.domainNumber), \(programme.number), \(next), NULL)
          """)
      }
      for (column, lie) in lies {
        expectRefusal("23514", "plan_sessions") { try store(column, lie) }
        try ana.run("ROLLBACK")
      }
      try store("none", "")
      try ana.run("COMMIT")
      #expect(try Verifier(office.test.database()).verify().faults == [])
    }

    @Test func theChainTellsWhatWasTamperedWith() throws {
      try office.approve(version, of: programme)
      _ = try office.plans(as: office.ana).publish(version, of: programme, seen: nil)
      let tampering: [(String, SQL)] = [
        ("audit", "UPDATE jadwal.audit SET actor = 'somebody else' WHERE seq = 2"),
        ("audit", "DELETE FROM jadwal.audit WHERE seq = 2"),
        ("audit", "UPDATE jadwal.audit SET at = at - interval '1 day' WHERE seq = 1"),
        (
          "content",
          "UPDATE jadwal.assignment SET lead = lead || 'x' WHERE session = (SELECT min(session) FROM jadwal.assignment)"
        ),
        ("content", "UPDATE jadwal.plan_version SET plan_json = plan_json || ' '"),
        (
          "content",
          "DELETE FROM jadwal.assignment WHERE session = (SELECT min(session) FROM jadwal.assignment)"
        ),
        (
          "not what was stored",
          "UPDATE jadwal.dataset_file f SET sha256 = (SELECT sha256 FROM jadwal.dataset_file ORDER BY 1 LIMIT 1)"
        ),
        (
          "booked and not",
          "INSERT INTO jadwal.booking SELECT domain_id, resource_id, 1, programme_id, 'ghost' FROM jadwal.booking LIMIT 1"
        ),
        (
          "published and not booked",
          "DELETE FROM jadwal.booking WHERE session = (SELECT min(session) FROM jadwal.booking)"
        ),
        ("in force", "UPDATE jadwal.programme SET published_version = NULL"),
      ]
      #expect(try Verifier(office.test.database()).verify().faults == [])
      for (word, sql) in tampering {
        let database = try office.test.database()
        try database.connected().run("SET session_replication_role = replica")
        struct Undo: Error {}
        #expect(throws: Undo.self) {
          try database.transaction { connection in
            try connection.run(sql)
            let faults = try Verifier.report(on: connection).faults
            #expect(
              faults.contains { $0.contains(word) }
                || word == "not what was stored" && !faults.isEmpty,
              "\(sql.text): \(faults)")
            throw Undo()
          }
        }
      }
    }

    /// F24: a version that is not what was stored is not published.
    @Test func aFlippedByteIsNotPublished() throws {
      try office.approve(version, of: programme)
      try owner.run("SET session_replication_role = replica")
      try owner.run(
        """
        UPDATE jadwal.assignment SET lead = overlay(lead PLACING 'Q' FROM 1 FOR 1)
        WHERE session = (SELECT min(session) FROM jadwal.assignment)
        """)
      expectRefusal("23514", "content_hash_agrees") {
        _ = try office.plans(as: office.ana).publish(version, of: programme, seen: nil)
      }
    }
  }
}
