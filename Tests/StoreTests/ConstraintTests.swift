import TestSupport
import Testing

@testable import Postgres
@testable import Store

extension StoredTests {
  /// Every check, key and reference, tried in SQL by the database's own superuser.
  @Suite struct Constraints {
    let office: Office
    let owner: Connection

    init() throws {
      office = try Office()
      try SmallDataset.storePlan(in: office.test.database(as: office.ana))
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

    /// A row for each table that storing a plan leaves empty.
    private static let filled: [(String, SQL)] = [
      (
        "resource",
        "INSERT INTO jadwal.resource (domain_id, kind, name) SELECT domain_id, 'venue', 'V' FROM jadwal.domain"
      ),
      (
        "job",
        "SELECT jadwal.enqueue(domain_id, programme_id, 'plan', NULL, '{}', NULL, NULL) FROM jadwal.programme"
      ),
      (
        "schedule",
        "SELECT jadwal.set_schedule(domain_id, programme_id, 1, '06:00', 'Asia/Jakarta', 60, NULL) FROM jadwal.programme"
      ),
      ("reader_state", "INSERT INTO jadwal.reader_state VALUES ('x', 'VN')"),
      (
        "booking",
        "INSERT INTO jadwal.booking SELECT domain_id, 1, 7, programme_id, 's' FROM jadwal.programme"
      ),
      ("account", account("SELECT")),
      ("account_state", account("INSERT INTO jadwal.account_state SELECT 'ana', 'VN'")),
      (
        "account_session",
        account(
          "INSERT INTO jadwal.account_session (token_sha256, account, expires_at) SELECT sha256('x'), 'ana', now() + interval '1 day'"
        )
      ),
      (
        "account_token",
        account(
          "INSERT INTO jadwal.account_token (account, label, token_sha256) SELECT 'ana', 'x', sha256('x')"
        )
      ),
      (
        "account_change",
        account(
          "INSERT INTO jadwal.account_change (account, actor, action, detail) SELECT 'ana', '', '', '{}'"
        )
      ),
      (
        "feed",
        "INSERT INTO jadwal.feed (domain_id, programme_id, token_sha256, kind, created_by) SELECT domain_id, programme_id, sha256('x'), 'all', '' FROM jadwal.programme"
      ),
      (
        "request",
        "INSERT INTO jadwal.request (actor, key_sha256, asked_sha256, status, answer) VALUES ('ana', sha256('x'), sha256('y'), 200, '')"
      ),
    ]

    /// What is said of an account that is there.
    private static func account(_ statement: String) -> SQL {
      SQL(
        text: """
          WITH a AS (
            INSERT INTO jadwal.account (name, display_name, role, created_by)
            VALUES ('ana', 'Ana', 'reader', '') ON CONFLICT DO NOTHING)
          \(statement)
          """)
    }

    private static let outOfRange = [
      ("domain", "domain_name_form", "name", "'no good'"),
      ("domain", "domain_grid", "grid_minutes", "7"),
      ("programme", "programme_name_form", "name", "'a/b'"),
      ("programme", "programme_title", "title", "U&'e\\0301'"),
      ("dataset_version", "dataset_number", "dataset", "0"),
      ("dataset_version", "dataset_digest", "digest", "'x'"),
      ("dataset_version", "dataset_weeks", "weeks", "54"),
      ("file_content", "file_content_hash", "sha256", "sha256('other')"),
      ("dataset_file", "dataset_file_name", "name", "'../x.csv'"),
      ("plan_version", "plan_number", "version", "0"),
      ("plan_version", "plan_state", "state", "'lost'"),
      ("plan_version", "plan_figures", "cost", "-1"),
      ("plan_version", "plan_hash", "content_sha256", "'x'"),
      ("plan_version", "plan_names", "reason", "repeat('x', 4001)"),
      ("plan_version", "four_eyes", "submitted_by = 'a', approved_by", "'a'"),
      ("plan_version", "submitted_by_someone", "state", "'submitted'"),
      (
        "plan_version", "publishable", "submitted_by = 'a', submitted_at = now(), state",
        "'published'"
      ),
      ("assignment", "assignment_minutes", "minutes", "1441"),
      ("assignment", "assignment_whole", "cohorts", "'{}'"),
      ("assignment", "assignment_text", "session", "'a|b'"),
      ("assignment", "assignment_text", "assistants", "'{a;b}'"),
      ("assignment", "assignment_text", "cohorts", "ARRAY[E'a\\nb']"),
      ("audit", "audit_seq", "prev_sha256 = sha256, seq", "0"),
      ("audit", "audit_hashes", "sha256", "'x'"),
      ("member_state", "member_state_name_check", "name", "U&'e\\0301'"),
      ("city", "city_name_check", "name", "U&'e\\0301'"),
      ("module", "module_title_check", "title", "U&'e\\0301'"),
      ("module", "module_mode_check", "mode", "'by post'"),
      ("weight", "weight_weight_check", "weight", "-1"),
      ("job", "job_kind", "kind", "'A'"),
      (
        "job", "job_args", "args",
        "to_jsonb(gen_random_uuid()::text || (SELECT string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 4000)))"
      ),
      (
        "job", "job_outcome", "outcome",
        "to_jsonb(gen_random_uuid()::text || (SELECT string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 4000)))"
      ),
      ("job", "job_state", "state", "'lost'"), ("job", "job_priority", "priority", "5"),
      ("job", "job_attempts", "attempt", "6"),
      ("job", "job_texts", "last_error", "repeat('x', 8193)"),
      ("job", "lease_iff_running", "state", "'running'"),
      ("job", "final_iff_finalized", "state", "'completed'"),
      ("schedule", "schedule_weekday", "weekday", "8"),
      ("schedule", "schedule_seconds", "seconds", "0"),
      ("resource", "resource_kind_check", "kind", "'spoon'"),
      ("reader_state", "reader_state_member_state_check", "member_state", "'zz'"),
      ("migration", "migration_sha256_check", "sha256", "'x'"),
      ("account", "account_name_form", "name", "'Ana'"),
      ("account", "account_display_name", "display_name", "U&'e\\0301'"),
      ("account", "account_display_name", "display_name", "E'a\\nb'"),
      ("account", "account_role", "role", "'owner'"),
      ("account", "account_language", "language", "'x'"),
      ("account", "account_password", "password", "'correct horse battery'"),
      ("account_state", "account_state_form", "member_state", "'zz'"),
      ("account_session", "account_session_hash", "token_sha256", "'x'"),
      ("account_session", "account_session_lifetime", "expires_at", "created_at"),
      ("account_token", "account_token_hash", "token_sha256", "'x'"),
      ("account_token", "account_token_label", "label", "E'a\\nb'"),
      ("account_token", "account_token_lifetime", "expires_at", "created_at"),
      ("feed", "feed_hash", "token_sha256", "'x'"), ("feed", "feed_kind", "kind", "'spoon'"),
      ("feed", "feed_recipient", "who", "'T1'"),
      ("request", "request_hashes", "key_sha256", "'x'"),
      ("request", "request_status", "status", "404"),
      ("request", "request_answered", "status", "NULL"),
      ("request", "request_size", "location", "repeat('x', 2001)"),
    ]

    /// Values outside their ranges, each caught by the constraint that is named for it.
    @Test func valuesOutOfRangeAreRefused() throws {
      try owner.run("BEGIN")
      for (_, fill) in Self.filled { try owner.run(fill) }
      // The triggers are not what is asked here.
      try owner.run("SET LOCAL session_replication_role = replica")
      for (table, constraint, column, value) in Self.outOfRange {
        try owner.run("SAVEPOINT here")
        expectRefusal("23514", constraint) {
          try owner.run(SQL(text: "UPDATE jadwal.\(table) SET \(column) = \(value)"))
        }
        try owner.run("ROLLBACK TO here")
      }
      try owner.run("ROLLBACK")
      let checks: Set<String> = try Set(
        owner.run(
          "SELECT conname FROM pg_constraint WHERE connamespace = 'jadwal'::regnamespace AND contype = 'c'"
        ).map { try $0[0] })
      #expect(checks == Set(Self.outOfRange.map(\.1)))
    }

    /// By table: what may be missing.
    private static let optional: [String: Set<String>] = [
      "programme": ["published_version"], "audit": ["programme", "version"],
      "member_state": ["youth"], "module": ["axis"], "trainer": ["partner"],
      "assignment": ["venue"], "schedule": ["last_due"], "account": ["language", "password"],
      "account_token": ["expires_at", "revoked_at", "used_at"], "feed": ["who", "revoked_at"],
      "request": ["status", "location", "answer"],
      "job": [
        "unique_key", "locked_by", "lease_until", "best_cost", "iterations", "seconds", "outcome",
        "finalized_at", "last_error",
      ],
      "plan_version": [
        "base_version", "job_id", "content_sha256", "submitted_by", "submitted_at", "approved_by",
        "approved_at", "published_by", "published_at", "closed_by", "closed_at", "reason",
      ],
    ]

    @Test func whatHasToBeThereIs() throws {
      let columns = try owner.run(
        """
        SELECT relname, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r' AND attnum > 0
          AND attidentity = '' AND NOT attisdropped
        """)
      try owner.run("BEGIN")
      for (_, fill) in Self.filled { try owner.run(fill) }
      try owner.run("SET LOCAL session_replication_role = replica")
      for row in columns {
        let (table, column): (String, String) = try (row[0], row[1])
        let empty = SQL(text: "UPDATE jadwal.\(table) SET \(column) = NULL")
        try owner.run("SAVEPOINT here")
        if Self.optional[table]?.contains(column) == true {
          // Some belong to a state, and the checks of states see to them.
          do { try owner.run(empty) } catch { #expect(error.state == "23514", "\(column)") }
        } else {
          #expect("\(table).\(column)") { try owner.run(empty) } throws: {
            ($0 as? PostgresError)?.state == "23502"
          }
        }
        try owner.run("ROLLBACK TO here")
      }
      try owner.run("ROLLBACK")
      #expect(columns.count > 150)
    }

    @Test func keysHold() throws {
      let tables: [String] = try owner.run(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r'
          AND relname <> ALL (\(Self.filled.map(\.0))) ORDER BY 1
        """
      ).map { try $0[0] }
      for table in tables {
        try refused(
          "23505", nil, "SET LOCAL session_replication_role = replica",
          "INSERT INTO jadwal.\(identifier: table) OVERRIDING SYSTEM VALUE SELECT * FROM jadwal.\(identifier: table)"
        )
      }
      let unique: [(String, SQL)] = [
        (
          "domain_name_unique",
          "INSERT INTO jadwal.domain (name, grid_minutes) SELECT name, 30 FROM jadwal.domain"
        ),
        (
          "programme_name_unique",
          "INSERT INTO jadwal.programme (domain_id, name, title) SELECT domain_id, name, '' FROM jadwal.programme"
        ),
        (
          "dataset_once",
          "INSERT INTO jadwal.dataset_version SELECT domain_id, programme_id, 99, digest, title, starts_on, weeks, '' FROM jadwal.dataset_version"
        ),
      ]
      for (name, sql) in unique { try refused("23505", name, sql) }
      try refused(
        "23505", "resource_name_unique",
        "INSERT INTO jadwal.resource (domain_id, kind, name) SELECT domain_id, 'venue', 'V' FROM jadwal.domain, generate_series(1, 2)"
      )
      let copied: [(String, String)] = [
        ("account_token_label_unique", "'token_sha256', sha256('y')"),
        ("feed_token_unique", "'feed_id', 99"),
      ]
      for (key, changed) in copied {
        let table = key.hasPrefix("feed") ? "feed" : "account_token"
        let fill = try #require(Self.filled.first { $0.0 == table })
        try refused("23505", key, fill.1, Self.copy(table, changed))
      }
      for (table, fill) in Self.filled where table != "booking" {
        let changed = table == "resource" ? "'name', 'W'" : ""
        try refused("23505", table + "_pkey", fill, Self.copy(table, changed))
      }
      try refused(
        "23505", "no_double_booking",
        "INSERT INTO jadwal.booking SELECT domain_id, 1, 7, 1, 's' || n FROM jadwal.domain, generate_series(1, 2) n"
      )
      try refused(
        "23505", "one_published", "SET LOCAL session_replication_role = replica",
        """
        INSERT INTO jadwal.plan_version SELECT (jsonb_populate_record(v, jsonb_build_object(
          'version', 50 + n, 'state', 'published', 'submitted_by', 'a', 'submitted_at', now(),
          'approved_by', 'b', 'published_by', 'c', 'published_at', now()))).*
        FROM jadwal.plan_version v, generate_series(1, 2) n
        """)
    }

    /// Adds each row of a table once more, but for some columns.
    private static func copy(_ table: String, _ changed: String) -> SQL {
      SQL(
        text: """
          INSERT INTO jadwal.\(table) OVERRIDING SYSTEM VALUE
          SELECT (jsonb_populate_record(r, jsonb_build_object(\(changed)))).* FROM jadwal.\(table) r
          """)
    }

    private static let references = [
      "account_change_account_fkey",
      "account_session_account_fkey",
      "account_state_account_fkey",
      "account_token_account_fkey",
      "assignment_domain_id_programme_id_version_fkey",
      "audit_domain_id_fkey",
      "chain_domain_id_programme_id_dataset_module_fkey",
      "city_domain_id_programme_id_dataset_member_state_fkey",
      "cohort_domain_id_programme_id_dataset_city_fkey",
      "dataset_file_domain_id_programme_id_dataset_fkey",
      "dataset_file_domain_id_sha256_fkey",
      "dataset_version_domain_id_programme_id_fkey",
      "feed_domain_id_programme_id_fkey",
      "file_content_domain_id_fkey",
      "job_domain_id_programme_id_fkey",
      "member_state_domain_id_programme_id_dataset_fkey",
      "module_domain_id_programme_id_dataset_fkey",
      "plan_base",
      "plan_job",
      "plan_version_domain_id_programme_id_dataset_fkey",
      "plan_version_domain_id_programme_id_fkey",
      "programme_domain_id_fkey",
      "resource_domain_id_fkey",
      "schedule_domain_id_programme_id_fkey",
      "trainer_domain_id_programme_id_dataset_city_fkey",
      "venue_domain_id_programme_id_dataset_city_fkey",
      "weight_domain_id_programme_id_dataset_fkey",
    ]

    /// What refers to something that is not there is refused, by every foreign key.
    @Test func nothingRefersToWhatIsNotThere() throws {
      let keys = try owner.run(
        """
        SELECT conname, c.relname, (
          SELECT string_agg(quote_ident(attname) || ' = ' || CASE
            WHEN atttypid = 'int'::regtype OR atttypid = 'bigint'::regtype THEN '987654'
            WHEN atttypid = 'bytea'::regtype THEN 'sha256(''none'')' ELSE '''none''' END, ', ')
          FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[array_upper(conkey, 1)]),
          confrelid::regclass::text
        FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
        WHERE contype = 'f' AND connamespace = 'jadwal'::regnamespace ORDER BY 1
        """)
      #expect(try keys.map { try $0[0] as String } == Self.references)
      for key in keys {
        let (table, change): (String, String) = try (key[1], key[2])
        try owner.run("BEGIN")
        try owner.run(SQL(text: "ALTER TABLE jadwal.\(table) DISABLE TRIGGER USER"))
        for (_, fill) in Self.filled { try owner.run(fill) }
        expectRefusal("23503") {
          let set = change.replacing("base_version = 987654", with: "base_version = version - 1")
          _ = try owner.run(SQL(text: "UPDATE jadwal.\(table) SET \(set)"))
        }
        try owner.run("ROLLBACK")
      }
    }
  }
}
