import CPostgres
import Foundation

/// A connection to the server, for one thread at a time; every call blocks until the server has
/// answered, so none belongs on the cooperative thread pool (`Pool` sees to that).
package final class Connection {
  let raw: OpaquePointer
  /// Nothing more can be asked over it.
  package private(set) var isLost = false
  /// Called before each statement: a test's way to make something go wrong there.
  package var onStatement: (() throws(PostgresError) -> Void)?
  /// The statement that is under way.
  private var statement: String?
  /// A statement that takes longer by so much than the server itself allows is given up.
  private let patience: TimeInterval

  /// Limits for statements, for locks, and for a transaction in which nobody says anything: a host
  /// that is cut off must not keep its locks (F9). Where a role, database or user has set one of
  /// them, that is kept.
  package struct Limits: Sendable {
    package var statement = Duration.seconds(300)
    package var lock = Duration.seconds(10)
    package var idleInTransaction = Duration.seconds(5)
    /// How long after `statement` a server that says nothing at all is given up.
    package var silence = Duration.seconds(30)

    package init() {}
  }

  package init(
    _ address: Address, applicationName: String = "jadwal", limits: Limits = Limits()
  ) throws(PostgresError) {
    if let file = address.openPasswordFile {
      throw PostgresError(
        .openSecret,
        "others than its owner may read the password in \(file), so it is not used: chmod 600 it")
    }
    let parameters = address.parameters(applicationName: applicationName)
    let connected = withCStrings(parameters.map(\.0)) { keys in
      withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keys, values, 0) }
    }
    guard let connected else { throw PostgresError(.connection, "there is no memory to connect") }
    if PQstatus(connected) != CONNECTION_OK, let refusal = Self.refusal(of: connected) {
      PQfinish(connected)
      throw refusal
    }
    raw = connected
    patience = (limits.statement + limits.silence).seconds
    PQsetNoticeReceiver(raw, { _, _ in }, nil)
    do { try apply(limits) } catch { throw error }
  }

  deinit { PQfinish(raw) }

  private func apply(_ limits: Limits) throws(PostgresError) {
    let settings = [
      ("statement_timeout", limits.statement), ("lock_timeout", limits.lock),
      ("idle_in_transaction_session_timeout", limits.idleInTransaction),
    ]
    let names = settings.map(\.0)
    let values = settings.map { "\(Int($0.1.seconds * 1000))ms" }
    try run(
      """
      SELECT set_config(s.name, given.value, false)
      FROM unnest(\(names), \(values)) AS given (name, value)
      JOIN pg_settings s ON s.name = given.name AND s.source = 'default'
      """)
  }

  /// The server's process that serves this connection.
  package var serverProcess: Int { Int(PQbackendPID(raw)) }

  /// The file descriptor to wait on.
  var socket: Int32 { PQsocket(raw) }

  /// Whether the connection is inside of a transaction.
  package var isInTransaction: Bool { PQtransactionStatus(raw) != PQTRANS_IDLE }

  /// A way to end the statement under way from another thread.
  package var cancellation: Cancellation? { PQgetCancel(raw).map(Cancellation.init) }

  /// How values come back.
  package enum Format: Int32 {
    case text = 0
    case binary = 1
  }

  /// Runs one statement to its end.
  @discardableResult
  package func run(_ sql: SQL, format: Format = .text) throws(PostgresError) -> Rows {
    try send(sql, format: format)
    let rows = try lastResult()
    guard let rows else { throw PostgresError(.unexpected, "the server gave no result") }
    return rows
  }

  /// The first row of what a statement gives back; nil where it gives none.
  package func first(_ sql: SQL, format: Format = .text) throws(PostgresError) -> Row? {
    try run(sql, format: format).first
  }

  /// Runs a file of statements as it is, without values.
  package func run(script: String) throws(PostgresError) {
    try start(script)
    guard PQsendQuery(raw, script) == 1 else { throw lost() }
    _ = try lastResult()
  }

  func start(_ text: String) throws(PostgresError) {
    guard !isLost else { throw PostgresError(.connection, "the connection was lost") }
    statement = text
    try onStatement?()
  }

  /// Hands a statement over; its results are still to be read.
  func send(_ sql: SQL, format: Format) throws(PostgresError) {
    guard sql.parameters.count <= 65_535 else {
      throw PostgresError(.unexpected, "a statement takes at most 65,535 values")
    }
    try start(sql.text)
    let sent = withParameters(sql.parameters) { types, values, lengths, formats in
      PQsendQueryParams(
        raw, sql.text, Int32(sql.parameters.count), types, values, lengths, formats,
        format.rawValue)
    }
    guard sent == 1 else { throw lost() }
  }

  /// Reads every result; the last one, or the first error.
  func lastResult() throws(PostgresError) -> Rows? {
    var last: Rows?
    var failure: PostgresError?
    while let result = try nextResult() {
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = Rows(result)
      case PGRES_COPY_IN:
        PQclear(result)
        failure = failure ?? PostgresError(.unexpected, "COPY needs copyIn", statement: statement)
        guard PQputCopyEnd(raw, "not asked for") == 1 else { throw lost() }
      case PGRES_COPY_OUT, PGRES_COPY_BOTH:
        PQclear(result)
        isLost = true
        throw PostgresError(.unexpected, "COPY needs copyOut", statement: statement)
      default:
        let error = error(of: result)
        PQclear(result)
        failure = failure ?? error
        if isLost { throw error }
      }
    }
    if let failure { throw failure }
    return last
  }

  /// The next result of the statement under way, to be freed by the caller; nil when all is read.
  func nextResult() throws(PostgresError) -> OpaquePointer? {
    let deadline = Date(timeIntervalSinceNow: patience)
    while PQisBusy(raw) == 1 {
      try wait(for: Int16(POLLIN), until: deadline)
      guard PQconsumeInput(raw) == 1 else { throw lost() }
    }
    return PQgetResult(raw)
  }

  func error(of result: OpaquePointer) -> PostgresError {
    if PQstatus(raw) == CONNECTION_BAD { isLost = true }
    let error = PostgresError(result: result, statement: statement, isLost: isLost)
    // The server says so itself before it ends a connection.
    if ["57P01", "57P02", "57P03", "25P03"].contains(error.state) { isLost = true }
    return error
  }

  /// Marks the connection as lost; what libpq says of it.
  func lost() -> PostgresError {
    isLost = true
    return PostgresError(connection: raw, statement: statement)
  }

  /// Waits until the socket is ready; too long a wait ends the connection, which is of no use then.
  func wait(for events: Int16, until deadline: Date) throws(PostgresError) {
    let isReady: Bool
    do { isReady = try poll(for: events, until: deadline) } catch { throw error }
    if isReady { return }
    isLost = true
    throw PostgresError(.connection, "the server did not answer in time", statement: statement)
  }

  /// Whether the socket became ready before the deadline.
  func poll(for events: Int16, until deadline: Date) throws(PostgresError) -> Bool {
    guard socket >= 0 else { throw lost() }
    var waiting = pollfd(fd: socket, events: events, revents: 0)
    while true {
      let milliseconds = max(0, min(deadline.timeIntervalSinceNow * 1000, 1e9))
      let count = Foundation.poll(&waiting, 1, Int32(milliseconds.rounded(.up)))
      if count > 0 { return true }
      if count == 0 { return false }
      guard errno == EINTR else { throw lost() }
    }
  }
}

extension Duration {
  /// As a floating number, for clocks that count so.
  package var seconds: TimeInterval {
    TimeInterval(components.seconds) + TimeInterval(components.attoseconds) / 1e18
  }
}
