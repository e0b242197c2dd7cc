import Foundation
import Synchronization

/// What SIGINT and SIGTERM do to a command that plans: before there is a search they end the process;
/// then the first ends the search, with the best plan so far, and a second leaves without writing.
///
/// A thread of its own waits for them. A source of Dispatch would take over only once a worker gets
/// to run, which on a busy machine is after the search has begun.
struct Interruption {
  private final class Course: Sendable {
    struct State {
      var stop: (@Sendable () -> Void)?
      var hasCome = false
    }

    let state = Mutex(State())

    func come(_ leave: () -> Void) {
      let stop = state.withLock { state in
        defer { state.hasCome = true }
        return state.hasCome ? nil : state.stop
      }
      guard let stop else {
        leave()
        _exit(ExitStatus.interrupted.rawValue)
      }
      stop()
    }
  }

  private let course = Course()

  /// Takes the signals over at once; to be called before the process has other threads, which keep
  /// what is blocked for the one that starts them.
  ///
  /// - Parameter leave: tells what is lost before the process ends.
  init(leave: @escaping @Sendable () -> Void) {
    var ending = Self.endingSignals
    pthread_sigmask(SIG_BLOCK, &ending, nil)
    Thread.detachNewThread { [course] in
      var ending = Self.endingSignals
      var number: Int32 = 0
      while true {
        if sigwait(&ending, &number) == 0 { course.come(leave) }
      }
    }
  }

  /// What people and supervisors end a command with.
  static var endingSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }

  /// From now on there is a plan to keep, and the first signal only calls `stop`.
  func stopSearch(with stop: @escaping @Sendable () -> Void) {
    course.state.withLock { $0.stop = stop }
  }

  var hasCome: Bool { course.state.withLock { $0.hasCome } }
}
