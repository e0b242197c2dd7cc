import Dispatch
import Synchronization

/// Connections that tasks share: at most so many at once, each on a thread of Dispatch, so that no
/// wait for the server blocks Swift's cooperative threads.
package final class Pool: Sendable {
  /// One connection with the queue that alone may touch it.
  private final class Slot: @unchecked Sendable {
    // Confined to `queue`.
    let database: Database
    let queue = DispatchQueue(label: "jadwal.postgres")
    let running = Mutex<Cancellation?>(nil)

    init(_ database: Database) { self.database = database }
  }

  private struct Waiter {
    var number: Int
    var resume: CheckedContinuation<Slot?, Never>
  }

  private struct State {
    var idle: [Slot]
    var waiting: [Waiter] = []
    var nextNumber = 0
  }

  private let state: Mutex<State>
  private let mostWaiting: Int

  /// - Parameters:
  ///   - size: connections at most; each is opened when first needed.
  ///   - mostWaiting: tasks that may wait for one; the next is refused at once.
  package init(size: Int, mostWaiting: Int = 1000, make: @Sendable () -> sending Database) {
    precondition(size > 0, "a pool has at least one connection")
    self.mostWaiting = mostWaiting
    state = Mutex(State(idle: (0..<size).map { _ in Slot(make()) }))
  }

  /// Runs `body` with a connection of its own; a task that is cancelled ends its statement too.
  ///
  /// - Throws: `busy` where no connection becomes free within `patience`.
  package func run<T: Sendable>(
    patience: Duration = .seconds(10), _ body: @escaping @Sendable (Database) throws -> T
  ) async throws -> T {
    let slot = try await take(within: patience)
    defer { give(back: slot) }
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        slot.queue.async {
          continuation.resume(
            with: Result {
              let cancellation = try slot.database.connected().cancellation
              slot.running.withLock { $0 = cancellation }
              defer { slot.running.withLock { $0 = nil } }
              return try body(slot.database)
            })
        }
      }
    } onCancel: {
      _ = slot.running.withLock { $0 }?.cancel()
    }
  }

  private static let busy = PostgresError(.busy, "every connection to the database is busy")

  private func take(within patience: Duration) async throws -> Slot {
    let number = state.withLock { state in
      defer { state.nextNumber += 1 }
      return state.nextNumber
    }
    let timer = Task {
      try await Task.sleep(for: patience)
      giveUp(number)
    }
    defer { timer.cancel() }
    let slot = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Slot?, Never>) in
        let now: Slot?? = state.withLock { state in
          if let slot = state.idle.popLast() { return .some(slot) }
          guard state.waiting.count < mostWaiting, !Task.isCancelled else { return .some(nil) }
          state.waiting.append(Waiter(number: number, resume: continuation))
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      giveUp(number)
    }
    if let slot { return slot }
    try Task.checkCancellation()
    throw Self.busy
  }

  private func giveUp(_ number: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
      return state.waiting.remove(at: place)
    }
    waiter?.resume.resume(returning: nil)
  }

  private func give(back slot: Slot) {
    let waiter = state.withLock { state -> Waiter? in
      guard !state.waiting.isEmpty else {
        state.idle.append(slot)
        return nil
      }
      return state.waiting.removeFirst()
    }
    waiter?.resume.resume(returning: slot)
  }
}
