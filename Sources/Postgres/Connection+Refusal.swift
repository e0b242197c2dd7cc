import CPostgres

extension Connection {
  /// Why a connection was not made, with the code that libpq leaves out of what it says at first; nil
  /// where it is made now.
  ///
  /// The words may be those of any language, and only the code tells a wrong password from a server
  /// that is away. libpq gives it on request, which can be made on a connection only: so it is tried
  /// once more, unless that would be to wait as long again.
  static func refusal(of connection: OpaquePointer) -> PostgresError? {
    let first = PostgresError(connection: connection)
    guard !first.message.contains("timeout expired") else { return first }
    let usual = PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    defer { PQsetErrorVerbosity(connection, usual) }
    PQreset(connection)
    guard PQstatus(connection) != CONNECTION_OK else { return nil }
    var error = PostgresError(connection: connection) { !$0.hasPrefix("LOCATION:") }
    // As in `FATAL:  28P01: password authentication failed`; of several hosts the last counts.
    let code = #/:  ([0-9A-Z]{5}): /#
    error.state =
      error.message.matches(of: code).last.map { String($0.1) }
      // Here libpq gives up before the server does.
      ?? (PQconnectionNeedsPassword(connection) == 1 ? "28P01" : nil)
    error.message = error.message.replacing(code, with: ":  ")
    return error
  }
}

extension PostgresError {
  /// The server is there and does not let us in, or has no such database; that mends itself only when
  /// somebody changes something.
  package var isRefusal: Bool {
    guard kind == .connection, let state else { return false }
    return state.hasPrefix("28") || state == "42501" || state == "3D000"
  }
}
