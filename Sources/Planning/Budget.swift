import Engine
import Foundation
import Synchronization

/// How long a search may take: whichever limit comes first ends it, and the cooling follows the one
/// that is nearest.
package struct SearchLimits: Sendable {
  /// Wall time.
  package var seconds: Double?
  /// CPU time of the whole process, its start and all its threads included.
  package var cpuSeconds: Double?
  /// Moves of all threads together.
  package var iterations: Int?
  /// Wall time without a better plan.
  package var patience: Double?

  package init(
    seconds: Double? = nil, cpuSeconds: Double? = nil, iterations: Int? = nil,
    patience: Double? = nil
  ) {
    self.seconds = seconds
    self.cpuSeconds = cpuSeconds
    self.iterations = iterations
    self.patience = patience
  }

  /// Whether a clock may end the search; else the same number of moves gives the same plan.
  package var isTimed: Bool { seconds != nil || cpuSeconds != nil || patience != nil }
}

/// A clock, a count and a stop button for the search.
package final class Budget: Watch {
  package let movesPerThread: Int
  private let limits: SearchLimits
  private let started: ContinuousClock.Instant
  private let isStopped = Atomic<Bool>(false)
  /// The cheapest plan that any thread has told of, and when that was, in milliseconds.
  private let cheapest = Atomic<Int>(.max)
  private let improved = Atomic<Int>(0)
  /// The share of CPU time, asked at most once in five milliseconds: it is a system call.
  private let cpuShare = Atomic<Int>(0)
  private let cpuAsked = Atomic<Int>(-1000)
  private let observe: @Sendable (SearchProgress) -> Void

  /// - Parameters:
  ///   - started: when the wall clock began to count.
  ///   - observe: told of progress, on the thread that called the search.
  package init(
    _ limits: SearchLimits, threads: Int, started: ContinuousClock.Instant = .now,
    observe: @escaping @Sendable (SearchProgress) -> Void = { _ in }
  ) {
    self.limits = limits
    self.started = started
    self.observe = observe
    movesPerThread = limits.iterations.map { max(0, $0) / max(1, threads) } ?? .max
  }

  /// Ends the search with the best plan so far; may be called from any thread.
  package func stop() { isStopped.store(true, ordering: .relaxed) }

  package var wasStopped: Bool { isStopped.load(ordering: .relaxed) }

  package var elapsed: Double { Double(milliseconds) / 1000 }

  private var milliseconds: Int {
    let (seconds, attoseconds) = started.duration(to: .now).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  package func spent(moves: Int, best: Int) -> Int {
    if wasStopped { return 65_536 }
    var share = 0
    if movesPerThread < .max, movesPerThread > 0 {
      share = Self.share(Double(moves), of: Double(movesPerThread))
    }
    guard limits.seconds != nil || limits.cpuSeconds != nil || limits.patience != nil else {
      return share
    }
    let now = milliseconds
    if let seconds = limits.seconds {
      share = max(share, Self.share(Double(now) / 1000, of: seconds))
    }
    if let cpuSeconds = limits.cpuSeconds {
      if now - cpuAsked.load(ordering: .relaxed) >= 5 {
        cpuAsked.store(now, ordering: .relaxed)
        cpuShare.store(Self.share(Self.cpuSeconds(), of: cpuSeconds), ordering: .relaxed)
      }
      share = max(share, cpuShare.load(ordering: .relaxed))
    }
    if let patience = limits.patience {
      if best < cheapest.min(best, ordering: .relaxed).oldValue {
        improved.store(now, ordering: .relaxed)
      }
      let waited = Double(now - improved.load(ordering: .relaxed)) / 1000
      if waited >= patience { return 65_536 }
    }
    return share
  }

  package func report(_ progress: SearchProgress) { observe(progress) }

  /// In 65 536ths; a limit of nothing is spent at once.
  private static func share(_ used: Double, of limit: Double) -> Int {
    limit > 0 ? Int(min(1, used / limit) * 65_536) : 65_536
  }

  /// CPU time of this process so far.
  package static func cpuSeconds() -> Double { seconds(on: CLOCK_PROCESS_CPUTIME_ID) }

  /// CPU time of the calling thread so far.
  package static func threadSeconds() -> Double { seconds(on: CLOCK_THREAD_CPUTIME_ID) }

  private static func seconds(on clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
