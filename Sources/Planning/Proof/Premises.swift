/// What the check of a certificate starts from: a dataset, and what is counted of it, once for all arguments.
package final class Premises {
  package let facts: Facts
  package let freeze: FreezeState
  /// Of all chains.
  private(set) lazy var hours = CountedHours(facts, freeze: freeze)
  private lazy var chains = Dictionary(
    zip(facts.programme.chains.map(\.id), facts.programme.chains.indices),
    uniquingKeysWith: { first, _ in first })

  package init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  /// By `c/m`.
  func chain(named id: String) -> Int? { chains[id] }
}
