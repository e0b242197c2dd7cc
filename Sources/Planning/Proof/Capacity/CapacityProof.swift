import Training

/// That the hours there are do not suffice for all sessions, told by what an hour is worth.
///
/// See `CapacityValue` for why prices, whatever they are, prove a bound.
package struct CapacityProof: Sendable, Codable, Equatable {
  /// What it proves that every plan costs.
  package var bound: Int
  package var prices: CapacityPrices

  /// The bound that the prices prove, from the dataset alone.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    let programme = premises.facts.programme
    let stakes = CapacityStake.all(of: programme)
    let capacities = premises.capacities
    let flat = try prices.flat(index: capacities.index, stakes: stakes, programme: programme)
    return Self.bound(
      CapacityValue(capacities, programme: programme, stakes: stakes, prices: flat).total)
  }

  /// Costs are whole: what is proved in millionths holds for the next whole unit.
  static func bound(_ millionths: Int128) -> Int {
    guard millionths > 0 else { return 0 }
    return Int(clamping: (millionths - 1) / Int128(CapacityPrices.scale) + 1)
  }
}
