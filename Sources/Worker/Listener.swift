import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Store
import Synchronization

/// Hears hints that there is something to claim, on a connection of its own; looks whether hints
/// arrive at all, and after each reconnect has the queue read again, for what was sent meanwhile is
/// lost (F8).
package struct Listener: Service {
  private let address: Address
  private let bell: Bell
  private let logger: Logger
  /// How long the connection may be silent before it is asked whether it is still there.
  private let patience: Duration

  package init(
    to address: Address, bell: Bell, patience: Duration = .seconds(15), logger: Logger
  ) {
    self.address = address
    self.bell = bell
    self.patience = patience
    self.logger = logger
  }

  package func run() async throws {
    let isOver = Flag()
    let pause = Bell()
    let wait = Interruption()
    await withGracefulShutdownHandler {
      var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(5))
      while !isOver.isSet {
        let heard = await onThread { listen(until: isOver, wait) }
        guard !isOver.isSet else { break }
        if heard { backoff = Backoff(from: .milliseconds(50), upTo: .seconds(5)) }
        bell.ring()
        await pause.wait(atMost: backoff.next())
      }
    } onGracefulShutdown: {
      isOver.set()
      pause.ring()
      wait.interrupt()
    }
  }

  private func onThread(_ body: @escaping @Sendable () -> Bool) async -> Bool {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }

  /// Listens until the connection is lost; whether it could be made.
  private func listen(until isOver: Flag, _ wait: Interruption) -> Bool {
    var hasConnected = false
    do {
      let connection = try Connection(address, applicationName: "jadwal-worker-listen")
      hasConnected = true
      wait.set(connection.interruption)
      defer { wait.set(nil) }
      try connection.listen(to: JobQueue.channel)
      try probe(connection)
      bell.ring()
      while !isOver.isSet {
        if try connection.notification(within: patience) != nil {
          WorkerMetrics.hints.increment()
          bell.ring()
        } else {
          try connection.run("SELECT 1")
        }
      }
    } catch {
      guard !isOver.isSet else { return hasConnected }
      WorkerMetrics.hears.record(0)
      logger.warning("Hints are not heard now: polling", metadata: ["error": "\(error)"])
    }
    return hasConnected
  }

  /// Sends a hint to itself: behind a pooler it would never come, and nobody would say so.
  private func probe(_ connection: Connection) throws {
    let mark = "probe " + String(UInt64.random(in: .min ... .max), radix: 36)
    try connection.run("SELECT pg_notify(\(JobQueue.channel), \(mark))")
    let deadline = ContinuousClock.now + .seconds(5)
    while ContinuousClock.now < deadline {
      let heard = try connection.notification(within: .milliseconds(500))
      if heard?.payload == mark {
        WorkerMetrics.hears.record(1)
        logger.info("Hints arrive")
        return
      }
    }
    WorkerMetrics.hears.record(0)
    logger.warning("Hints do not arrive, as behind a pooler of transactions: polling")
  }
}

/// How to end the wait for hints.
private final class Interruption: Sendable {
  private let body = Mutex<(@Sendable () -> Void)?>(nil)

  func set(_ body: (@Sendable () -> Void)?) { self.body.withLock { $0 = body } }
  func interrupt() { body.withLock { $0?() } }
}

/// Set once, seen by any thread.
private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}
