import Files
import Planning
import TestSupport
import Testing
import Training

@testable import Postgres
@testable import Store

extension StoredTests {
  /// One login that speaks for many: each piece of work sees what its account may see, and nothing of
  /// it is left for the next.
  @Suite struct Speaking {
    let test: TestDatabase
    let owner: Connection

    init() throws {
      test = try TestDatabase()
      owner = try test.connection()
    }

    private func reader(_ name: String, of states: String...) throws -> Account {
      let account = Account(name: name, displayName: name, role: .reader, states: states)
      try AccountStore(test.database()).add(account, passwordHash: nil, as: nil)
      return account
    }

    /// Who the connection is, as the server knows it.
    private func state(of database: Database) throws -> String {
      try database.read(
        "SELECT current_user || '/' || coalesce(current_setting('jadwal.account', true), '')")[0][0]
    }

    private func sessions(_ database: Database) throws -> [String] {
      try database.read("SELECT session FROM jadwal.assignment ORDER BY 1").map { try $0[0] }
    }

    /// Stores a plan over eleven states; of one chain it tells why it has no place, and what would
    /// help.
    private func store(_ plan: Plan, shortages: [ToldShortage] = []) throws -> StoredProgramme {
      try SmallDataset.store(plan, in: test.database()) { summary in
        summary.toldReasons = reasons(of: plan)
        summary.shortages = shortages
      }
    }

    private func unplaced(in plan: Plan) -> [Int] {
      plan.placements.indices.filter { plan.placements[$0] == nil }
    }

    private func reasons(of plan: Plan) -> [ToldReason] {
      let sessions = plan.programme.sessions
      return [
        ToldReason(reason: "Nobody is free.", sessions: unplaced(in: plan).map { sessions[$0].id })
      ]
    }

    @Test func twoReadersOnOneConnectionSeeTheirOwn() throws {
      let plan = samplePlan(cohorts: 60)
      _ = try store(plan)
      let programme = plan.programme
      let board = try test.database(as: "jadwal_board")
      func expected(_ states: [String]) -> [String] {
        programme.sessions.indices.filter { session in
          plan.placements[session] != nil
            && !Set(programme.memberStates(of: programme.chain(of: session)))
              .isDisjoint(with: states)
        }.map { programme.sessions[$0].id }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      let (hoa, mai) = (try reader("hoa", of: "VN"), try reader("mai", of: "TH", "LA"))
      let all = try sessions(test.database())
      for _ in 0..<2 {
        for account in [hoa, mai] {
          let seen = try board.speaking(for: account) { try sessions($0) }
          #expect(seen == expected(account.states) && !seen.isEmpty && seen.count < all.count)
        }
        let coordinator = Account(name: "", displayName: "", role: .coordinator)
        #expect(try board.speaking(for: coordinator) { try sessions($0) } == all)
      }
      #expect(board.standing?.serverProcess != nil)
      // Since the next request on, as it is changed.
      try AccountStore(test.database()).change(
        "hoa", displayName: nil, role: nil, states: ["TH"], language: nil, isDisabled: nil, as: nil)
      #expect(try board.speaking(for: hoa) { try sessions($0) } == expected(["TH"]))
      try AccountStore(test.database()).change(
        "hoa", displayName: nil, role: nil, states: nil, language: nil, isDisabled: true, as: nil)
      #expect(try board.speaking(for: hoa) { try sessions($0) } == [])
    }

    @Test func whoSpeaksForNobodyGainsNothing() throws {
      let plan = samplePlan(cohorts: 60)
      _ = try store(plan)
      _ = try reader("hoa", of: "VN")
      // A reader of nothing who claims to be one of Viet Nam.
      let liar = try test.connection(as: test.login("liar", in: "jadwal_reader"))
      try liar.run("SET jadwal.account = 'hoa'")
      #expect(try liar.run("SELECT cardinality(jadwal.my_states())")[0][0] == 0)
      #expect(try liar.run("SELECT count(*) FROM jadwal.assignment")[0][0] == 0)
      #expect(try liar.run("SELECT count(*) FROM jadwal.unplaced_reasons(1, 1, 1)")[0][0] == 0)
      // One with states of its own keeps them.
      let own = try test.connection(as: test.reader("own", of: "TH"))
      try own.run("SET jadwal.account = 'hoa'")
      #expect(
        try own.run("SELECT count(*) FROM jadwal.assignment WHERE NOT 'TH' = ANY (member_states)")[
          0][0]
          == 0)
      #expect(try own.run("SELECT jadwal.my_states()::text")[0][0] == "{TH}")
      // The board by itself sees nothing at all, and no made-up account is anybody.
      let board = try test.database(as: "jadwal_board")
      expectRefusal("42501") { _ = try sessions(board) }
      let nobody = Account(name: "nobody", displayName: "", role: .reader, states: ["VN"])
      #expect(try board.speaking(for: nobody) { try sessions($0) } == [])
    }

    @Test func reasonsAreToldOfWhatOneMaySee() throws {
      let plan = samplePlan(cohorts: 60)
      let programme = plan.programme
      let missing = unplaced(in: plan)
      func states(_ session: Int) -> Set<String> {
        Set(programme.memberStates(of: programme.chain(of: session)))
      }
      let mine = try #require(missing.first { states($0).count == 1 })
      let state = try #require(states(mine).first)
      let other = try #require(missing.first { !states($0).contains(state) })
      func chain(_ session: Int) -> String { programme.chain(of: session).id }
      let stored = try store(
        plan,
        shortages: [
          ToldShortage(headline: "", details: [], remedies: ["A", "B"], chains: [chain(mine)]),
          ToldShortage(
            headline: "", details: [], remedies: ["C"], chains: [chain(mine), chain(other)]),
        ])
      func told(_ database: Database) throws -> [String: (reason: String, help: [String])] {
        let rows = try database.read(
          """
          SELECT session, reason, suggestions FROM jadwal.unplaced_reasons(
            \(stored.domainNumber), \(stored.number), 1)
          """, format: .binary)
        return Dictionary(
          uniqueKeysWithValues: try rows.map { (try $0[0], (try $0[1], try $0[2])) })
      }
      let board = try test.database(as: "jadwal_board")
      let id = { (session: Int) in programme.sessions[session].id }
      let coordinator = Account(name: "c", displayName: "", role: .coordinator)
      let login = try test.database(as: test.login("ana", in: "jadwal_coordinator"))
      for all in [try told(login), try board.speaking(for: coordinator, told)] {
        #expect(Set(all.keys) == Set(missing.map(id)))
        #expect(all[id(mine)]?.help == ["A", "B", "C"] && all[id(other)]?.help == ["C"])
        #expect(all.values.allSatisfy { $0.reason == "Nobody is free." })
      }
      let hoa = try reader("hoa", of: state)
      let direct = try test.database(as: test.reader("direct", of: state))
      // Another login's states are not those of this one.
      _ = try test.reader("elsewhere", of: try #require(states(other).first))
      for own in [try board.speaking(for: hoa, told), try told(direct)] {
        #expect(Set(own.keys) == Set(missing.filter { states($0).contains(state) }.map(id)))
        #expect(own.count < missing.count && own[id(mine)]?.help == ["A", "B"])
      }
      let everywhere = try reader("mai", of: state)
      try AccountStore(test.database()).change(
        everywhere.name, displayName: nil, role: nil, states: programme.states.map(\.code),
        language: nil, isDisabled: nil, as: nil)
      #expect(try board.speaking(for: everywhere, told)[id(mine)]?.help == ["A", "B", "C"])
      // A document that somebody else wrote says nothing.
      try owner.run("SET session_replication_role = replica")
      for document in ["", "{", #"{"reasons": 1}"#, "{}"] {
        try owner.run("UPDATE jadwal.plan_version SET plan_json = \(Array(document.utf8))")
        #expect(try told(login).isEmpty)
      }
    }

    /// Whatever becomes of the work, the next on this connection has the login's own rights.
    @Test func theRoleIsTakenBackWhateverHappens() throws {
      let hoa = try reader("hoa", of: "VN")
      let board = try test.database(as: "jadwal_board")
      func expectOwn() throws { #expect(try state(of: board) == "jadwal_board/") }
      #expect(try board.speaking(for: hoa) { try state(of: $0) } == "jadwal_reader/hoa")
      try expectOwn()
      struct Undo: Error {}
      #expect(throws: Undo.self) { try board.speaking(for: hoa) { _ in throw Undo() } }
      try expectOwn()
      // A statement that fails, and a transaction that nobody ended.
      #expect(throws: PostgresError.self) {
        try board.speaking(for: hoa) { try $0.read("SELECT 1 / 0") }
      }
      try expectOwn()
      try board.speaking(for: hoa) { _ = try $0.connected().run("BEGIN") }
      try expectOwn()
      #expect(throws: PostgresError.self) {
        try board.speaking(for: hoa) { database in
          try database.connected().run("BEGIN")
          try database.connected().run("SELECT 1 / 0")
        }
      }
      try expectOwn()
      // Whoever may not have the role has none.
      let liar = try test.database(as: test.login("liar", in: "jadwal_reader"))
      let budi = Account(name: "budi", displayName: "", role: .coordinator)
      expectRefusal("42501") { try liar.speaking(for: budi) { _ in } }
      #expect(try liar.read("SELECT current_user = session_user")[0][0] == true)
    }

    /// The backend dies before the work, within it, and as the role is taken back: the work runs with
    /// its account's rights or not at all, and the next with none of them.
    @Test func aKilledBackendLeavesNobodysRights() throws {
      let hoa = try reader("hoa", of: "VN")
      func kill(_ connection: Connection) throws {
        let process = connection.serverProcess
        try owner.run("SELECT pg_terminate_backend(\(process))")
        while try owner.run("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)")[0][0]
          > 0
        {}
      }
      let board = Database(try test.address(as: "jadwal_board"), pause: { _ in })
      var greeted = 0
      board.onConnect = { _ in greeted += 1 }
      #expect(try state(of: board) == "jadwal_board/")
      // Before: it lies idle, and nobody knows that it is dead.
      try kill(board.connected())
      #expect(try board.speaking(for: hoa) { try state(of: $0) } == "jadwal_reader/hoa")
      #expect(greeted == 2)
      // Within: what is opened anew has the account's rights too.
      let within = try board.speaking(for: hoa) { database in
        try kill(database.connected())
        return try state(of: database)
      }
      #expect(within == "jadwal_reader/hoa" && greeted == 3)
      #expect(try state(of: board) == "jadwal_board/" && greeted == 3)
      let twice = try board.speaking(for: hoa) { database in
        var killed = false
        return try database.transaction { connection -> String in
          if !killed {
            killed = true
            try kill(connection)
          }
          return try connection.run(
            "SELECT current_user || '/' || current_setting('jadwal.account')")[0][0]
        }
      }
      #expect(twice == "jadwal_reader/hoa")
      // As it is taken back.
      try board.speaking(for: hoa) { try kill($0.connected()) }
      #expect(board.standing == nil)
      #expect(try state(of: board) == "jadwal_board/")
      // At each statement of the whole.
      for place in 1... {
        var (count, kills) = (0, 0)
        let database = Database(try test.address(as: "jadwal_board"), pause: { _ in })
        database.onConnect = { connection in
          connection.onStatement = { () throws(PostgresError) in
            count += 1
            guard count == place else { return }
            kills += 1
            do { try kill(connection) } catch { throw PostgresError(.unexpected, "\(error)") }
          }
        }
        #expect(try database.speaking(for: hoa) { try state(of: $0) } == "jadwal_reader/hoa")
        #expect(try state(of: database) == "jadwal_board/")
        if kills == 0 {
          #expect(place > 4)
          break
        }
      }
    }
  }
}
