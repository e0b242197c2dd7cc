import ArgumentParser
import Foundation
import Logging
import Metrics
import Postgres
import Store
import Worker

/// `jadwal worker`: takes planning jobs until told to stop.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Takes planning jobs from the database until told to stop.",
    discussion: """
      The first SIGTERM or Ctrl-C ends it within --drain-seconds: a search that is half through is \
      kept as far as it is, another is given back for the next worker. A second signal gives it back \
      at once. Any number of workers on any number of hosts may share a database.
      """)

  @Option(
    parsing: .unconditional,
    help: "Threads that a job's search gets. [default: the machine's cores]")
  var threads: Int?
  @Option(parsing: .unconditional, help: "How long after the first signal to stop it is gone.")
  var drainSeconds = 30.0
  @Option(
    parsing: .unconditional,
    help: "Tells /healthz, /readyz and /metrics on this port of 127.0.0.1; 0 for any that is free.")
  var healthPort: Int?
  @Option(help: "How lines of the log look: json or text.")
  var logFormat = StructuredLog.Form.text
  @Option(parsing: .unconditional, help: "How long a job is its own unless it renews.")
  var leaseSeconds = 30.0
  @Option(parsing: .unconditional, help: "How long a job waits at most that nobody told of.")
  var pollSeconds = 5.0
  @Option(parsing: .unconditional, help: "Megabytes of address space that a search may take.")
  var memoryMegabytes = 8192
  @Option(parsing: .unconditional, help: "Time beyond its own after which a search is killed.")
  var graceSeconds = 120.0
  @Flag(help: "Works with a database on another machine though nothing proves which one that is.")
  var allowInsecureDatabase = false
  @OptionGroup var database: DatabaseOptions

  @Option(
    parsing: .unconditional, help: ArgumentHelp("What the first retry waits.", visibility: .hidden))
  var retrySeconds = 10.0
  @Option(help: ArgumentHelp("Solves in place of this executable.", visibility: .hidden))
  var solver: String?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Ends after so many.", visibility: .hidden))
  var jobs: Int?

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads is a whole number from 1 to 256.")
    }
    if let healthPort, !(0...65_535).contains(healthPort) {
      throw ValidationError("--health-port is a number from 0 to 65535.")
    }
    guard (64...1 << 20).contains(memoryMegabytes) else {
      throw ValidationError("--memory-megabytes is a number from 64 to 1048576.")
    }
    for (name, value) in [
      ("drain-seconds", drainSeconds), ("lease-seconds", leaseSeconds),
      ("poll-seconds", pollSeconds), ("grace-seconds", graceSeconds),
    ] {
      guard value.isFinite, value > 0, value <= 86_400 else {
        throw ValidationError("--\(name) is a number of seconds, above 0 and up to a day.")
      }
    }
  }

  func run() throws {
    let signals = EndingSignals()
    let address = try database.connect().address
    if !allowInsecureDatabase, let insecurity = address.insecurity {
      throw Failure(
        ExitStatus.notPermitted,
        "Not started: \(insecurity). Give it sslmode=verify-full and a root certificate, or, where "
          + "nobody else can be on the way, --allow-insecure-database.")
    }
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    let form = logFormat
    let logger = Logger(label: "jadwal") { _ in StructuredLog(form) }
    let worker = WorkerProcess(
      settings, to: address, solver: ChildSolver(command: solver.map { [$0] }),
      healthPort: healthPort, metrics: metrics, logger: logger)
    let drain = worker.drain
    let limit = drainSeconds
    try waiting {
      try await worker.run { group in
        signals.onSignal { count in
          logger.notice(count == 1 ? "Told to stop" : "Told to stop at once")
          drain.signal()
          Task { await group.triggerGracefulShutdown() }
          // Whatever holds it up, even a network that swallows: what it has is left to its lease.
          DispatchQueue.global().asyncAfter(deadline: .now() + (count == 1 ? limit - 0.2 : 0.9)) {
            logger.error("Not everything could be given back in time")
            _exit(0)
          }
        }
      }
    }
  }

  private var settings: WorkerSettings {
    var settings = WorkerSettings()
    settings.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    settings.drain = .seconds(max(0, drainSeconds - 0.5))
    settings.lease = .seconds(leaseSeconds)
    settings.poll = .seconds(pollSeconds)
    settings.memory = memoryMegabytes << 20
    settings.grace = .seconds(graceSeconds)
    settings.retry = .seconds(retrySeconds)
    settings.jobs = jobs
    return settings
  }
}

extension StructuredLog.Form: ExpressibleByArgument {}
