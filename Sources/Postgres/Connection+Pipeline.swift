import CPostgres
import Foundation

extension Connection {
  /// Runs several statements in one round trip, all of them or none.
  ///
  /// Both directions are served at once: with many statements a server that waits for us to read and
  /// a client that waits for it to read would wait for ever.
  /// - Returns: what each of them gave back.
  @discardableResult
  package func pipeline(_ statements: [SQL], format: Format = .text) throws(PostgresError) -> [Rows]
  {
    guard !statements.isEmpty else { return [] }
    try start(statements.map(\.text).joined(separator: ";\n"))
    guard PQenterPipelineMode(raw) == 1, PQsetnonblocking(raw, 1) == 0 else { throw lost() }
    let outcome: Result<[Rows], PostgresError>
    do { outcome = .success(try exchange(statements, format: format)) } catch {
      outcome = .failure(error)
    }
    if !isLost {
      guard PQsetnonblocking(raw, 0) == 0, PQexitPipelineMode(raw) == 1 else { throw lost() }
    }
    return try outcome.get()
  }

  private func exchange(_ statements: [SQL], format: Format) throws(PostgresError) -> [Rows] {
    for sql in statements {
      let sent = withParameters(sql.parameters) { types, values, lengths, formats in
        PQsendQueryParams(
          raw, sql.text, Int32(sql.parameters.count), types, values, lengths, formats,
          format.rawValue)
      }
      guard sent == 1 else { throw lost() }
    }
    guard PQpipelineSync(raw) == 1 else { throw lost() }
    var results: [Rows] = []
    var failure: PostgresError?
    while true {
      guard let result = try nextWhileSending() else { continue }
      switch PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC:
        PQclear(result)
        if let failure { throw failure }
        return results
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: results.append(Rows(result))
      default:
        let error = error(of: result)
        PQclear(result)
        failure = failure ?? error
        if isLost { throw error }
      }
    }
  }

  /// The next result, or nil at the end of each statement's results.
  private func nextWhileSending() throws(PostgresError) -> OpaquePointer? {
    let deadline = Date(timeIntervalSinceNow: 330)
    while true {
      let unsent = PQflush(raw)
      guard unsent >= 0 else { throw lost() }
      if PQisBusy(raw) == 0 { return PQgetResult(raw) }
      try wait(for: Int16(unsent == 1 ? POLLIN | POLLOUT : POLLIN), until: deadline)
      guard PQconsumeInput(raw) == 1 else { throw lost() }
    }
  }
}
