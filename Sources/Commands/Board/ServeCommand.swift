import ArgumentParser
import Files
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Web
import Worker

/// `jadwal serve`: the board, a web page and an API over the stored plans.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the board: stored plans to look at, approve and follow in a browser.",
    usage: """
      jadwal accounts add siti --role coordinator
      jadwal serve
      jadwal serve --port 8080 --database "postgresql://jadwal_board@db.example/jadwal"
      jadwal serve --without-sign-in
      """,
    discussion: """
      The database role has to be jadwal_board, or a member of jadwal_delegate likewise: each visitor then \
      sees and does what the database lets them. Only this machine reaches the board, unless --host says \
      otherwise. It speaks HTTP: put a proxy with TLS before it where others are to reach it, and name its \
      address with --public-address.
      """)

  @Option(help: "The address to serve on.")
  var host = "127.0.0.1"
  @Option(parsing: .unconditional, help: "The port; 0 for any that is free.")
  var port = 8080
  @Option(
    help: ArgumentHelp(
      "How browsers reach it where a proxy stands in front.", valueName: "https://host"))
  var publicAddress: String?
  @Option(
    help: ArgumentHelp(
      "A header in which the proxy names who has signed in there, an account here.",
      valueName: "name"))
  var trustedHeader: String?
  @Option(
    help: ArgumentHelp(
      "The proxy's own address, from which alone that header counts; may be repeated.",
      valueName: "address"))
  var trustedProxy: [String] = []
  @Flag(help: "Everybody who reaches the port acts as the database role; on this machine alone.")
  var withoutSignIn = false
  @Option(
    help: ArgumentHelp(
      "Further languages of the pages: a folder with files such as km.yaml, made like en.yaml.",
      valueName: "folder"))
  var words: String?
  @Option(parsing: .unconditional, help: "Connections to the database.")
  var connections = 8
  @Option(
    parsing: .unconditional,
    help: "Requests a second that one address may make, and four times as many at once.")
  var requestsPerSecond = 50
  @Option(help: "How lines of the log look: json or text.")
  var logFormat = StructuredLog.Form.text
  @Flag(help: "Works with a database on another machine though nothing proves which one that is.")
  var allowInsecureDatabase = false
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port is a number from 0 to 65535.")
    }
    guard (1...100).contains(connections) else {
      throw ValidationError("--connections is a number from 1 to 100.")
    }
    guard (1...1_000_000).contains(requestsPerSecond) else {
      throw ValidationError("--requests-per-second is a number from 1 to 1000000.")
    }
    guard (trustedHeader == nil) == trustedProxy.isEmpty else {
      throw ValidationError("--trusted-header and --trusted-proxy go together.")
    }
    guard trustedHeader == nil || !withoutSignIn else {
      throw ValidationError("Choose one of --trusted-header and --without-sign-in.")
    }
    if let publicAddress {
      let url = URL(string: publicAddress)
      guard let url, url.host() != nil, url.path().isEmpty, url.query() == nil,
        ["http", "https"].contains(url.scheme)
      else {
        throw ValidationError("--public-address is one such as https://board.example.")
      }
    }
    if let refusal = settings.refusal { throw ValidationError("Not started: \(refusal).") }
  }

  private var settings: BoardSettings {
    var settings = BoardSettings()
    settings.host = host
    settings.port = port
    settings.publicAddress = publicAddress
    settings.databaseConnections = connections
    settings.limits.rate = Double(requestsPerSecond)
    settings.limits.burst = 4 * requestsPerSecond
    if withoutSignIn {
      settings.entry = .open
    } else if let trustedHeader {
      settings.entry = .proxied(header: trustedHeader, from: trustedProxy)
    }
    return settings
  }

  /// Each connection needs a descriptor: as many as this process may have.
  private func raiseDescriptorLimit() {
    #if os(Linux)
      let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let kind = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(kind, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    setrlimit(kind, &limit)
  }

  func run() throws {
    let signals = EndingSignals()
    raiseDescriptorLimit()
    let address = try database.connect().address
    if !allowInsecureDatabase, let insecurity = address.insecurity {
      throw Failure(
        ExitStatus.notPermitted,
        "Not started: \(insecurity). Give it sslmode=verify-full and a root certificate, or, where "
          + "nobody else can be on the way, --allow-insecure-database.")
    }
    let form = logFormat
    let logger = Logger(label: "jadwal") { _ in StructuredLog(form) }
    var settings = settings
    if let words {
      do {
        settings.languages = try Languages(besides: words)
      } catch let refusal as BoardRefusal {
        throw Failure(ExitStatus.badData, "--words \(legible(refusal.message))")
      }
    }
    let board = Board(settings, to: address, planning: StoredPlanning(), logger: logger)
    let host = host
    try waiting {
      do { try await board.check() } catch let refusal as BoardRefusal {
        throw Failure(ExitStatus.unavailable, "Not started: \(refusal.message).")
      }
      let group = ServiceGroup(
        services: [
          board.service { port in
            logger.notice("The board is served", metadata: ["at": "http://\(host):\(port)/"])
          }
        ], logger: Logger(label: "jadwal.services") { _ in SwiftLogNoOpLogHandler() })
      signals.onSignal { count in
        if count > 1 { _exit(0) }
        Task { await group.triggerGracefulShutdown() }
        // Whoever follows a job holds its connection as long as it may.
        DispatchQueue.global().asyncAfter(deadline: .now() + 5) { _exit(0) }
      }
      try await group.run()
    }
  }
}
