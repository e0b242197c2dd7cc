extension CapacityProof {
  /// The bound that the prices prove, from the dataset alone.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    let prices = try CountedPrices(prices, of: premises.facts.programme)
    // Costs are whole: what is proved in millionths holds for the next whole unit.
    let total = CountedWorth(premises.hours, prices: prices).total
    let scale = Int128(CapacityPrices.scale)
    return total > 0 ? Int(clamping: (total + scale - 1) / scale) : 0
  }
}
