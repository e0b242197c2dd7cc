import Dispatch
import Foundation
import Synchronization

/// What SIGINT and SIGTERM do while a search runs: the first ends it, with the best plan so far; a
/// second leaves at once, without writing.
final class Interruption {
  private final class Count: Sendable {
    let signals = Atomic<Int>(0)
  }

  private let sources: [any DispatchSourceSignal]
  private let count = Count()

  init(_ stop: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "signals")
    sources = [SIGINT, SIGTERM].map { [count] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if count.signals.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
        stop()
      }
      source.resume()
      return source
    }
  }

  var hasCome: Bool { count.signals.load(ordering: .relaxed) > 0 }

  /// Gives the signals back their old meaning.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
