import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Store

/// Takes jobs, one at a time, until it is told to stop.
package struct JobWorker: Service {
  private let settings: WorkerSettings
  private let link: Link
  private let heartbeat: Link
  private let solver: any Solver
  private let drain: Drain
  private let health: Health
  private let bell: Bell
  private let logger: Logger

  /// - Parameters:
  ///   - link: for claiming and storing; a heartbeat never waits behind it.
  ///   - bell: rung where there may be something to claim.
  package init(
    _ settings: WorkerSettings, link: Link, heartbeat: Link, solver: any Solver, drain: Drain,
    health: Health, bell: Bell, logger: Logger
  ) {
    self.settings = settings
    self.link = link
    self.heartbeat = heartbeat
    self.solver = solver
    self.drain = drain
    self.health = health
    self.bell = bell
    self.logger = logger
  }

  package func run() async throws {
    WorkerMetrics.touch()
    drain.add(bell)
    defer { drain.remove(bell) }
    try await withGracefulShutdownHandler {
      try await takeJobs()
    } onGracefulShutdown: {
      drain.begin()
    }
    logger.info("The worker stops")
  }

  private func takeJobs() async throws {
    var done = 0
    while !drain.hasBegun {
      health.loopedOn()
      if let job = try await claim() {
        await run(job)
        done += 1
        if let limit = settings.jobs, done >= limit { return }
      } else {
        // Half of it to all of it, so that many workers do not ask together.
        await bell.wait(atMost: settings.poll * Double.random(in: 0.5...1))
      }
    }
    health.drains()
  }

  private func claim() async throws -> ClaimedJob? {
    let (name, lease) = (settings.name, settings.lease)
    do {
      // No job is taken whose lease could not be renewed: on a server that is full, say.
      try await heartbeat.ask { _ in }
      return try await link.ask { try JobQueue($0).claim(by: name, for: lease).first }
    } catch let error as PostgresError where drain.hasBegun && error.isWorthWaiting {
      return nil
    }
  }

  private func run(_ job: ClaimedJob) async {
    var logger = logger
    logger[metadataKey: "job"] = "\(job.number)"
    logger[metadataKey: "attempt"] = "\(job.attempt)"
    logger.info("The job is taken", metadata: ["week": "\(job.arguments.week ?? "-")"])
    WorkerMetrics.claims.increment()
    WorkerMetrics.running.record(1)
    let began = ContinuousClock.now
    let outcome = await JobRun(
      job: job, settings: settings, link: link, heartbeat: heartbeat, solver: solver,
      drain: drain, health: health, logger: logger
    ).run()
    WorkerMetrics.running.record(0)
    WorkerMetrics.ended(as: outcome)
    WorkerMetrics.seconds.recordSeconds(began.duration(to: .now).seconds)
  }
}
