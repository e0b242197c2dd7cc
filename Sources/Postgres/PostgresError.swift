import CPostgres

/// What went wrong between us and the database: never with a value that somebody handed in.
package struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// No connection could be made, or it was lost.
    case connection
    /// The server refused a statement; `state` says why.
    case server
    /// The server sent what nobody expected, or we asked for what cannot be.
    case unexpected
    /// The connection was lost while the server was asked to commit, and nobody can say any more
    /// whether it did.
    case unknownOutcome
    /// Every connection of a pool stayed busy.
    case busy
    /// A file with a password in it may be read by others than its owner.
    case openSecret
  }

  package var kind: Kind
  /// The server's five letters (SQLSTATE).
  package var state: String?
  package var message: String
  /// The constraint that was broken, or the name that a function of ours gives its refusal.
  package var constraint: String?
  /// The statement without its values.
  package var statement: String?

  package init(
    _ kind: Kind, state: String? = nil, _ message: String, constraint: String? = nil,
    statement: String? = nil
  ) {
    self.kind = kind
    self.state = state
    self.message = message
    self.constraint = constraint
    self.statement = statement
  }

  package var description: String { state.map { "\(message) (SQLSTATE \($0))" } ?? message }
}

extension PostgresError {
  /// The same transaction may succeed when tried again: a serialization failure or a deadlock, but
  /// not a published version that has moved, which a person has to look at.
  package var isTransient: Bool {
    (state == "40001" || state == "40P01") && constraint != Self.publishedVersionMoved
  }

  /// The name under which publishing refuses, with SQLSTATE 40001, what somebody else was faster at.
  package static let publishedVersionMoved = "published_version_moved"

  /// The server is there but does not take connections yet, or not so many.
  package var isComingBack: Bool {
    kind == .connection || state == "57P03" || state == "53300" || state == "57P01"
      || state == "57P02"
  }

  /// From a result that tells of an error.
  init(result: OpaquePointer, statement: String?, isLost: Bool) {
    func field(_ code: Character) -> String? {
      PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
    let state = field("C")
    let message = field("M") ?? "the connection was lost"
    self.init(
      isLost ? .connection : .server, state: state, Self.withoutValues(message, state),
      constraint: field("n"), statement: statement)
  }

  /// Messages about data (class 22) quote it after a colon or in quotes; the rest never holds a value.
  private static func withoutValues(_ message: String, _ state: String?) -> String {
    guard state?.hasPrefix("22") == true else { return message }
    let end = message.firstIndex { $0 == "\"" || $0 == ":" } ?? message.endIndex
    var kept = String(message[..<end])
    while kept.last == " " { kept.removeLast() }
    return kept
  }

  /// From the connection's own last message, in one line.
  init(
    connection: OpaquePointer?, _ kind: Kind = .connection, statement: String? = nil,
    keeping isKept: (Substring) -> Bool = { _ in true }
  ) {
    let told = connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
    let lines = told.split(separator: "\n").map { line in
      line.drop { $0 == " " || $0 == "\t" }
    }.filter(isKept)
    self.init(
      kind, lines.isEmpty ? "the connection was lost" : lines.joined(separator: " "),
      statement: statement)
  }
}
