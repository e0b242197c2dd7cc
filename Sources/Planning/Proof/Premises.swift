import Synchronization

/// What proofs start from: a dataset, and what follows from it by counting, made when first asked for.
package final class Premises: Sendable {
  package let facts: Facts
  package let freeze: FreezeState
  private let made = Mutex<Capacities?>(nil)

  package init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  package var capacities: Capacities {
    guard let capacities = capacities(isStopped: { false }) else {
      preconditionFailure("nothing stops the counting")
    }
    return capacities
  }

  /// Nil where they are not there yet and `isStopped` ends the counting.
  func capacities(isStopped: () -> Bool) -> Capacities? {
    made.withLock { made in
      if made == nil { made = Capacities(facts, freeze: freeze, isStopped: isStopped) }
      return made
    }
  }
}
