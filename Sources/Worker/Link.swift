import Logging
import Postgres
import Synchronization

/// A connection that comes back: what cannot be asked now is asked again, after waits that grow and
/// differ (full jitter), until it can or the worker has to go.
package final class Link: Sendable {
  private let pool: Pool
  private let drain: Drain
  private let logger: Logger
  private let name: String
  private let health: Health?
  private let bell = Bell()

  /// - Parameters:
  ///   - name: what the connection is for, in logs and as the server shows it.
  ///   - health: told when the server has answered.
  package init(
    _ name: String, to address: Address, limits: Connection.Limits = Connection.Limits(),
    drain: Drain, health: Health? = nil, logger: Logger,
    onConnect: (@Sendable (Connection) throws -> Void)? = nil
  ) {
    self.name = name
    self.drain = drain
    self.logger = logger
    self.health = health
    pool = Pool(size: 1) {
      let database = Database(
        address, applicationName: "jadwal-worker-\(name)", limits: limits,
        patience: .seconds(1))
      database.onConnect = onConnect
      return database
    }
  }

  /// Asks once.
  package func once<T: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    let answer = try await pool.run(patience: .seconds(30), body)
    health?.databaseAnswered()
    return answer
  }

  /// Asks until there is an answer.
  ///
  /// - Parameter isFirst: nothing has been answered yet, so that a refusal to let us in is more likely
  ///   a wrong password than a passing trouble.
  /// - Throws: what waiting cannot mend; also what it could, once the worker's time is over.
  package func ask<T: Sendable>(
    isFirst: Bool = false, _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(5))
    // Nil while there is nothing to tell; else whether that was a refusal.
    var told: Bool?
    while true {
      do {
        let answer = try await once(body)
        if told != nil { logger.info("The database answers again", metadata: ["link": "\(name)"]) }
        return answer
      } catch let error as PostgresError
        where error.isWorthWaiting && !drain.isHurried && !(isFirst && error.isRefusal)
      {
        WorkerMetrics.waits.increment()
        if told != error.isRefusal {
          logger.warning(
            error.isRefusal
              ? "The database does not let the worker in any more: waiting until somebody mends that"
              : "The database does not answer: waiting",
            metadata: ["link": "\(name)", "error": "\(error)"])
          told = error.isRefusal
        }
        // After what the server said of itself it is another connection that may fare better.
        if error.state == "25006" { _ = try? await pool.run { $0.close() } }
      }
      drain.add(bell)
      await bell.wait(atMost: min(backoff.next(), drain.remaining ?? .seconds(5)))
      drain.remove(bell)
      try Task.checkCancellation()
    }
  }
}
