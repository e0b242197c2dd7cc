import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Commands

extension ExecutableTests {
  /// `jadwal accounts`, as whoever keeps them uses it.
  @Suite(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
  struct WithAccounts {
    private static let password = "correct horse battery"
    private let test: TestDatabase
    private let ana: [String: String]
    private let scratch: Scratch
    private let board: AccountStore

    init() throws {
      test = try TestDatabase()
      ana = ["DATABASE_URL": test.url(as: try test.login("ana", in: "jadwal_coordinator"))]
      scratch = try Scratch()
      board = AccountStore(try test.database(as: "jadwal_board"))
    }

    /// Runs `jadwal accounts …` with a text on standard input.
    private func accounts(
      _ line: String, typing text: String = "", as who: [String: String]? = nil
    ) async throws -> ProcessResult {
      let process = try JadwalProcess(
        ["accounts"] + line.split(separator: " ").map(String.init), in: scratch,
        environment: who ?? ana)
      let pipe = Pipe()
      process.process.standardInput = pipe
      // Somebody else may have read it to its end by then.
      signal(SIGPIPE, SIG_IGN)
      try process.start()
      try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try pipe.fileHandleForWriting.close()
      return try await process.end()
    }

    @Test func anAccountIsAddedChangedAndEnded() async throws {
      #expect(try await accounts("list").output == "There is no account.\n")
      let added = try await accounts(
        "add hoa --role reader --states vn,LA --display-name Hoa --language vi --json",
        typing: Self.password + "\n")
      #expect(added.status == 0, "\(added.errors)")
      let told = try added.json()
      #expect(told["account"] as? String == "hoa" && told["states"] as? [String] == ["LA", "VN"])
      #expect(told["disabled"] as? String == "no" && told["language"] as? String == "vi")
      let hash = try #require(try board.credentials(of: "hoa")?.passwordHash)
      #expect(Password.matches(Self.password, hash))
      #expect(!added.output.contains(hash) && !added.errors.contains(hash))
      let set = try await accounts("set hoa --states KH")
      #expect(set.output == "hoa (Hoa): reader, sees KH, in vi\n")
      let changed = try await accounts("password hoa", typing: "another long one\r\nand more\n")
      #expect(changed.status == 0 && changed.output.isEmpty)
      let other = try #require(try board.credentials(of: "hoa")?.passwordHash)
      #expect(Password.matches("another long one", other))
      #expect(try await accounts("add proxied --role coordinator --no-password").status == 0)
      let nobodys = try #require(try board.credentials(of: "proxied"))
      #expect(nobodys.passwordHash == nil)
      let listed = try await accounts("list")
      #expect(listed.output.contains(/hoa +reader +KH +vi +Hoa/))
      #expect(listed.output.contains(/proxied +coordinator +- +- +proxied/))
      #expect(try await accounts("disable hoa").output.hasSuffix(", disabled\n"))
      #expect(try board.credentials(of: "hoa") == nil)
      #expect(try await accounts("list").output.contains("disabled"))
      #expect(try await !accounts("set hoa --enable").output.contains("disabled"))
    }

    @Test func aTokenIsShownOnceAndTakenBack() async throws {
      #expect(try await accounts("add bot --role reader --no-password").status == 0)
      let made = try await accounts("token bot --label HR --days 30")
      let token = made.output.trimmingCharacters(in: .newlines)
      #expect(made.status == 0 && token.wholeMatch(of: /jdw_[A-Za-z0-9_-]{43}/) != nil)
      #expect(try board.token(Secret.hash(of: token))?.name == "bot")
      let other = try #require(
        try await accounts("token bot --label other --json").json()["token"] as? String)
      #expect(try board.token(Secret.hash(of: other))?.name == "bot")
      let listed = try await accounts("list bot")
      #expect(listed.output.contains(/token for HR: made .*Z, until .*Z, last used .*Z/))
      #expect(!listed.output.contains(token))
      let document = try await accounts("list bot --json").json()
      #expect((document["tokens"] as? [[String: String]])?.map { $0["label"] } == ["other", "HR"])
      let revoked = try await accounts("revoke bot HR")
      #expect(revoked.status == 0 && revoked.output.isEmpty)
      #expect(try board.token(Secret.hash(of: token)) == nil)
      #expect(try await accounts("list bot").output.contains(/token for HR: .*revoked .*Z/))
    }

    /// Each ending has its status and its sentence, and nothing was stored.
    @Test func whatIsRefusedIsTold() async throws {
      let reader = ["DATABASE_URL": test.url(as: try test.reader("reader", of: "VN"))]
      let good = Self.password + "\n"
      #expect(try await accounts("add hoa --role reader", typing: good).status == 0)
      #expect(try await accounts("token hoa --label HR").status == 0)
      #expect(try await accounts("add away --role reader --no-password").status == 0)
      #expect(try await accounts("disable away").status == 0)
      let cases: [(String, String, Int32, String)] = [
        ("add hoa --role reader", good, 65, "an account of this name"),
        ("add Hoa --role reader", good, 65, "lower-case"),
        ("add x --role reader", "", 65, "no password on standard input"),
        ("add x --role reader", "\n", 65, "no password on standard input"),
        ("add x --role reader", "elevenchars\n", 65, "at least 12 characters"),
        ("add x --role reader", "a bell \u{7} within\n", 65, "text of one line"),
        (
          "add x --role reader", String(repeating: "x", count: Password.mostBytes + 1), 65,
          "at most 1000 bytes"
        ),
        ("add x --role owner", good, 64, "role"), ("add x", good, 64, "role"),
        ("add x --role coordinator --states VN", good, 65, "sees all member states"),
        ("add x --role reader --states VNM", good, 65, "two letters"),
        ("add x --role reader --language english", good, 65, "tag"),
        ("set hoa", "", 64, "Say --role"), ("set nobody --enable", "", 65, "no such account"),
        ("password nobody", good, 65, "no such account"),
        ("disable nobody", "", 65, "no such account"),
        ("list nobody", "", 65, "no account called nobody"),
        ("token hoa --label HR", "", 65, "a token of this label"),
        ("token hoa --label x --days 0", "", 64, "--days"),
        ("token away --label x", "", 65, "is disabled"),
        ("revoke hoa other", "", 65, "no token for other"),
        ("add x --role reader --as somebody", good, 77, "may not act"),
      ]
      for (line, text, status, words) in cases {
        let result = try await accounts(line, typing: text)
        #expect(result.status == status, "\(line): \(result.status) \(result.errors)")
        #expect(result.errors.contains(words) && result.output.isEmpty, "\(line): \(result.errors)")
      }
      for line in ["list", "add x --role reader", "disable hoa", "token hoa --label x"] {
        #expect(try await accounts(line, typing: good, as: reader).status == 77, "\(line)")
      }
      #expect(try AccountStore(test.database()).list().map(\.name) == ["away", "hoa"])
    }

    private static let typed: [(lines: [String], status: Int32)] = [
      ([password + "\r", password + "\r"], 0),
      // A line thrown away, and a letter too many.
      (["nonsense\u{15}" + password + "ễ\u{7F}\r", password + "\r"], 0),
      ([password + "\r", password + "!\r"], 65), (["short\r"], 65), (["\u{4}"], 65),
      ([password + "\u{3}"], 130),
    ]

    /// On a terminal it is asked for twice and not shown; whoever gives up finds the terminal as it was.
    @Test(arguments: typed)
    func aTerminalIsAskedTwiceAndShownNothing(lines: [String], status: Int32) async throws {
      #expect(try await accounts("add hoa --role reader --no-password").status == 0)
      let terminal = try PseudoTerminal()
      let process = try JadwalProcess(
        ["accounts", "password", "hoa"], in: scratch, environment: ana)
      process.process.standardInput = terminal.processEnd
      let before = terminal.modes
      try process.start(on: terminal)
      for (question, text) in zip(["New password: ", "Once more: "], lines) {
        #expect(terminal.waits(for: question))
        terminal.type(text)
      }
      let shown = terminal.readToEnd()
      #expect(try await process.end().status == status)
      #expect(!shown.contains("horse") && !shown.contains("nonsense") && !shown.contains("short\r"))
      #expect(terminal.modes == before && before & tcflag_t(ECHO) != 0)
      let hash = try #require(try board.credentials(of: "hoa")).passwordHash
      #expect(hash.map { Password.matches(Self.password, $0) } == (status == 0 ? true : nil))
    }
  }
}
