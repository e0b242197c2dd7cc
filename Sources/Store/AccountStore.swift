import Postgres

/// Accounts and their API tokens, as coordinators keep them; who is there, as the board asks it.
///
/// Of passwords, cookies and tokens only hashes come by here.
package struct AccountStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  /// All of them, by name.
  package func list() throws -> [Account] {
    try database.read(
      """
      SELECT name, display_name, role, language, disabled, ARRAY(
        SELECT member_state::text FROM jadwal.account_state s WHERE s.account = a.name
        ORDER BY member_state) AS states
      FROM jadwal.account a ORDER BY name
      """, format: .binary
    ).map(Account.init)
  }

  package func find(_ name: String) throws -> Account {
    guard let account = try list().first(where: { $0.name == name }) else {
      throw NotFound(description: "there is no account called \(name)")
    }
    return account
  }

  /// Adds an account.
  ///
  /// - Parameters:
  ///   - passwordHash: as `Password` makes it; nil where nobody signs in with a password.
  ///   - actor: as everywhere, who acts where the login may speak for others; nil: the login.
  package func add(_ account: Account, passwordHash: String?, as actor: String?) throws {
    try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.add_account(\(account.name), \(account.displayName), \(account.role.rawValue),
          \(account.states), \(account.language), \(passwordHash), \(actor))
        """)
      guard account.isDisabled else { return }
      try connection.run(
        """
        SELECT jadwal.change_account(\(account.name), NULL, NULL, NULL, NULL, true, \(actor))
        """)
    }
  }

  /// Changes what is given, not nil; an empty language is none. Disabling an account ends its
  /// sessions and tokens at once.
  package func change(
    _ name: String, displayName: String?, role: Account.Role?, states: [String]?,
    language: String?, isDisabled: Bool?, as actor: String?
  ) throws {
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.change_account(\(name), \(displayName), \(role?.rawValue), \(states),
          \(language), \(isDisabled), \(actor))
        """)
    }
  }

  /// Replaces the password, and ends the sessions that the old one opened.
  package func setPassword(of name: String, hash: String, as actor: String?) throws {
    _ = try database.transaction { connection in
      try connection.run("SELECT jadwal.set_password(\(name), \(hash), \(actor))")
    }
  }
}

/// API tokens.
extension AccountStore {
  /// Adds a token; of an account's tokens that were not taken back each has a label of its own.
  ///
  /// - Parameter lifetime: nil: until it is taken back.
  package func addToken(
    for name: String, label: String, tokenHash: [UInt8], lifetime: Duration?, as actor: String?
  ) throws {
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.add_token(\(name), \(label), \(tokenHash),
          make_interval(secs => \(lifetime?.seconds)), \(actor))
        """)
    }
  }

  /// The tokens of an account, newest first, those taken back among them.
  package func tokens(of name: String) throws -> [StoredToken] {
    try database.read(
      """
      SELECT label, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(revoked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM jadwal.account_token WHERE account = \(name) ORDER BY created_at DESC
      """
    ).map { row in
      try StoredToken(
        label: row[0], createdAt: row[1], expiresAt: row[2], revokedAt: row[3], usedAt: row[4])
    }
  }

  /// Takes a token back; false where none that stands has this label.
  @discardableResult
  package func revokeToken(of name: String, label: String, as actor: String?) throws -> Bool {
    try database.transaction { connection in
      try connection.run("SELECT jadwal.revoke_token(\(name), \(label), \(actor))")[0][0]
    }
  }
}

/// What the board asks as itself, before it speaks for anybody.
extension AccountStore {
  /// What a password is checked against; nil where there is no such account or it is disabled.
  package func credentials(
    of name: String
  ) throws -> (account: Account, passwordHash: String?)? {
    let row = try first("SELECT * FROM jadwal.account_named(\(name))")
    return try row.map { (try Account($0), try $0["password"]) }
  }

  /// The account that a trusted proxy names; nil where there is none or it is disabled.
  package func account(named name: String) throws -> Account? {
    try credentials(of: name)?.account
  }

  /// Signs an account in, and clears sessions away that have expired.
  package func openSession(for name: String, tokenHash: [UInt8], lifetime: Duration) throws {
    _ = try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.open_session(\(name), \(tokenHash), make_interval(secs => \(lifetime.seconds)))
        """)
    }
  }

  /// Whose session it is; nil where it has expired or was closed, or the account is disabled.
  package func session(_ tokenHash: [UInt8]) throws -> Account? {
    try first("SELECT * FROM jadwal.session_account(\(tokenHash))").map(Account.init)
  }

  /// Signs out.
  package func closeSession(_ tokenHash: [UInt8]) throws {
    _ = try database.transaction { connection in
      try connection.run("SELECT jadwal.close_session(\(tokenHash))")
    }
  }

  /// Whose API token it is; nil where it has expired or was taken back, or the account is disabled.
  package func token(_ tokenHash: [UInt8]) throws -> Account? {
    try first("SELECT * FROM jadwal.token_account(\(tokenHash))").map(Account.init)
  }

  /// Asked twice where the connection was lost: what these write is when somebody was last there.
  private func first(_ sql: SQL) throws -> Row? {
    try database.read(sql, format: .binary).first
  }
}
