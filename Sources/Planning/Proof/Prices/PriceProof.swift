import Training

/// That chains, trainers, venues, cohorts and partners cannot all have what is cheapest for them.
///
/// Every session of a chain pays for the trainers, the venue and the cohorts' time that it takes;
/// whoever owns the time earns the price. Apart from each other, chains choose their cheapest sessions
/// and owners the dearest set that they could serve: the difference is never above the cost of a
/// plan, whatever the prices (Lagrangian decomposition, Guignard and Kim 1987). `PriceCheck` works it out.
package struct PriceProof: Sendable, Codable, Equatable {
  /// So much of a price is one unit of cost.
  package static let scale = 1000
  /// The most that one price may be: sums of them stay far from where numbers end.
  static let limit = 100_000_000_000
  /// Likewise of a minute of a partner.
  static let partnerLimit = 1_000_000
  /// The most that leaving every session out may cost where prices are used.
  static let costLimit = 100_000_000_000_000

  /// What it proves that every plan costs.
  package var bound: Int
  package var lines: [PriceLine]
  /// By partner: a minute of its trainers, in thousandths.
  package var partners: [String: Int]
  /// By state: what a learner-minute left out adds to its inequity, in millionths of cost.
  package var states: [String: Int]
  /// Likewise by group.
  package var groups: [String: Int]

  package init(
    bound: Int = 0, lines: [PriceLine], partners: [String: Int] = [:], states: [String: Int] = [:],
    groups: [String: Int] = [:]
  ) {
    self.bound = bound
    self.lines = lines
    self.partners = partners
    self.states = states
    self.groups = groups
  }

  /// How many prices it holds.
  package var count: Int {
    lines.reduce(partners.count + states.count + groups.count) { $0 + $1.prices.count }
  }

  /// The bound that the prices prove, from the dataset alone.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    Self.bound(try PriceCheck(premises.facts, freeze: premises.freeze).thousandths(of: self))
  }

  /// Costs are whole: what is proved in thousandths holds for the next whole unit.
  static func bound(_ thousandths: Int128) -> Int {
    guard thousandths > 0 else { return 0 }
    return Int(clamping: (thousandths - 1) / Int128(scale) + 1)
  }
}
