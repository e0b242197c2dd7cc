import Synchronization

/// How a worker comes to its end: first it takes no more jobs and looks how far its own has come,
/// and when it is told again, or its time is over, it gives that back and goes.
package final class Drain: Sendable {
  private struct State {
    var began: ContinuousClock.Instant?
    var isHurried = false
    var bells: [Bell] = []
  }

  private let state = Mutex(State())
  private let time: Duration

  package init(within time: Duration) { self.time = time }

  /// Somebody wants the worker to stop: the first time it drains, the second it hurries.
  package func signal() { begin(orHurry: true) }

  /// Begins where it has not begun.
  package func begin() { begin(orHurry: false) }

  private func begin(orHurry: Bool) {
    let bells = state.withLock { state in
      if state.began == nil { state.began = .now } else if orHurry { state.isHurried = true }
      return state.bells
    }
    for bell in bells { bell.ring() }
  }

  package var hasBegun: Bool { state.withLock { $0.began != nil } }

  /// There is no time left for anything but to give back.
  package var isHurried: Bool {
    state.withLock { $0.isHurried || ($0.began.map { $0.duration(to: .now) >= time } ?? false) }
  }

  /// What is left of the time; nil while nobody wants the worker to stop.
  package var remaining: Duration? {
    state.withLock { state in
      guard let began = state.began else { return nil }
      return state.isHurried ? .zero : max(.zero, time - began.duration(to: .now))
    }
  }

  /// Rings a bell at each signal from now on.
  package func add(_ bell: Bell) {
    let rings = state.withLock { state in
      state.bells.append(bell)
      return state.began != nil
    }
    if rings { bell.ring() }
  }

  package func remove(_ bell: Bell) {
    state.withLock { $0.bells.removeAll { $0 === bell } }
  }
}
