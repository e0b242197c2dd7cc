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

  private let facts: Facts
  private let freeze: FreezeState
  private let stopped = Atomic<Bool>(false)

  package init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  /// Ends the search for a bound; may be called from any thread.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  /// - Parameter report: told of every better bound.
  package func prove(report: (Int) -> Void = { _ in }) -> ProvenBound {
    let unserved = UnservedProof(facts, freeze: freeze)
    var found = ProvenBound(arguments: [.unserved(unserved)], shortages: [])
    report(found.lowerBound)
    var builder = CapacityBuilder(facts, freeze: freeze, among: nil)
    guard builder.build(isStopped: { self.isStopped }) else { return found }
    let search = ShortageSearch(builder)
    let cuts = search.cuts(among: Array(facts.programme.chains.indices)) { self.isStopped }
    found.arguments += cuts.prefix(Self.mostShortages).map { .shortage($0.proof) }
    report(found.lowerBound)
    let proof = capacityProof(Capacities(builder), from: cuts)
    if proof.bound > unserved.bound {
      found.arguments.insert(.capacity(proof), at: 1)
      report(found.lowerBound)
    }
    found.shortages = search.shortages(of: cuts.prefix(Self.mostShortages)) { self.isStopped }
    if let proof = priceProof(above: found.lowerBound) {
      found.arguments.append(.prices(proof))
      report(found.lowerBound)
    }
    return found
  }

  /// What each start is worth; nil where that proves no more than `bound`.
  private func priceProof(above bound: Int) -> PriceProof? {
    guard PriceCheck.isWithinReason(facts.programme),
      let domain = PriceDomain(facts, freeze: freeze, isStopped: { self.isStopped })
    else { return nil }
    var search = PriceSearch(domain)
    search.run(PriceSearch.Limits(rounds: search.suggestedRounds) { self.isStopped })
    guard search.bestBound > bound else { return nil }
    var proof = search.proof
    // The check has the last word.
    guard let proved = try? proof.proved(by: Premises(facts, freeze: freeze)), proved > bound
    else { return nil }
    proof.bound = proved
    return proof
  }

  /// What hours are worth, beginning with what the cuts say.
  private func capacityProof(
    _ capacities: Capacities, from cuts: [ShortageCut]
  ) -> CapacityProof {
    let programme = facts.programme
    let stakes = CapacityStake.all(of: programme)
    var search = CapacityPriceSearch(capacities, programme: programme, stakes: stakes)
    let prices = search.search(from: cuts) { self.isStopped }
    let value = CapacityValue(capacities, programme: programme, stakes: stakes, prices: prices)
    return CapacityProof(
      bound: CapacityProof.bound(value.total),
      prices: CapacityPrices(
        prices, index: capacities.index, stakes: stakes, programme: programme))
  }

  private var isStopped: Bool { stopped.load(ordering: .relaxed) }
}
