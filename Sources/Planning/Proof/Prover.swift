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
/// What it finds depends on the dataset and its effort alone, whoever searches for plans meanwhile,
/// unless its time is limited or it is stopped.
package final class Prover: Sendable {
  /// Cuts that are kept in a certificate.
  private static let mostShortages = 12

  private let facts: Facts
  private let freeze: FreezeState
  private let stopped = Atomic<Bool>(false)
  private let effort: Int
  private let cpuSeconds: Double?

  /// - Parameters:
  ///   - effort: prices that may be looked at, all rounds together; some five million a second.
  ///   - cpuSeconds: CPU time that it may take of the thread that it runs on; nil for no limit.
  package init(
    _ facts: Facts, freeze: FreezeState, effort: Int = PriceSearch.effort,
    cpuSeconds: Double? = nil
  ) {
    self.facts = facts
    self.freeze = freeze
    self.effort = effort
    self.cpuSeconds = cpuSeconds
  }

  /// Ends the search for a bound; may be called from any thread.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  /// - Parameter report: told of what is proved by then, whenever that is more.
  package func prove(report: (ProvenBound) -> Void = { _ in }) -> ProvenBound {
    let end = cpuSeconds.map { Budget.threadSeconds() + $0 }
    let isOver = { self.isStopped || end.map { Budget.threadSeconds() > $0 } ?? false }
    let unserved = UnservedProof(facts, freeze: freeze)
    var found = ProvenBound(arguments: [.unserved(unserved)], shortages: [])
    report(found)
    var builder = CapacityBuilder(facts, freeze: freeze, among: nil)
    guard builder.build(isStopped: isOver) else { return found }
    let search = ShortageSearch(builder)
    let cuts = search.cuts(among: Array(facts.programme.chains.indices), isStopped: isOver)
    found.arguments += cuts.prefix(Self.mostShortages).map { .shortage($0.proof) }
    report(found)
    let proof = capacityProof(Capacities(builder), from: cuts, isOver: isOver)
    if proof.bound > unserved.bound {
      found.arguments.insert(.capacity(proof), at: 1)
      report(found)
    }
    found.shortages = search.shortages(of: cuts.prefix(Self.mostShortages), isStopped: isOver)
    report(found)
    if let proof = priceProof(above: found.lowerBound, until: end, isOver: isOver) {
      found.arguments.append(.prices(proof))
      report(found)
    }
    return found
  }

  /// What each start is worth; nil where that proves no more than `bound`, or could not be looked for
  /// long enough.
  private func priceProof(
    above bound: Int, until end: Double?, isOver: @escaping () -> Bool
  ) -> PriceProof? {
    guard effort > 0, PriceCheck.isWithinReason(facts.programme),
      let domain = PriceDomain(facts, freeze: freeze, isStopped: isOver)
    else { return nil }
    var search = PriceSearch(domain)
    guard var rounds = search.rounds(for: effort) else { return nil }
    var spent = { 0.0 }
    if let end {
      let before = Budget.threadSeconds()
      guard search.evaluate(isCancelled: isOver) != nil else { return nil }
      let now = Budget.threadSeconds()
      // The check takes as long as a few rounds.
      let time = 0.8 * (end - now)
      rounds = min(rounds, Int(time / max(1e-6, now - before)))
      guard rounds >= PriceSearch.fewestRounds else { return nil }
      spent = { (Budget.threadSeconds() - now) / time }
    }
    search.run(PriceSearch.Limits(rounds: rounds, spent: spent) { self.isStopped })
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
    _ capacities: Capacities, from cuts: [ShortageCut], isOver: () -> Bool
  ) -> CapacityProof {
    let programme = facts.programme
    let stakes = CapacityStake.all(of: programme)
    var search = CapacityPriceSearch(capacities, programme: programme, stakes: stakes)
    let prices = search.search(from: cuts, isStopped: isOver)
    let value = CapacityValue(capacities, programme: programme, stakes: stakes, prices: prices)
    return CapacityProof(
      bound: CapacityProof.bound(value.total),
      prices: CapacityPrices(
        prices, index: capacities.index, stakes: stakes, programme: programme))
  }

  private var isStopped: Bool { stopped.load(ordering: .relaxed) }
}
