import Store
import Synchronization

/// What a solver is asked, apart from the files.
package struct SolveRequest: Codable, Sendable {
  /// The server's clock, in seconds since 1970.
  package var now: Int
  /// Of the dataset version, in hexadecimal digits.
  package var digest: String
  /// ISO week, as `2026-W33`; nil plans the whole horizon.
  package var week: String?
  /// Whether `previous.csv` holds a published plan, before which everything is frozen.
  package var hasPublished: Bool
  /// When shared parties are taken by other programmes.
  package var taken: [Occupation]
  package var seed: UInt64
  package var threads: Int
  package var seconds: Double?
  package var iterations: Int?

  package init(
    now: Int, digest: String, week: String?, hasPublished: Bool, taken: [Occupation], seed: UInt64,
    threads: Int, seconds: Double? = nil, iterations: Int? = nil
  ) {
    self.now = now
    self.digest = digest
    self.week = week
    self.hasPublished = hasPublished
    self.taken = taken
    self.seed = seed
    self.threads = threads
    self.seconds = seconds
    self.iterations = iterations
  }
}

/// The files and the request.
package struct SolveTask: Sendable {
  package var request: SolveRequest
  package var files: [StoredFile]
  /// When the solver is ended whatever it does.
  package var wallLimit: Duration
  /// Bytes of address space.
  package var memory: Int
}

/// How a solver ended without a plan.
package enum SolveFailure: Error, Sendable, Equatable {
  /// The input cannot be planned, now or later; why, for people.
  case refused(String)
  /// The solver came to grief: it crashed, ran out of memory or of time, or said what is no plan.
  case failed(String)
  /// We ended it.
  case killed
}

/// What solves a job: a child process, or in tests something quicker.
package protocol Solver: Sendable {
  func solve(
    _ task: SolveTask, control: SolveControl, progress: @escaping @Sendable (JobProgress) -> Void
  ) async -> Result<PlanDraft, SolveFailure>
}

/// The two ways to end a solver from outside.
package final class SolveControl: Sendable {
  private enum Wish { case none, stop, kill }
  private struct State {
    var wish = Wish.none
    var stop: (@Sendable () -> Void)?
    var kill: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  package init() {}

  /// Says how to end the solver; a wish that came before is carried out at once.
  package func attach(
    stop: @escaping @Sendable () -> Void, kill: @escaping @Sendable () -> Void
  ) {
    let wish = state.withLock { state in
      (state.stop, state.kill) = (stop, kill)
      return state.wish
    }
    switch wish {
    case .none: break
    case .stop: stop()
    case .kill: kill()
    }
  }

  /// The solver is gone.
  package func detach() { state.withLock { ($0.stop, $0.kill) = (nil, nil) } }

  /// Ends the search, and keeps the best plan so far.
  package func stop() {
    let stop = state.withLock { state in
      if state.wish == .none { state.wish = .stop }
      return state.stop
    }
    stop?()
  }

  /// Ends the solver with nothing to keep.
  package func kill() {
    let kill = state.withLock { state in
      state.wish = .kill
      return state.kill
    }
    kill?()
  }

  package var wasKilled: Bool { state.withLock { $0.wish == .kill } }
}
