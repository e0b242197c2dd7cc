import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Store

/// A worker with everything around it: its connections, hints, upkeep and health.
package struct WorkerProcess: Sendable {
  package let settings: WorkerSettings
  package let drain: Drain
  private let address: Address
  private let solver: any Solver
  private let healthPort: Int?
  private let metrics: PrometheusMetrics
  private let logger: Logger
  /// Told of the port that health is told on.
  package var onBind: @Sendable (Int) -> Void = { _ in }
  /// Called on each new connection of a kind: a test's way in.
  package var onConnect: (@Sendable (String, Connection) throws -> Void)?

  /// - Parameter healthPort: nil for no port, 0 for any.
  package init(
    _ settings: WorkerSettings, to address: Address, solver: any Solver = ChildSolver(),
    healthPort: Int?, metrics: PrometheusMetrics, logger: Logger
  ) {
    self.settings = settings
    self.address = address
    self.solver = solver
    self.healthPort = healthPort
    self.metrics = metrics
    self.logger = logger
    drain = Drain(within: settings.drain)
  }

  /// Works until it is told to stop.
  ///
  /// - Throws: where the schema is not what the worker needs, or the database does not let it in when it
  ///   is first asked.
  package func run(onStart: (@Sendable (ServiceGroup) -> Void)? = nil) async throws {
    let health = Health(patience: max(.seconds(60), settings.poll * 4))
    let bell = Bell()
    var limits = Connection.Limits()
    limits.statement = .seconds(60)
    limits.silence = .seconds(5)
    func link(_ name: String, _ limits: Connection.Limits) -> Link {
      var hook: (@Sendable (Connection) throws -> Void)?
      if let onConnect { hook = { connection in try onConnect(name, connection) } }
      return Link(
        name, to: address, limits: limits, drain: drain, health: health, logger: logger,
        onConnect: hook)
    }
    let work = link("work", limits)
    // What is said in a moment has no business to take long: a lost heartbeat is a lost lease.
    limits.statement = max(.seconds(1), settings.lease / 3)
    limits.lock = limits.statement
    let beat = link("heartbeat", limits)
    limits.statement = .seconds(20)
    let upkeep = link("upkeep", limits)
    logger.info(
      "The worker starts",
      metadata: ["worker": "\(settings.name)", "pid": "\(getpid())"])
    var services: [any Service] = []
    if let healthPort {
      services.append(
        HealthServer(
          port: healthPort, health: health, metrics: metrics, logger: logger, onBind: onBind))
    }
    services += [
      SchemaGate(
        link: work, logger: logger,
        then: [
          Upkeep(
            every: min(.seconds(15), max(.milliseconds(50), settings.lease / 2)), link: upkeep,
            bell: bell, logger: logger),
          Listener(to: address, bell: bell, logger: logger),
          JobWorker(
            settings, link: work, heartbeat: beat, solver: solver, drain: drain, health: health,
            bell: bell, logger: logger),
        ], drain: drain)
    ]
    let group = ServiceGroup(together: services, logger: logger)
    onStart?(group)
    try await group.run()
  }
}

extension ServiceGroup {
  /// Services of which none goes on alone: the end of one is the end of all, and its failure theirs.
  fileprivate init(together services: [any Service], logger: Logger) {
    var quiet = logger
    quiet.logLevel = .error
    self.init(
      configuration: .init(
        services: services.map {
          .init(
            service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup)
        }, logger: quiet))
  }
}

/// Lets the others begin once the schema is what they need.
private struct SchemaGate: Service {
  let link: Link
  let logger: Logger
  let then: [any Service]
  let drain: Drain

  func run() async throws {
    let drain = drain
    try await withGracefulShutdownHandler {
      try await check()
    } onGracefulShutdown: {
      drain.begin()
    }
    guard !drain.hasBegun else { return }
    // Ended from the last to the first: the worker goes before what it needs.
    let group = ServiceGroup(together: then, logger: logger)
    try await withGracefulShutdownHandler {
      try await group.run()
    } onGracefulShutdown: {
      Task { await group.triggerGracefulShutdown() }
    }
  }

  private func check() async throws {
    let (missing, refusal): ([String], Migrator.Refusal?)
    do {
      (missing, refusal) = try await link.ask(isFirst: true) { database in
        let status = try Migrator().status(database)
        return (status.missing.map { "\($0.number) \($0.name)" }, status.refusal)
      }
    } catch let error as PostgresError where drain.hasBegun && error.isWorthWaiting {
      return
    }
    switch refusal {
    case .newer(let number):
      // Migrations keep what older workers call.
      logger.warning("The schema is newer", metadata: ["version": "\(number)"])
    case let refusal?: throw refusal
    case nil: break
    }
    guard missing.isEmpty else { throw SchemaMissing(missing: missing) }
  }
}

/// The schema lacks migrations that this worker needs.
package struct SchemaMissing: Error, CustomStringConvertible {
  package var missing: [String]

  package var description: String {
    "the schema lacks \(missing.joined(separator: ", ")): jadwal db migrate"
  }
}
