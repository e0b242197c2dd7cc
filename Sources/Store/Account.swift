import Postgres

/// Who signs in at the board, and what they may.
package struct Account: Sendable, Equatable {
  package enum Role: String, Sendable, CaseIterable {
    /// Sees what concerns its member states.
    case reader
    /// Sees all, plans and approves.
    case coordinator
  }

  /// What is typed in to sign in: lower-case letters, digits, and `._@+-`.
  package var name: String
  /// What people read; kept in NFC.
  package var displayName: String
  package var role: Role
  /// ISO 3166-1 alpha-2, in order; a coordinator has none.
  package var states: [String]
  /// BCP 47; nil leaves it to the browser.
  package var language: String?
  package var isDisabled: Bool

  package init(
    name: String, displayName: String, role: Role, states: [String] = [], language: String? = nil,
    isDisabled: Bool = false
  ) {
    self.name = name
    self.displayName = displayName
    self.role = role
    self.states = states
    self.language = language
    self.isDisabled = isDisabled
  }

  init(_ row: Row) throws(PostgresError) {
    name = try row["name"]
    displayName = try row["display_name"]
    let told: String = try row["role"]
    guard let role = Role(rawValue: told) else {
      throw PostgresError(.unexpected, "an account has a role that is not known")
    }
    self.role = role
    states = try row["states"]
    language = try row["language"]
    isDisabled = try row["disabled"]
  }
}

/// An API token as lists show it: never the token.
package struct StoredToken: Sendable, Equatable {
  package var label: String
  /// These are UTC, RFC 3339.
  package var createdAt: String
  package var expiresAt: String?
  package var revokedAt: String?
  /// To the minute; nil where it was never used.
  package var usedAt: String?
}
