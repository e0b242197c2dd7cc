import CPostgres
import Foundation

/// What somebody sent with NOTIFY: a hint, never the truth, for it is lost while nobody listens.
package struct Notification: Sendable, Equatable {
  package var channel: String
  package var payload: String
  /// The server's process that sent it.
  package var sender: Int
}

extension Connection {
  /// From now on hears what is sent on the channel; again after each reconnect.
  package func listen(to channel: String) throws(PostgresError) {
    try run("LISTEN \(identifier: channel)")
  }

  /// Ends a wait from another thread, and the connection with it; to be called while that lives.
  package var interruption: @Sendable () -> Void {
    { [socket] in _ = Foundation.shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// The next notification that comes within so long; nil where none does.
  package func notification(within time: Duration) throws(PostgresError) -> Notification? {
    let deadline = Date(timeIntervalSinceNow: time.seconds)
    while true {
      if let heard = PQnotifies(raw) {
        defer { PQfreemem(heard) }
        return Notification(
          channel: String(cString: heard.pointee.relname),
          payload: heard.pointee.extra.map { String(cString: $0) } ?? "",
          sender: Int(heard.pointee.be_pid))
      }
      guard try poll(for: Int16(POLLIN), until: deadline) else { return nil }
      guard PQconsumeInput(raw) == 1, PQstatus(raw) == CONNECTION_OK else { throw lost() }
    }
  }
}
