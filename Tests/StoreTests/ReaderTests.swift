import Planning
import TestSupport
import Testing
import Training

@testable import Postgres
@testable import Store

extension StoredTests {
  /// Readers see the rows of their member states, in tables and through whatever shows them.
  @Suite struct Readers {
    let test: TestDatabase
    let owner: Connection

    init() throws {
      test = try TestDatabase()
      owner = try test.connection()
    }

    /// A plan of eleven states, and who sees what of it, reckoned from the dataset.
    @Test(arguments: [["VN"], ["TH"], ["VN", "TH"], ["LA"], []])
    func readersOfDifferentStatesSeeDifferentRows(_ states: [String]) throws {
      let plan = samplePlan(cohorts: 60)
      let programme = plan.programme
      try store(plan)
      let login = try test.login("reader", in: "jadwal_reader")
      for state in states {
        try owner.run("INSERT INTO jadwal.reader_state VALUES (\(login), \(state))")
      }
      let reader = try test.connection(as: login)
      func isTheirs(_ city: Int) -> Bool {
        states.contains(programme.states[programme.cities[city].state].code)
      }
      func expect(_ table: String, _ column: String, _ names: [String]) throws {
        let seen: Set<String> = try Set(
          reader.run(
            "SELECT \(identifier: column)::text FROM jadwal.\(identifier: table)"
          ).map { try $0[0] })
        #expect(seen == Set(names), "\(table)")
      }
      let chains = programme.chains.indices.filter { chain in
        !Set(programme.memberStates(of: programme.chains[chain])).isDisjoint(with: states)
      }
      let sessions = programme.sessions.indices.filter {
        chains.contains(programme.sessions[$0].chain)
      }
      let placed = sessions.filter { plan.placements[$0] != nil }.map { programme.sessions[$0].id }
      #expect(states.isEmpty == placed.isEmpty && placed.count < plan.placements.count)
      try expect("member_state", "member_state", states)
      try expect(
        "city", "city", programme.cities.indices.filter(isTheirs).map { programme.cities[$0].id })
      try expect("cohort", "cohort", programme.cohorts.filter { isTheirs($0.city) }.map(\.id))
      try expect("trainer", "trainer", programme.trainers.filter { isTheirs($0.city) }.map(\.id))
      try expect("venue", "venue", programme.venues.filter { isTheirs($0.city) }.map(\.id))
      try expect("chain", "chain", chains.map { programme.chains[$0].id })
      try expect("assignment", "session", placed)
      try expect("current_plan", "session", placed)
      try expect("session_outcome", "session", sessions.map { programme.sessions[$0].id })
      try expect("programme", "name", states.isEmpty ? [] : [programme.settings.id])
      let trainers: [String] = try reader.run("SELECT DISTINCT trainer FROM jadwal.trainer_load")
        .map { try $0[0] }
      #expect(
        trainers.allSatisfy { id in
          programme.trainers.contains { $0.id == id && isTheirs($0.city) }
        })
      // A state's figures are the same, whoever of those that see it asks.
      let equity: SQL = """
        SELECT e::text FROM jadwal.equity_by_state e WHERE member_state = ANY (\(states)) ORDER BY 1
        """
      let (own, all): ([String], [String]) = try (
        reader.run(equity).map { try $0[0] }, owner.run(equity).map { try $0[0] }
      )
      #expect(own == all && own.count == states.count)
      let whole: Int = try reader.run("SELECT count(*) FROM jadwal.equity_by_state")[0][0]
      #expect(whole == states.count)
    }

    /// As if the plan were in force.
    private func store(_ plan: Plan) throws {
      _ = try SmallDataset.store(plan, in: test.database())
      try owner.run("SET session_replication_role = replica")
      try owner.run("UPDATE jadwal.programme SET published_version = 1")
      try owner.run("SET session_replication_role = origin")
    }

    @Test func readersSeeTheirStatesOnly() throws {
      let stored = try SmallDataset.storePlan(in: test.database())
      let programme = stored.plan.programme
      let codes = programme.states.map(\.code)
      let state = try #require(codes.first)
      let reader = try test.connection(as: test.reader("own", of: state))
      let other = try test.connection(as: test.reader("other", of: "ZZ"))
      let tables = rightsMatrix.filter { $0.value["reader"] == "S" && $0.key != "migration" }.keys
      for table in tables {
        let seen: Int = try other.run("SELECT count(*) FROM jadwal.\(identifier: table)")[0][0]
        #expect(seen == (table == "reader_state" ? 1 : 0), "\(table)")
        let secured: Bool = try owner.run(
          """
          SELECT relkind = 'v' AND 'security_invoker=true' = ANY (reloptions)
            OR relrowsecurity AND relforcerowsecurity FROM pg_class
          WHERE oid = ('jadwal.' || \(table))::regclass
          """)[0][0]
        #expect(secured, "\(table)")
      }
      #expect(
        try other.run(
          """
          SELECT count(*) FROM jadwal.plan_changes(\(programme.settings.domain),
            \(programme.settings.id), 1, 1)
          """)[0][0] == 0)
      var copied = 0
      try other.copyOut("COPY (SELECT session FROM jadwal.assignment) TO STDOUT (FORMAT binary)") {
        _ in copied += 1
      }
      #expect(copied == 0)
      // What is the reader's is seen, in every table.
      let visible: [String: String] = [
        "assignment": "$1 = ANY (member_states)", "chain": "$1 = ANY (member_states)",
        "member_state": "member_state = $1", "city": "member_state = $1",
        "cohort": "member_state = $1", "trainer": "member_state = $1", "venue": "member_state = $1",
        "domain": "$1 <> ''", "programme": "$1 <> ''", "dataset_version": "$1 <> ''",
        "plan_version": "$1 <> ''", "module": "$1 <> ''", "weight": "$1 <> ''",
        "reader_state": "member_state = $1",
      ]
      #expect(
        visible.keys.sorted() == tables.filter { !StoredTests.Rights.views.contains($0) }.sorted())
      for (table, condition) in visible {
        let expected: Int = try owner.run(
          SQL(
            text: "SELECT count(*) FROM jadwal.\(table) WHERE \(condition)",
            parameters: [state.parameter]))[0][0]
        #expect(expected > 0, "\(table)")
        #expect(
          try reader.run("SELECT count(*) FROM jadwal.\(identifier: table)")[0][0] == expected,
          "\(table)")
      }
      // Whoever works with plans sees all of them.
      for role in ["coordinator", "worker"] {
        let connection = try test.connection(as: test.login(role, in: "jadwal_" + role))
        for table in visible.keys {
          let all: Int = try owner.run("SELECT count(*) FROM jadwal.\(identifier: table)")[0][0]
          #expect(
            try connection.run("SELECT count(*) FROM jadwal.\(identifier: table)")[0][0] == all,
            "\(role) in \(table)")
        }
      }
      // The documents hold the figures of all states.
      let columns: [String] = try owner.run(
        """
        SELECT attname FROM pg_attribute
        WHERE attrelid = 'jadwal.plan_version'::regclass AND attnum > 0 AND NOT attisdropped
        """
      ).map { try $0[0] }
      let hidden = columns.filter { column in
        (try? reader.run("SELECT \(identifier: column) FROM jadwal.plan_version")) == nil
      }
      #expect(
        Set(hidden) == [
          "job_id", "seed", "threads", "iterations", "seconds", "engine_version", "terms",
          "plan_json", "bound_json", "content_sha256", "by_one_person",
        ])
      #expect(throws: PostgresError.self) { try reader.run("SET ROLE jadwal_coordinator") }
    }

    /// A leaky operator of the reader's own sees no row that the policy hides.
    @Test func aLeakyFunctionSeesNothingHidden() throws {
      try SmallDataset.storePlan(in: test.database())
      let login = try test.reader("leaky", of: "ZZ")
      try owner.run("GRANT TEMPORARY ON DATABASE \(identifier: test.name) TO \(identifier: login)")
      let reader = try test.connection(as: login)
      try reader.run(
        script: """
          CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS
          $$ BEGIN RAISE EXCEPTION 'saw a row'; END $$
          """)
      #expect(
        try reader.run("SELECT count(*) FROM jadwal.assignment WHERE pg_temp.leak(session)")[0][0]
          == 0)
    }
  }
}
