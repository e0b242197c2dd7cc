import Synchronization

/// Wakes whoever waits; one ring while nobody waits is kept, further ones are the same ring.
package final class Bell: Sendable {
  private struct State {
    var isRung = false
    var turn = 0
    var waiting: CheckedContinuation<Bool, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  package func ring() {
    let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let waiting = state.waiting else {
        state.isRung = true
        return nil
      }
      state.waiting = nil
      return waiting
    }
    waiting?.resume(returning: true)
  }

  /// Waits for a ring, at most so long; whether it was rung. For one task at a time.
  @discardableResult
  package func wait(atMost time: Duration) async -> Bool {
    let turn = state.withLock { state in
      state.turn += 1
      return state.turn
    }
    let timer = Task {
      try await Task.sleep(for: time)
      giveUp(turn)
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Bool? = state.withLock { state in
          if state.isRung {
            state.isRung = false
            return true
          }
          if Task.isCancelled { return false }
          state.waiting = continuation
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      giveUp(turn)
    }
  }

  private func giveUp(_ turn: Int) {
    let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard state.turn == turn else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume(returning: false)
  }
}
