import Crypto
import Hummingbird
import HummingbirdCore
import Logging
import Mustache
import NIOCore
import Postgres
import ServiceLifecycle
import Store

/// The board: pages and an API over the stored plans.
package final class Board: Sendable {
  let settings: BoardSettings
  let pool: Pool
  let planning: any BoardPlanning
  let logger: Logger
  /// Of this process alone: what the tokens of forms are made with where there is no session.
  let key: [UInt8]
  /// Of each account, and of each address.
  let wrongPasswords: Allowance
  let guesses: Allowance
  let passwords = Passwords()
  let seats: Seats
  let templates: MustacheLibrary

  /// - Parameters:
  ///   - address: the database; a role that is a member of `jadwal_delegate`, or, with an entry that is
  ///     open, any.
  ///   - planning: what plans and datasets are looked at and changed with.
  package init(
    _ settings: BoardSettings, to address: Address, planning: any BoardPlanning, logger: Logger
  ) {
    self.settings = settings
    self.planning = planning
    self.logger = logger
    var limits = Connection.Limits()
    limits.statement = .seconds(30)
    limits.silence = .seconds(5)
    pool = Pool(size: settings.databaseConnections, mostWaiting: 200) { [limits] in
      let database = Database(
        address, applicationName: "jadwal serve", limits: limits, patience: .seconds(2))
      // To compile a query takes longer than any page's query does.
      database.onConnect = { try $0.run("SET jit = off") }
      return database
    }
    key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    wrongPasswords = Allowance(burst: settings.limits.wrongPasswords, rate: 1.0 / 60)
    guesses = Allowance(burst: 10 * settings.limits.wrongPasswords, rate: 1.0 / 6)
    seats = Seats(settings.limits.eventStreams)
    templates = Self.readTemplates()
  }

  /// Whether the database is there and ready for the board.
  ///
  /// - Throws: `BoardRefusal` where the schema is too old, or the role may not speak for visitors.
  package func check() async throws {
    let isOpen = settings.entry == .open
    try await pool.run { database in
      let missing = try Migrator().status(database).missing
      guard missing.isEmpty else {
        throw BoardRefusal("the schema is not up to date: jadwal db migrate")
      }
      let isDelegate: Bool = try database.read(
        "SELECT pg_has_role(session_user, 'jadwal_delegate', 'MEMBER')")[0][0]
      guard isOpen || isDelegate else {
        throw BoardRefusal(
          "the database role may not speak for others: use jadwal_board, or --without-sign-in on a "
            + "machine of your own")
      }
    }
  }

  /// What serves until the service group around it is told to stop.
  ///
  /// - Parameter onBind: told of the port.
  package func service(
    onBind: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> some Service {
    let limits = settings.limits
    let census = Census(share: limits.connectionsPerAddress)
    return Application(
      responder: router().buildResponder(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            census.doorkeeper(),
            Deadlines(head: limits.headTime, body: limits.bodyTime),
          ],
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
      onServerRunning: { channel in onBind(channel.localAddress?.port ?? 0) },
      logger: quiet)
  }

  /// How others reach the board, as `https://board.example`.
  var origin: String { settings.publicAddress ?? "http://\(settings.host):\(settings.port)" }

  /// Hummingbird tells of every connection that ends early.
  private var quiet: Logger {
    var quiet = logger
    quiet.logLevel = .error
    return quiet
  }

  func router() -> Router<BoardContext> {
    let router = Router(context: BoardContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: Answers(board: self))
    router.add(
      middleware: Share(
        board: self,
        allowance: Allowance(burst: settings.limits.burst, rate: settings.limits.rate)))
    router.add(middleware: OwnName(board: self))
    Assets(board: self).add(to: router)
    router.get("api/v1/openapi.json") { _, _ in json(OpenAPI.document) }
    router.add(middleware: Methods())
    router.add(middleware: OwnPages(board: self))
    router.add(middleware: Identity(board: self))
    SignIn(board: self).add(to: router)
    ProgrammePages(board: self).add(to: router)
    VersionPages(board: self).add(to: router)
    WeekPages(board: self).add(to: router)
    SessionPages(board: self).add(to: router)
    JobPages(board: self).add(to: router)
    ImportPages(board: self).add(to: router)
    FeedPages(board: self).add(to: router)
    APIRoutes(board: self).add(to: router)
    return router
  }

  func desk(for visitor: Visitor) -> Desk { Desk(pool: pool, visitor: visitor) }

  /// Whether a `Host` is one that we are reached by.
  func isOwn(host: String) -> Bool {
    if let publicAddress = settings.publicAddress,
      let name = publicAddress.split(separator: "/").dropFirst().first, host == name
    {
      return true
    }
    let name =
      host.hasPrefix("[")
      ? String(host.prefix { $0 != "]" }.dropFirst()) : String(host.prefix { $0 != ":" })
    return name == settings.host || BoardSettings.isLoopback(name)
  }

  /// Whether an `Origin` is ours.
  func isOwn(origin: String) -> Bool {
    if let publicAddress = settings.publicAddress { return origin == publicAddress }
    guard let host = origin.split(separator: "/", maxSplits: 2).last, origin.hasPrefix("http://")
    else { return false }
    return isOwn(host: String(host))
  }

  /// The language that somebody chose, or whose browser speaks it.
  func words(of request: Request) -> Words {
    if let chosen = request.cookies["jadwal_language"]?.value,
      let words = settings.languages[chosen]
    {
      return words
    }
    return settings.languages.preferred(request.headers[.acceptLanguage])
  }
}
