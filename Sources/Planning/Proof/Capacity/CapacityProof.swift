import Training

/// That the hours there are do not suffice for all sessions, told by what an hour is worth.
///
/// See `CapacityValue` for why prices, whatever they are, prove a bound.
package struct CapacityProof: Sendable, Codable, Equatable {
  /// What it proves that every plan costs.
  package var bound: Int
  package var prices: CapacityPrices

  /// Costs are whole: what is proved in millionths holds for the next whole unit.
  static func bound(_ millionths: Int128) -> Int {
    guard millionths > 0 else { return 0 }
    return Int(clamping: (millionths - 1) / Int128(CapacityPrices.scale) + 1)
  }
}
