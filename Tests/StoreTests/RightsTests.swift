import TestSupport
import Testing

@testable import Postgres
@testable import Store

/// What each role may do, tried with plain SQL: every table, role and verb.
let rightsMatrix: [String: [String: String]] = [
  // S select, I insert, U update, D delete, T truncate; a role that is not named may do nothing.
  "migration": ["worker": "S", "coordinator": "S", "reader": "S", "board": "S"],
  "domain": ["worker": "S", "coordinator": "S", "reader": "S"],
  "programme": ["worker": "S", "coordinator": "S", "reader": "S"],
  "reader_state": ["worker": "S", "coordinator": "S", "reader": "S"],
  "audit": ["coordinator": "S"],
  "dataset_version": ["worker": "S", "coordinator": "S", "reader": "S"],
  "file_content": ["worker": "S", "coordinator": "S"],
  "dataset_file": ["worker": "S", "coordinator": "S"],
  "member_state": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "city": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "module": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "cohort": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "trainer": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "venue": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "chain": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "weight": ["worker": "S", "coordinator": "SI", "reader": "S"],
  "plan_version": ["worker": "S", "coordinator": "S", "reader": "S"],
  "assignment": ["worker": "SI", "coordinator": "SI", "reader": "S"],
  "resource": ["worker": "S", "coordinator": "S"],
  "booking": ["worker": "S", "coordinator": "S"],
  "job": ["coordinator": "S"],
  "schedule": ["worker": "S", "coordinator": "S"],
  "planned_slot": ["worker": "S", "coordinator": "S"],
  "current_plan": ["worker": "S", "coordinator": "S", "reader": "S"],
  "session_outcome": ["worker": "S", "coordinator": "S", "reader": "S"],
  "cohort_outcome": ["worker": "S", "coordinator": "S", "reader": "S"],
  "equity_by_state": ["worker": "S", "coordinator": "S", "reader": "S"],
  "equity_by_group": ["worker": "S", "coordinator": "S", "reader": "S"],
  "trainer_load": ["worker": "S", "coordinator": "S", "reader": "S"],
  "account": ["coordinator": "S"],
  "account_state": ["coordinator": "S"],
  "account_session": [:],
  "account_token": ["coordinator": "S"],
  "account_change": ["coordinator": "S"],
  "feed": ["coordinator": "S"],
  "request": [:],
]

/// Who may call which function; those that are not named are called by the owner's functions alone.
private let functions: [String: Set<String>] = [
  "acting": ["coordinator"], "set_policy": ["coordinator"], "open_dataset": ["coordinator"],
  "add_file": ["coordinator"], "seal_dataset": ["coordinator"],
  "dataset_digest": ["coordinator", "worker"], "open_plan": ["coordinator", "worker"],
  "seal_plan": ["coordinator", "worker"], "content_sha256": ["coordinator", "worker"],
  "submit": ["coordinator"], "approve": ["coordinator"], "reject": ["coordinator"],
  "publish": ["coordinator"], "withdraw": ["coordinator"], "claim": ["worker"],
  "renew": ["worker"], "finish": ["worker"], "rescue": ["worker"],
  "enqueue": ["coordinator", "worker"], "cancel": ["coordinator"], "retry": ["coordinator"],
  "standing": ["worker"], "settle": ["worker"], "run_schedules": ["worker"],
  "allocate": ["coordinator"], "next_week": ["coordinator"],
  "gather_statistics": ["coordinator", "worker"],
  "set_schedule": ["coordinator"], "remove_schedule": ["coordinator"],
  "my_states": ["reader", "coordinator", "worker"],
  "occupied": ["coordinator", "worker"],
  "plan_changes": ["reader", "coordinator", "worker"],
  "inequity": ["reader", "coordinator", "worker"],
  "audit_text": ["coordinator"],
  "spoken_states": ["reader", "coordinator", "worker"],
  "unplaced_reasons": ["reader", "coordinator"],
  "add_account": ["coordinator"], "change_account": ["coordinator"],
  "set_password": ["coordinator"], "add_token": ["coordinator"], "revoke_token": ["coordinator"],
  "add_feed": ["coordinator"], "revoke_feed": ["coordinator"],
  "account_named": ["board"], "open_session": ["board"], "session_account": ["board"],
  "close_session": ["board"], "token_account": ["board"], "feed_of": ["board"],
  "open_request": ["coordinator"], "close_request": ["coordinator"], "hold_plan": ["coordinator"],
]

extension StoredTests {
  @Suite struct Rights {
    let test: TestDatabase
    let owner: Connection

    init() throws {
      test = try TestDatabase()
      owner = try test.connection()
    }

    private static let roles = ["worker", "coordinator", "reader", "board"]

    @Test func everyTableRoleAndVerbIsAsTheMatrixSays() throws {
      let tables: [String] = try owner.run(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'jadwal'::regnamespace
          AND relkind IN ('r', 'v', 'p', 'm') ORDER BY 1
        """
      ).map { try $0[0] }
      #expect(tables == rightsMatrix.keys.sorted())
      try owner.run("GRANT CONNECT ON DATABASE \(identifier: test.name) TO PUBLIC")
      var cells = 0
      for role in Self.roles + ["stranger"] {
        let login =
          role == "stranger"
          ? try test.login("stranger") : try test.login(role, in: "jadwal_" + role)
        let connection = try test.connection(as: login)
        for table in tables {
          let column: String = try owner.run(
            """
            SELECT attname FROM pg_attribute WHERE attrelid = ('jadwal.' || \(table))::regclass
              AND attnum > 0 ORDER BY attnum LIMIT 1
            """)[0][0]
          let verbs: [(String, SQL)] = [
            ("S", "SELECT count(\(identifier: column)) FROM jadwal.\(identifier: table)"),
            ("I", "INSERT INTO jadwal.\(identifier: table) DEFAULT VALUES"),
            (
              "U",
              "UPDATE jadwal.\(identifier: table) SET \(identifier: column) = DEFAULT WHERE false"
            ),
            ("D", "DELETE FROM jadwal.\(identifier: table) WHERE false"),
            ("T", "TRUNCATE jadwal.\(identifier: table)"),
          ]
          var allowed = ""
          for (verb, sql) in verbs {
            if verb == "T", Self.views.contains(table) { continue }
            try connection.run("BEGIN")
            do {
              try connection.run(sql)
              allowed += verb
            } catch {
              let isDenied = error.state == "42501" && error.message.hasPrefix("permission denied")
              // A view that joins cannot be written to by anybody.
              let isImpossible = Self.views.contains(table) && error.state == "55000"
              if !isDenied, !isImpossible { allowed += verb }
            }
            try connection.run("ROLLBACK")
            cells += 1
          }
          #expect(allowed == rightsMatrix[table]?[role] ?? "", "\(role) on \(table)")
        }
      }
      print("\(cells) cells of table, role and verb tried")
    }

    static let views = [
      "planned_slot", "current_plan", "session_outcome", "cohort_outcome", "equity_by_state",
      "equity_by_group",
      "trainer_load",
    ]

    @Test func everyFunctionIsCalledByWhomItIsFor() throws {
      let names: [String] = try owner.run(
        "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'jadwal'::regnamespace ORDER BY 1"
      ).map { try $0[0] }
      #expect(functions.keys.allSatisfy(names.contains))
      for name in names {
        for role in Self.roles {
          let may: Bool = try owner.run(
            """
            SELECT bool_or(has_function_privilege(\("jadwal_" + role), oid, 'EXECUTE')) FROM pg_proc
            WHERE pronamespace = 'jadwal'::regnamespace AND proname = \(name)
            """)[0][0]
          #expect(may == (functions[name]?.contains(role) ?? false), "\(role) calls \(name)")
        }
      }
    }

    @Test func theWorldHasNothing() throws {
      let stranger = try test.login("stranger")
      #expect(throws: PostgresError.self) { try test.connection(as: stranger) }
      #expect(
        try owner.run(
          """
          SELECT count(*) FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) a
          WHERE pronamespace = 'jadwal'::regnamespace AND a.grantee = 0
          """)[0][0] == 0)
      #expect(
        try owner.run(
          """
          SELECT count(*) FROM pg_class, aclexplode(relacl) a
          WHERE relnamespace = 'jadwal'::regnamespace AND a.grantee = 0
          """)[0][0] == 0)
      #expect(
        try owner.run(
          """
          SELECT count(*) FROM pg_namespace, aclexplode(nspacl) a
          WHERE nspname IN ('jadwal', 'public') AND a.grantee = 0
          """)[0][0] == 0)
      // What is added later belongs to nobody either.
      try owner.run("BEGIN")
      try owner.run("SET LOCAL ROLE jadwal_owner")
      try owner.run(
        "CREATE FUNCTION jadwal.later() RETURNS int LANGUAGE sql RETURN 1")
      try owner.run("CREATE TYPE jadwal.later AS (x int)")
      #expect(
        try owner.run(
          """
          SELECT has_function_privilege('jadwal_reader', 'jadwal.later()', 'EXECUTE')
            OR has_type_privilege('jadwal_reader', 'jadwal.later', 'USAGE')
          """)[0][0] == false)
      try owner.run("ROLLBACK")
    }

    /// Nobody but a superuser can do more than the grants say.
    @Test func rolesAreOrdinary() throws {
      let roles = try owner.run(
        """
        SELECT rolname, rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication
          OR rolbypassrls, has_database_privilege(oid, current_database(), 'TEMPORARY'),
          has_database_privilege(oid, current_database(), 'CREATE'),
          has_schema_privilege(oid, 'jadwal', 'CREATE')
        FROM pg_roles WHERE rolname IN ('jadwal_owner', 'jadwal_worker', 'jadwal_coordinator',
          'jadwal_reader', 'jadwal_delegate', 'jadwal_board') ORDER BY 1
        """)
      #expect(roles.count == 6)
      for role in roles {
        let name: String = try role[0]
        let group = name == "jadwal_owner" || name == "jadwal_delegate"
        #expect(try role[1] == !group, "\(name)")
        #expect(try role[2] == false, "\(name)")
        #expect(
          try role[3] == (name == "jadwal_worker" || name == "jadwal_coordinator"), "\(name)")
        #expect(try role[4] == false, "\(name)")
        #expect(try role[5] == (name == "jadwal_owner"), "\(name)")
      }
    }

    /// What the board may become, and that it has to say so.
    @Test func theBoardIsNothingByItself() throws {
      let groups: [String] = try owner.run(
        """
        SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE m.member = 'jadwal_board'::regrole ORDER BY 1
        """
      ).map { try $0[0] }
      #expect(groups == ["jadwal_coordinator", "jadwal_delegate", "jadwal_reader"])
      for group in groups {
        #expect(
          try owner.run(
            """
            SELECT pg_has_role('jadwal_board', \(group), 'MEMBER')
              AND NOT pg_has_role('jadwal_board', \(group), 'USAGE')
            """)[0][0] == true, "\(group)")
      }
    }

    @Test func functionsWithTheOwnersRightsPinTheirSearchPath() throws {
      let loose: [String] = try owner.run(
        """
        SELECT proname FROM pg_proc WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef
          AND NOT EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=pg_catalog, %pg_temp')
        """
      ).map { try $0[0] }
      #expect(loose == [])
    }

    /// A view asks with the rights of whoever reads it, whoever that is.
    @Test func viewsLendNobodyTheirOwnersRights() throws {
      let lending: [String] = try owner.run(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'v'
          AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
        """
      ).map { try $0[0] }
      #expect(lending == [])
    }

    @Test func everyKeyStartsWithTheDomain() throws {
      let others: [String] = try owner.run(
        """
        SELECT c.relname || '.' || i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
        WHERE c.relnamespace = 'jadwal'::regnamespace AND x.indisunique AND a.attname <> 'domain_id'
        ORDER BY 1
        """
      ).map { try $0[0] }
      // What is the same in every domain, and the name or secret by which one is found.
      #expect(
        others == [
          "account.account_pkey", "account_change.account_change_pkey",
          "account_session.account_session_pkey", "account_state.account_state_pkey",
          "account_token.account_token_label_unique", "account_token.account_token_pkey",
          "domain.domain_name_unique", "feed.feed_token_unique", "migration.migration_pkey",
          "reader_state.reader_state_pkey", "request.request_pkey",
        ])
    }

    @Test func everythingIsExplained() throws {
      let silent: [String] = try owner.run(
        """
        SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'jadwal'::regnamespace AND c.relkind IN ('r', 'v')
          AND (obj_description(c.oid, 'pg_class') IS NULL
            OR col_description(c.oid, a.attnum) IS NULL)
        UNION ALL SELECT proname || '()' FROM pg_proc
          WHERE pronamespace = 'jadwal'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL
        """
      ).map { try $0[0] }
      #expect(silent == [])
    }
  }
}
