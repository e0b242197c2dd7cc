import TestSupport
import Testing

@testable import Postgres
@testable import Store

/// A hash in the form that is stored; of no password.
let someHash =
  "scrypt$15$8$1$" + String(repeating: "A", count: 22) + "$"
  + String(repeating: "A", count: 43)

extension StoredTests {
  /// Accounts, and what lets somebody in for one.
  @Suite struct Accounts {
    let office: Office
    let owner: Connection
    /// As a coordinator keeps them, and as the board asks.
    let kept: AccountStore
    let board: AccountStore

    init() throws {
      office = try Office()
      owner = try office.test.connection()
      kept = AccountStore(try office.test.database(as: office.ana))
      board = AccountStore(try office.test.database(as: "jadwal_board"))
    }

    private func addHoa(password: String? = someHash) throws -> Account {
      let hoa = Account(
        name: "hoa", displayName: "Nguyễn Thị Hoa", role: .reader, states: ["LA", "VN"],
        language: "vi")
      try kept.add(hoa, passwordHash: password, as: nil)
      return hoa
    }

    private func change(_ name: String, states: [String]? = nil, isDisabled: Bool? = nil) throws {
      try kept.change(
        name, displayName: nil, role: nil, states: states, language: nil, isDisabled: isDisabled,
        as: nil)
    }

    @Test func accountsAreAsTheyWereToldAndChangedInPart() throws {
      var hoa = try addHoa()
      let budi = Account(name: "budi@ministry.example", displayName: " ", role: .coordinator)
      try kept.add(budi, passwordHash: nil, as: nil)
      let shown = Account(name: budi.name, displayName: budi.name, role: .coordinator)
      #expect(try kept.list() == [shown, hoa])
      try kept.change(
        "hoa", displayName: "Nguye\u{302}\u{303}n Hoa", role: nil, states: nil, language: "",
        isDisabled: nil, as: nil)
      hoa.displayName = "Nguyễn Hoa"
      hoa.language = nil
      #expect(try kept.list() == [shown, hoa])
      #expect(
        try owner.run("SELECT display_name FROM jadwal.account WHERE name = 'hoa'")[0][0]
          == "Nguy\u{1EC5}n Hoa")
      try change("hoa", states: ["VN", "KH", "VN"])
      #expect(try kept.list().last?.states == ["KH", "VN"])
      try kept.change(
        "hoa", displayName: nil, role: .coordinator, states: nil, language: nil, isDisabled: nil,
        as: nil)
      #expect(try kept.list().last?.states == [])
      expectRefusal("23514", "account_states_of_reader") { try change("hoa", states: ["VN"]) }
      expectRefusal("23505", "account_pkey") { _ = try addHoa() }
      expectRefusal("P0002") { try change("nobody", states: []) }
      expectRefusal("P0002") { try kept.setPassword(of: "nobody", hash: someHash, as: nil) }
      try kept.add(
        Account(name: "away", displayName: "", role: .reader, isDisabled: true),
        passwordHash: nil, as: nil)
      #expect(try kept.list().first?.isDisabled == true)
    }

    @Test func aPasswordIsAskedForByTheBoardAlone() throws {
      let hoa = try addHoa()
      let known = try #require(try board.credentials(of: "hoa"))
      #expect(known.account == hoa && known.passwordHash == someHash)
      #expect(try board.credentials(of: "HOA") == nil)
      #expect(try board.account(named: "hoa") == hoa)
      expectRefusal("42501") { _ = try kept.credentials(of: "hoa") }
      try change("hoa", isDisabled: true)
      #expect(try board.credentials(of: "hoa") == nil && board.account(named: "hoa") == nil)
      try kept.add(
        Account(name: "robot", displayName: "", role: .reader), passwordHash: nil, as: nil)
      let robot = try #require(try board.credentials(of: "robot"))
      #expect(robot.passwordHash == nil)
    }

    @Test func aSessionEndsWhenItIsClosedOrOverOrNobodyMayUseIt() throws {
      let hoa = try addHoa()
      let hashes = (0..<5).map { Secret.hash(of: "session \($0)") }
      func open(_ number: Int) throws {
        try board.openSession(for: "hoa", tokenHash: hashes[number], lifetime: .seconds(3600))
      }
      try open(0)
      #expect(try board.session(hashes[0]) == hoa)
      #expect(try board.session(hashes[1]) == nil)
      try board.closeSession(hashes[0])
      #expect(try board.session(hashes[0]) == nil)
      // Over, and cleared away by whoever signs in next.
      try open(1)
      try owner.run(
        "UPDATE jadwal.account_session SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'"
      )
      #expect(try board.session(hashes[1]) == nil)
      try open(2)
      #expect(try owner.run("SELECT count(*) FROM jadwal.account_session")[0][0] == 1)
      // When it was last used, to the minute.
      try owner.run("UPDATE jadwal.account_session SET seen_at = now() - interval '1 day'")
      #expect(try board.session(hashes[2]) == hoa)
      #expect(
        try owner.run("SELECT seen_at > now() - interval '1 hour' FROM jadwal.account_session")[0][
          0] == true)
      try kept.setPassword(of: "hoa", hash: someHash, as: nil)
      #expect(try board.session(hashes[2]) == nil)
      try open(3)
      try change("hoa", isDisabled: true)
      #expect(try board.session(hashes[3]) == nil)
      expectRefusal("23514", "account_enabled") { try open(4) }
      expectRefusal("P0002") {
        try board.openSession(for: "nobody", tokenHash: hashes[4], lifetime: .seconds(1))
      }
      try change("hoa", isDisabled: false)
      #expect(try board.session(hashes[3]) == nil)
    }

    @Test func aTokenEndsWhenItIsRevokedOrOverOrItsAccountIsDisabled() throws {
      let hoa = try addHoa()
      let hashes = (0..<4).map { Secret.hash(of: "token \($0)") }
      func add(_ number: Int, _ label: String, _ lifetime: Duration? = nil) throws {
        try kept.addToken(
          for: "hoa", label: label, tokenHash: hashes[number], lifetime: lifetime, as: nil)
      }
      try add(0, "Cafe\u{301}")
      #expect(try kept.tokens(of: "hoa").map(\.usedAt) == [nil])
      #expect(try board.token(hashes[0]) == hoa)
      let token = try #require(try kept.tokens(of: "hoa").first)
      #expect(token.usedAt != nil && token.expiresAt == nil && token.label == "Caf\u{E9}")
      expectRefusal("23505", "account_token_label_unique") { try add(1, "Caf\u{E9}") }
      #expect(try !kept.revokeToken(of: "hoa", label: "other", as: nil))
      #expect(try kept.revokeToken(of: "hoa", label: "Cafe\u{301}", as: nil))
      #expect(try board.token(hashes[0]) == nil)
      #expect(try !kept.revokeToken(of: "hoa", label: "Caf\u{E9}", as: nil))
      try add(1, "Caf\u{E9}", .seconds(86_400))
      #expect(try board.token(hashes[1]) == hoa)
      try owner.run(
        "UPDATE jadwal.account_token SET created_at = now() - interval '2 days', expires_at = now() - interval '1 day'"
      )
      #expect(try board.token(hashes[1]) == nil)
      try add(2, "HR")
      try change("hoa", isDisabled: true)
      #expect(try board.token(hashes[2]) == nil)
      expectRefusal("23514", "account_enabled") { try add(3, "late") }
      try change("hoa", isDisabled: false)
      #expect(try board.token(hashes[2]) == nil)
      #expect(try kept.tokens(of: "hoa").allSatisfy { $0.revokedAt != nil || $0.expiresAt != nil })
    }

    /// What is there by mistake is not handed out either.
    @Test func whatADisabledAccountStillHasIsOfNoUse() throws {
      _ = try addHoa()
      let hash = Secret.hash(of: "x")
      try board.openSession(for: "hoa", tokenHash: hash, lifetime: .seconds(60))
      try kept.addToken(for: "hoa", label: "x", tokenHash: hash, lifetime: nil, as: nil)
      try owner.run("UPDATE jadwal.account SET disabled = true")
      #expect(try board.session(hash) == nil && board.token(hash) == nil)
    }

    @Test func feedsAreGivenOutAndTakenBack() throws {
      let (programme, _, plan) = try SmallDataset.storePlan(
        in: office.test.database(as: office.ana))
      let dataset = plan.programme
      let recipients: [Feed.Recipient] = [
        .all, .trainer(dataset.trainers[0].id), .cohort(dataset.cohorts[0].id),
        .venue(dataset.venues[0].id),
      ]
      for (number, recipient) in recipients.enumerated() {
        let hash = Secret.hash(of: "feed \(number)")
        let id = try kept.addFeed(of: programme, recipient, tokenHash: hash, as: nil)
        let feed = try #require(try board.feed(hash))
        #expect(feed.id == id && feed.recipient == recipient && !feed.isRevoked)
        #expect(try feed.programme == ProgrammeStore(kept.database).find(programme.name))
        #expect(feed.createdBy == office.ana)
        #expect(Feed.Recipient(kind: feed.kind, who: feed.who) == recipient)
      }
      #expect(try kept.feeds(of: programme).map(\.recipient) == recipients.reversed())
      let cohort = try #require(try board.feed(Secret.hash(of: "feed 2")))
      #expect(try kept.revokeFeed(cohort, as: nil) && !kept.revokeFeed(cohort, as: nil))
      #expect(try board.feed(Secret.hash(of: "feed 2")) == nil)
      #expect(try kept.feeds(of: programme).filter(\.isRevoked).map(\.id) == [cohort.id])
      for nobody: Feed.Recipient in [
        .trainer(dataset.cohorts[0].id), .cohort("nobody"), .venue(dataset.trainers[0].id),
      ] {
        expectRefusal("P0002") {
          try kept.addFeed(of: programme, nobody, tokenHash: Secret.hash(of: "no"), as: nil)
        }
      }
      expectRefusal("23505", "feed_token_unique") {
        try kept.addFeed(of: programme, .all, tokenHash: Secret.hash(of: "feed 0"), as: nil)
      }
      expectRefusal("P0002") {
        var other = programme
        other.number += 1
        try kept.addFeed(of: other, .all, tokenHash: Secret.hash(of: "no"), as: nil)
      }
      let audited: [String] = try owner.run(
        "SELECT action FROM jadwal.audit ORDER BY seq DESC LIMIT 5"
      ).map { try $0[0] }
      #expect(audited == ["revoke", "feed", "feed", "feed", "feed"])
      #expect(try Verifier(office.test.database()).verify().faults == [])
    }

    @Test func recipientsAreToldInOneWay() {
      #expect(Feed.Recipient(kind: "all", who: "") == .all)
      for (kind, who) in [("all", "T1"), ("trainer", nil), ("cohort", ""), ("spoon", "T1")] {
        #expect(Feed.Recipient(kind: kind, who: who) == nil)
      }
    }

    /// Who changed what, by which login; nothing of a secret.
    @Test func everyChangeIsWrittenDown() throws {
      try kept.add(
        Account(name: "chi", displayName: "", role: .coordinator), passwordHash: nil, as: nil)
      let chi = Account(name: "chi", displayName: "chi", role: .coordinator)
      let database = try office.test.database(as: "jadwal_board")
      try database.speaking(for: chi) { database in
        let store = AccountStore(database)
        try store.add(
          Account(name: "dao", displayName: "", role: .reader, states: ["VN"]),
          passwordHash: someHash, as: "chi")
        try store.setPassword(of: "dao", hash: someHash, as: "chi")
        try store.addToken(
          for: "dao", label: "x", tokenHash: Secret.hash(of: "x"), lifetime: nil, as: "chi")
        try store.revokeToken(of: "dao", label: "x", as: "chi")
        try store.change(
          "dao", displayName: nil, role: nil, states: nil, language: nil, isDisabled: true,
          as: "chi")
      }
      let written: [String] = try owner.run(
        """
        SELECT concat_ws(' ', account, role_name, actor, action, detail) FROM jadwal.account_change
        ORDER BY change_id
        """
      ).map { try $0[0] }
      #expect(
        written == [
          #"chi \#(office.ana) \#(office.ana) add {"role": "coordinator", "states": []}"#,
          #"dao jadwal_board chi add {"role": "reader", "states": ["VN"]}"#,
          "dao jadwal_board chi password {}", #"dao jadwal_board chi token {"label": "x"}"#,
          #"dao jadwal_board chi revoke {"label": "x"}"#,
          #"dao jadwal_board chi change {"disabled": true}"#,
        ])
      // A login that speaks for nobody says nothing else.
      expectRefusal("42501") { try kept.setPassword(of: "dao", hash: someHash, as: "chi") }
    }

    /// Of each table: the columns that coordinators read.
    @Test func whatIsSecretIsReadByNobody() throws {
      let open: [String: [String]] = [
        "account": [
          "changed_at", "created_at", "created_by", "disabled", "display_name", "language", "name",
          "role",
        ],
        "account_token": [
          "account", "created_at", "expires_at", "label", "revoked_at", "used_at",
        ],
        "account_session": [], "request": [],
        "feed": [
          "created_at", "created_by", "domain_id", "feed_id", "kind", "programme_id", "revoked_at",
          "who",
        ],
      ]
      for (table, columns) in open {
        for role in ["coordinator", "reader", "worker", "board"] {
          let readable: [String] = try owner.run(
            """
            SELECT attname FROM pg_attribute WHERE attrelid = ('jadwal.' || \(table))::regclass
              AND attnum > 0 AND NOT attisdropped
              AND has_column_privilege(\("jadwal_" + role), attrelid, attnum, 'SELECT') ORDER BY 1
            """
          ).map { try $0[0] }
          #expect(readable == (role == "coordinator" ? columns : []), "\(role) on \(table)")
        }
      }
    }
  }
}
