import Synchronization
import Training

/// What is known of how good a plan of a dataset can be, and why it cannot be better.
package struct ProvenBound: Sendable {
  package var arguments: [BoundArgument]
  /// Hours that are short, dearest first: what a coordinator can do something about.
  package var shortages: [Shortage]

  package var lowerBound: Int { arguments.map(\.bound).max() ?? 0 }
}

/// Looks for the best lower bound that it can prove.
///
/// What it finds depends on the dataset alone, whoever searches for plans meanwhile, unless it is
/// stopped: then it ends within a fraction of a second with what is proved by then.
package final class Prover: Sendable {
  /// Cuts that are kept in a certificate.
  private static let mostShortages = 12

  private let premises: Premises
  private let stopped = Atomic<Bool>(false)

  package init(_ facts: Facts, freeze: FreezeState) {
    premises = Premises(facts, freeze: freeze)
  }

  /// Ends the search for a bound; may be called from any thread.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  package func prove() -> ProvenBound {
    let unserved = UnservedProof(premises.facts, freeze: premises.freeze)
    var found = ProvenBound(arguments: [.unserved(unserved)], shortages: [])
    if !isStopped { addCapacity(to: &found) }
    if !isStopped { addPrices(to: &found) }
    return found
  }

  private func addCapacity(to found: inout ProvenBound) {
    let programme = premises.facts.programme
    guard let capacities = premises.capacities(isStopped: { isStopped }) else { return }
    let stakes = CapacityStake.all(of: programme)
    var search = CapacityPriceSearch(capacities, programme: programme, stakes: stakes)
    let flat = search.search { self.isStopped }
    let value = CapacityValue(capacities, programme: programme, stakes: stakes, prices: flat)
    let bound = CapacityProof.bound(value.total)
    guard bound > found.lowerBound else { return }
    found.arguments.append(
      .capacity(
        CapacityProof(
          bound: bound,
          prices: CapacityPrices(
            flat, index: capacities.index, stakes: stakes, programme: programme))))
    guard !isStopped else { return }
    let short = value.chainsThatPay
    found.shortages = Array(
      ShortageSearch(premises).shortages(among: short) { self.isStopped }
        .prefix(Self.mostShortages))
    found.arguments += found.shortages.map { .shortage($0.proof) }
  }

  /// Adds prices start by start where they prove more than all before.
  private func addPrices(to found: inout ProvenBound) {
    guard PriceCheck.isWithinReason(premises.facts.programme),
      let domain = PriceDomain(
        premises.facts, freeze: premises.freeze, isStopped: { self.isStopped })
    else { return }
    var search = PriceSearch(domain)
    search.run(PriceSearch.Limits(rounds: search.suggestedRounds) { self.isStopped })
    guard search.bestBound > found.lowerBound else { return }
    var proof = search.proof
    // What counts is what the check makes of it.
    guard let proved = try? proof.proved(by: premises), proved > found.lowerBound else { return }
    proof.bound = proved
    found.arguments.append(.prices(proof))
  }

  private var isStopped: Bool { stopped.load(ordering: .relaxed) }
}
