import CPostgres

/// Asks the server to end what a connection is doing; may be called from any thread, at any time.
package final class Cancellation: @unchecked Sendable {
  // Never changed after it was made; libpq lets any thread use it.
  private let raw: OpaquePointer

  init(_ raw: OpaquePointer) { self.raw = raw }

  deinit { PQfreeCancel(raw) }

  /// Sends the request; the statement then fails with SQLSTATE 57014, if it was still running.
  @discardableResult
  package func cancel() -> Bool {
    var message = [CChar](repeating: 0, count: 256)
    return PQcancel(raw, &message, Int32(message.count)) == 1
  }
}
