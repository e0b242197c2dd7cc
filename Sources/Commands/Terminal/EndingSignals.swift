import Foundation

/// Takes SIGINT and SIGTERM over, on a thread of its own: to be made before there are others.
final class EndingSignals: Sendable {
  private let reaction = Reaction()

  private final class Reaction: @unchecked Sendable {
    // Guarded by the lock.
    private var count = 0
    private var body: (@Sendable (Int) -> Void)?
    private let lock = NSLock()

    func come() {
      let (body, count) = lock.withLock {
        self.count += 1
        return (self.body, self.count)
      }
      // Before there is anything to end, the process ends.
      guard let body else { _exit(0) }
      body(count)
    }

    func set(_ body: @escaping @Sendable (Int) -> Void) { lock.withLock { self.body = body } }
  }

  init() {
    var ending = Interruption.endingSignals
    pthread_sigmask(SIG_BLOCK, &ending, nil)
    Thread.detachNewThread { [reaction] in
      var ending = Interruption.endingSignals
      var number: Int32 = 0
      while true {
        if sigwait(&ending, &number) == 0 { reaction.come() }
      }
    }
  }

  /// - Parameter body: given how many have come by then.
  func onSignal(_ body: @escaping @Sendable (Int) -> Void) { reaction.set(body) }
}
