import Logging
import Postgres
import ServiceLifecycle
import Store

/// What any worker does for all, as often as it likes: takes jobs of lost workers back, and asks for
/// what the schedules say. No leader: each is one statement that two may run at once.
package struct Upkeep: Service {
  private let interval: Duration
  private let link: Link
  private let bell: Bell
  private let logger: Logger

  /// - Parameter bell: rung where there is something to claim.
  package init(every interval: Duration, link: Link, bell: Bell, logger: Logger) {
    self.interval = interval
    self.link = link
    self.bell = bell
    self.logger = logger
  }

  package func run() async throws {
    let pause = Bell()
    await withGracefulShutdownHandler {
      while !Task.isShuttingDownGracefully, !Task.isCancelled {
        do {
          try await work()
        } catch {
          logger.warning("The upkeep failed", metadata: ["error": "\(error)"])
        }
        await pause.wait(atMost: interval * Double.random(in: 0.5...1))
      }
    } onGracefulShutdown: {
      pause.ring()
    }
  }

  private func work() async throws {
    let (rescued, scheduled, oldest) = try await link.once { database in
      // A connection that is used so seldom is better left to others.
      defer { database.close() }
      let queue = JobQueue(database)
      return (try queue.rescue(), try queue.runSchedules(), try queue.oldestSnapshot())
    }
    if rescued > 0 {
      logger.notice("Jobs of lost workers are taken back", metadata: ["count": "\(rescued)"])
      WorkerMetrics.rescued.increment(by: rescued)
    }
    for run in scheduled {
      WorkerMetrics.scheduled.increment()
      logger.info(
        "A schedule was due",
        metadata: [
          "programme": "\(run.programme)", "week": "\(run.week)", "late": "\(Int(run.late)) s",
          "job": "\(run.job.map(String.init) ?? "-")", "refusal": "\(run.refusal ?? "-")",
        ])
    }
    WorkerMetrics.oldestSnapshot.record(oldest)
    if oldest > 300 {
      logger.warning(
        "A transaction is open for long, and dead rows stay as long",
        metadata: ["seconds": "\(Int(oldest))"])
    }
    if rescued > 0 || scheduled.contains(where: \.isNew) { bell.ring() }
  }
}
