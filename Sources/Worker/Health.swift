import Synchronization

/// What is told of a worker to whoever asks whether it is well.
package final class Health: Sendable {
  private struct State {
    var looped = ContinuousClock.now
    var answered: ContinuousClock.Instant?
    var isDraining = false
  }

  private let state = Mutex(State())
  /// How long a loop may take, and how long the server may be silent, before something is wrong.
  private let patience: Duration

  package init(patience: Duration) { self.patience = patience }

  /// The worker's loop, or a job of it, has gone on.
  package func loopedOn() { state.withLock { $0.looped = .now } }

  package func databaseAnswered() { state.withLock { $0.answered = .now } }

  package func drains() { state.withLock { $0.isDraining = true } }

  /// Whether the process does anything at all; one that does not is to be started again.
  package var isAlive: Bool { state.withLock { $0.looped.duration(to: .now) < patience } }

  /// Whether it can take jobs: the server has answered lately, and nobody has told it to stop.
  package var isReady: Bool {
    state.withLock { state in
      !state.isDraining && (state.answered.map { $0.duration(to: .now) < patience } ?? false)
    }
  }
}
