import Crypto
import Postgres
import Store

/// Who asks, and how that is known.
struct Visitor: Sendable {
  enum Proof: Sendable, Equatable {
    /// A cookie, which a browser sends along whoever asked it to.
    case session
    /// A proxy's header, which is sent along likewise.
    case header
    /// A token that is sent on purpose alone.
    case token
    /// Everybody who reaches the port.
    case nobody
  }

  /// Nil where the database role itself acts.
  var account: Account?
  var proof: Proof
  /// What a form of ours sends back, and a page of others does not know.
  var formToken: String

  /// Whether it may change anything.
  var isCoordinator: Bool { account.map { $0.role == .coordinator } ?? true }

  /// Whom the audit trail names; nil for the database role.
  var actor: String? { account?.name }

  var name: String { account.map { $0.displayName.isEmpty ? $0.name : $0.displayName } ?? "" }

  /// A browser sends the proof along by itself, so that a form has to show its token too.
  var needsFormToken: Bool { proof != .token }

  /// The token of the forms of one session: who knows the session's secret alone can make it.
  static func formToken(for secret: [UInt8], of what: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array(what.utf8), using: SymmetricKey(data: secret))
    return base64URL(Array(code))
  }
}

/// The database as one visitor may see it: each piece of work on a connection that speaks for them
/// and nobody else.
struct Desk: Sendable {
  let pool: Pool
  let visitor: Visitor

  func run<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    let account = visitor.account
    return try await pool.run { database in
      guard let account else { return try body(database) }
      return try database.speaking(for: account, body)
    }
  }
}
