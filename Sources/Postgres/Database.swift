import Foundation

/// A database that is connected to when first asked, and again after a connection was lost; for one
/// thread at a time, which its calls block.
package final class Database {
  package let address: Address
  private let applicationName: String
  private let limits: Connection.Limits
  /// How long a server that is away is waited for, once it has been there.
  private let patience: Duration
  private var connection: Connection?
  /// Whether somebody else's rights are assumed at the moment.
  var isAssuming = false
  private var hasBeenThere = false
  /// That of the transaction which goes on; nil where none does.
  private var underway: Connection?
  /// Tells of each pause; a test replaces it.
  private let pause: (Duration) -> Void
  /// Runs on each new connection before anything else.
  package var onConnect: ((Connection) throws -> Void)?

  package init(
    _ address: Address, applicationName: String = "jadwal",
    limits: Connection.Limits = Connection.Limits(), patience: Duration = .seconds(15),
    pause: @escaping (Duration) -> Void = { Thread.sleep(forTimeInterval: $0.seconds) }
  ) {
    self.address = address
    self.applicationName = applicationName
    self.limits = limits
    self.patience = patience
    self.pause = pause
  }

  /// The connection, a new one where there is none or it was lost.
  ///
  /// The first time only a server that says it is starting, or full, is waited for; one that was
  /// there before is tried again until `patience` has passed.
  package func connected() throws -> Connection {
    if let connection, !connection.isLost { return connection }
    connection = nil
    let started = ContinuousClock.now
    var backoff = Backoff()
    while true {
      do {
        return try connect()
      } catch let error as PostgresError {
        let isWorthIt = hasBeenThere ? error.isComingBack : error.isStarting
        guard isWorthIt, started.duration(to: .now) < patience else { throw error }
      }
      pause(backoff.next())
    }
  }

  private func connect() throws -> Connection {
    let new = try Connection(address, applicationName: applicationName, limits: limits)
    try onConnect?(new)
    hasBeenThere = true
    connection = new
    return new
  }

  /// The connection as it stands; nil where none is open.
  var standing: Connection? { connection }

  /// Closes the connection; the next call opens another.
  package func close() { connection = nil }

  /// Runs one statement that only reads, once more where the connection was lost meanwhile.
  package func read(_ sql: SQL, format: Connection.Format = .text) throws -> Rows {
    do {
      return try connected().run(sql, format: format)
    } catch let error as PostgresError where error.isComingBack {
      return try connected().run(sql, format: format)
    }
  }

  /// How a transaction sees others.
  package enum Isolation: String {
    case readCommitted = "READ COMMITTED"
    /// Reads one state of the database throughout.
    case snapshot = "REPEATABLE READ READ ONLY"
  }

  /// Runs `body` in a transaction, and again from its start where the server gave up on it for
  /// another's sake (40001, 40P01) or the connection was lost before anything was committed. Where it
  /// was lost during the commit, the server is asked what became of it, so that nothing happens
  /// twice.
  ///
  /// A transaction within another is a part of it: it sees what that sees, and is committed, undone or
  /// tried again with it.
  ///
  /// - Parameter body: may run several times: it touches nothing but the database.
  package func transaction<T>(
    _ isolation: Isolation = .readCommitted, attempts: Int = 8,
    _ body: (Connection) throws -> T
  ) throws -> T {
    if let underway { return try body(underway) }
    var backoff = Backoff(upTo: .seconds(2))
    var attempt = 1
    while true {
      do {
        return try attemptTransaction(isolation, body)
      } catch let error as PostgresError
        where (error.isTransient || error.isComingBack) && attempt < attempts
      {
        attempt += 1
      }
      pause(backoff.next())
    }
  }

  private func attemptTransaction<T>(
    _ isolation: Isolation, _ body: (Connection) throws -> T
  ) throws -> T {
    let connection = try connected()
    try connection.run(SQL(text: "BEGIN ISOLATION LEVEL \(isolation.rawValue)"))
    underway = connection
    defer { underway = nil }
    let done = try upToCommit(of: body, on: connection)
    try commit(connection, number: done.number)
    return done.value
  }

  /// Commits, or finds out whether that has happened where the connection was lost meanwhile.
  private func commit(_ connection: Connection, number: Int?) throws {
    do {
      try connection.run("COMMIT")
    } catch {
      guard connection.isLost else { throw error }
      self.connection = nil
      guard let number else { return }
      guard try wasCommitted(number) else {
        throw PostgresError(.connection, "the connection was lost before the commit")
      }
    }
  }

  /// What the body gives, and the number of its transaction; nil where it has written nothing.
  private func upToCommit<T>(
    of body: (Connection) throws -> T, on connection: Connection
  ) throws -> (value: T, number: Int?) {
    do {
      let value = try body(connection)
      let number: Int? = try connection.run("SELECT pg_current_xact_id_if_assigned()")[0][0]
      return (value, number)
    } catch {
      if !connection.isLost { _ = try? connection.run("ROLLBACK") }
      if connection.isInTransaction { self.connection = nil }
      throw error
    }
  }

  /// What became of a transaction whose commit nobody answered: the server knows (F2).
  private func wasCommitted(_ number: Int) throws -> Bool {
    let started = ContinuousClock.now
    var backoff = Backoff()
    while started.duration(to: .now) < patience {
      if let outcome = try outcome(of: number) { return outcome }
      pause(backoff.next())
    }
    throw PostgresError(
      .unknownOutcome,
      "the connection was lost during the commit, and the server does not say whether it took place"
    )
  }

  /// Whether the transaction was committed; nil while that is open, or nobody is there to ask.
  private func outcome(of number: Int) throws -> Bool? {
    do {
      let rows = try connected().run("SELECT pg_xact_status(\(String(number))::xid8)")
      let status: String? = try rows[0][0]
      return status == "committed" ? true : status == "aborted" ? false : nil
    } catch let error as PostgresError where error.isComingBack {
      return nil
    }
  }
}

extension PostgresError {
  /// The server is there, but not ready yet, or has no connection left.
  fileprivate var isStarting: Bool { state == "57P03" || state == "53300" }
}
