import Dispatch
import Foundation
import Synchronization

/// What SIGINT and SIGTERM do to a command that plans: before there is a search they end the process;
/// then the first ends the search, with the best plan so far, and a second leaves without writing.
final class Interruption {
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
  private let sources: [any DispatchSourceSignal]

  /// - Parameter leave: tells what is lost before the process ends.
  init(leave: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "signals", qos: .userInteractive)
    sources = [SIGINT, SIGTERM].map { [course] number in
      #if canImport(Darwin)
        signal(number, SIG_IGN)
      #endif
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { course.come(leave) }
      source.resume()
      return source
    }
  }

  /// From now on there is a plan to keep, and the first signal only calls `stop`.
  func stopSearch(with stop: @escaping @Sendable () -> Void) {
    course.state.withLock { $0.stop = stop }
  }

  var hasCome: Bool { course.state.withLock { $0.hasCome } }
}
