import Foundation
import Synchronization

/// A proof that is looked for beside a search, on a thread of its own that begins with the first full
/// plan: neither waits for the other until both have to be told.
package final class BackgroundProof: Sendable {
  private let prover: Prover
  private let hasBegun = Atomic<Bool>(false)
  /// −1 while there is none.
  private let bound = Atomic<Int>(-1)
  private let found = Mutex<ProvenBound?>(nil)
  private let hasSome = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  package init(_ prover: Prover) { self.prover = prover }

  /// A proof that takes about a fifth of what the search has: by the clock, or, where the same number of
  /// moves has to give the same files, by what it looks at.
  package convenience init(_ facts: Facts, freeze: FreezeState, beside limits: SearchLimits) {
    let seconds = [limits.seconds, limits.cpuSeconds].compactMap { $0 }.min()
    self.init(
      limits.isTimed
        ? Prover(facts, freeze: freeze, cpuSeconds: seconds.map { max(0.2, $0 / 5) })
        : Prover(
          facts, freeze: freeze,
          effort: min(PriceSearch.effort, max(200_000, limits.iterations ?? 0))))
  }

  /// What is proved by now, for those who watch the search.
  package var lowerBound: Int? {
    let bound = bound.load(ordering: .relaxed)
    return bound < 0 ? nil : bound
  }

  /// To be called any number of times from any thread; only the first counts.
  package func begin() {
    guard !hasBegun.exchange(true, ordering: .relaxed) else { return }
    Thread.detachNewThread { [self] in
      let proved = prover.prove { note($0) }
      note(proved)
      done.signal()
    }
  }

  private func note(_ proved: ProvenBound) {
    bound.store(proved.lowerBound, ordering: .relaxed)
    let isFirst = found.withLock { found in
      defer { found = proved }
      return found == nil
    }
    if isFirst { hasSome.signal() }
  }

  /// Ends the search for a proof; who waits for it goes on with what is proved by then.
  package func stop() {
    prover.stop()
    done.signal()
  }

  /// Waits for the proof of a search that is over: a time that is over is soon over for the proof, and a
  /// number of moves has to give the same files.
  package func end(after budget: Budget, _ limits: SearchLimits) -> ProvenBound {
    end(within: limits.isTimed ? min(1, max(0.1, budget.elapsed / 20)) : nil)
  }

  /// Waits for the proof, which is begun here where nobody has; to be called once.
  ///
  /// - Parameter seconds: how long to wait before it is stopped; nil for as long as it takes.
  package func end(within seconds: Double?) -> ProvenBound {
    begin()
    if let seconds {
      _ = done.wait(timeout: .now() + seconds)
      prover.stop()
    } else {
      done.wait()
    }
    // Something is proved at once.
    hasSome.wait()
    guard let proved = found.withLock({ $0 }) else {
      preconditionFailure("the thread leaves what it has proved")
    }
    return proved
  }
}
