import ArgumentParser
import Files
import Foundation
import Postgres
import Store

/// `jadwal accounts`: who may sign in at the board, and what programs show instead of a password.
struct AccountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts", abstract: "Who uses the board: accounts, passwords and API tokens.",
    usage: """
      jadwal accounts add ana --role coordinator --display-name "Ana Putri"
      jadwal accounts add hoa --role reader --states VN,LA --language vi
      jadwal accounts password hoa
      jadwal accounts token ana --label "HR system" --days 365
      jadwal accounts disable hoa
      """,
    discussion: """
      A reader sees what concerns its member states, a coordinator sees and plans all. Passwords are \
      read from standard input: asked for twice where that is a terminal, else one line. Only their \
      hashes are stored, and those of tokens. The database keeps who changed what.
      """,
    subcommands: [
      List.self, Add.self, Set.self, ChangePassword.self, Disable.self, AddToken.self, Revoke.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Every account, or one with its API tokens.")

    @Argument(help: "The account. [default: all of them]")
    var name: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let store = AccountStore(try database.connect())
      if let name {
        return try show(store.find(name), tokens: store.tokens(of: name), options)
      }
      let accounts = try store.list()
      if options.json {
        return try options.output.write(
          JSONText.list(accounts.map { .object(members(of: $0)) }).bytes)
      }
      guard !accounts.isEmpty else { return try options.output.write("There is no account.\n") }
      try options.output.write(
        table(
          ["account", "role", "member states", "language", "", "name"],
          accounts.map { account in
            [
              account.name, account.role.rawValue,
              account.states.isEmpty ? "-" : account.states.joined(separator: " "),
              account.language ?? "-", account.isDisabled ? "disabled" : "",
              legible(account.displayName),
            ]
          }))
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds an account; its password is read from standard input.",
      usage: """
        jadwal accounts add hoa --role reader --states VN,LA
        jadwal accounts add hoa@moet.example --role coordinator --no-password
        """)

    @OptionGroup var chosen: Chosen
    @Option(help: "reader or coordinator.")
    var role: Account.Role
    @OptionGroup var traits: Traits
    @Flag(help: "Without a password: for a proxy that says who is there, or API tokens alone.")
    var noPassword = false
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let hash = noPassword ? nil : try Password.hash(readNewPassword())
      let store = AccountStore(try database.connect())
      try store.add(
        Account(
          name: chosen.name, displayName: traits.displayName ?? "", role: role,
          states: traits.codes ?? [], language: traits.language),
        passwordHash: hash, as: actor.actor)
      try show(store.find(chosen.name), options)
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes an account.",
      usage: """
        jadwal accounts set hoa --states VN,LA,KH
        jadwal accounts set hoa --role coordinator
        jadwal accounts set hoa --enable
        """)

    @OptionGroup var chosen: Chosen
    @Option(help: "reader or coordinator.")
    var role: Account.Role?
    @OptionGroup var traits: Traits
    @Flag(help: "Let a disabled account be used again; its tokens stay revoked.")
    var enable = false
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
      guard role != nil || enable || !traits.isEmpty else {
        throw ValidationError(
          "Say --role, --states, --display-name, --language or --enable.")
      }
    }

    func run() throws {
      let store = AccountStore(try database.connect())
      try store.change(
        chosen.name, displayName: traits.displayName, role: role, states: traits.codes,
        language: traits.language, isDisabled: enable ? false : nil, as: actor.actor)
      try show(store.find(chosen.name), options)
    }
  }

  struct ChangePassword: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password",
      abstract: "Replaces a password, read from standard input; ends the account's sessions.")

    @OptionGroup var chosen: Chosen
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let hash = try Password.hash(readNewPassword())
      let store = AccountStore(try database.connect())
      try store.setPassword(of: chosen.name, hash: hash, as: actor.actor)
      options.output.warn("\(chosen.name) has a new password, and is signed in nowhere.")
      if options.json { try show(store.find(chosen.name), options) }
    }
  }

  struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends an account's sessions and tokens at once; it stays for the audit.")

    @OptionGroup var chosen: Chosen
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let store = AccountStore(try database.connect())
      try store.change(
        chosen.name, displayName: nil, role: nil, states: nil, language: nil, isDisabled: true,
        as: actor.actor)
      try show(store.find(chosen.name), options)
    }
  }

  struct AddToken: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "token",
      abstract: "Makes an API token and prints it, this once.",
      usage: "jadwal accounts token ana --label \"HR system\" --days 365")

    @OptionGroup var chosen: Chosen
    @Option(help: "What it is for; names it to revoke.")
    var label: String
    @Option(parsing: .unconditional, help: "It ends after so many days. [default: never]")
    var days: Int?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
      guard (1...3650).contains(days ?? 1) else {
        throw ValidationError("--days is a whole number from 1 to 3650.")
      }
    }

    func run() throws {
      let store = AccountStore(try database.connect())
      let secret = Secret(prefix: Secret.tokenPrefix)
      try store.addToken(
        for: chosen.name, label: label, tokenHash: secret.hash,
        lifetime: days.map { .seconds($0 * 86_400) }, as: actor.actor)
      options.output.warn(
        "The token of \(chosen.name) for \(legible(label)) is shown this once: keep it like a password."
      )
      guard options.json else { return try options.output.write(secret.text + "\n") }
      try options.output.write(
        JSONText.object([
          ("account", .text(chosen.name)), ("label", .text(label)), ("token", .text(secret.text)),
        ]).bytes)
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes an API token back; jadwal accounts list NAME tells the labels.")

    @OptionGroup var chosen: Chosen
    @Argument(help: "The token's label.")
    var label: String
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let store = AccountStore(try database.connect())
      guard try store.revokeToken(of: chosen.name, label: label, as: actor.actor) else {
        throw Failure(
          ExitStatus.badData, "\(legible(chosen.name)) has no token for \(legible(label)).")
      }
      options.output.warn("\(chosen.name) has no token for \(legible(label)) any more.")
      if options.json {
        try show(store.find(chosen.name), tokens: store.tokens(of: chosen.name), options)
      }
    }
  }

  /// Which account.
  struct Chosen: ParsableArguments {
    @Argument(help: "The account: lower-case letters, digits and ._@+-")
    var name: String
  }

  /// What an account is told to be.
  struct Traits: ParsableArguments {
    @Option(help: "The member states that a reader sees, as VN,LA; empty: none.")
    var states: String?
    @Option(help: "What people read instead of the account's name.")
    var displayName: String?
    @Option(help: "The language of the pages, as vi; empty: the browser's.")
    var language: String?

    var isEmpty: Bool { states == nil && displayName == nil && language == nil }

    var codes: [String]? {
      states?.split(whereSeparator: { ", ".contains($0) }).map { $0.uppercased() }
    }
  }
}

extension Account.Role: ExpressibleByArgument {}

private func members(of account: Account) -> [(String, JSONText)] {
  var members: [(String, JSONText)] = [
    ("account", .text(account.name)), ("name", .text(account.displayName)),
    ("role", .text(account.role.rawValue)), ("states", .list(account.states.map { .text($0) })),
  ]
  if let language = account.language { members.append(("language", .text(language))) }
  members.append(("disabled", .text(account.isDisabled ? "yes" : "no")))
  return members
}

private func show(
  _ account: Account, tokens: [StoredToken]? = nil, _ options: OutputOptions
) throws {
  if options.json {
    let listed = tokens.map { [("tokens", JSONText.list($0.map(json(of:))))] }
    return try options.output.write(JSONText.object(members(of: account) + (listed ?? [])).bytes)
  }
  let sees =
    account.role == .coordinator
    ? "sees and plans all"
    : account.states.isEmpty ? "sees nothing yet" : "sees " + account.states.joined(separator: " ")
  var lines = [
    "\(account.name) (\(legible(account.displayName))): \(account.role.rawValue), \(sees)"
      + (account.language.map { ", in \($0)" } ?? "")
      + (account.isDisabled ? ", disabled" : "")
  ]
  if let tokens {
    lines += tokens.map { token in
      "token for \(legible(token.label)): made \(token.createdAt), "
        + (token.revokedAt.map { "revoked \($0)" }
          ?? token.expiresAt.map { "until \($0)" } ?? "without end")
        + ", " + (token.usedAt.map { "last used \($0)" } ?? "never used")
    }
  }
  try options.output.write(lines.joined(separator: "\n") + "\n")
}

private func json(of token: StoredToken) -> JSONText {
  .object(
    [
      ("label", token.label), ("created_at", token.createdAt), ("expires_at", token.expiresAt),
      ("revoked_at", token.revokedAt), ("used_at", token.usedAt),
    ].compactMap { name, value in value.map { (name, JSONText.text($0)) } })
}
