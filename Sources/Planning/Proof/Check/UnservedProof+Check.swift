import Training

extension UnservedProof {
  /// The bound that the parts prove, from the dataset alone.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    let programme = premises.facts.programme
    var sum = 0
    var seen: Set<String> = []
    for part in parts {
      guard let index = premises.chain(named: part.chain) else {
        throw ProofFault("the dataset has no chain \(part.chain)")
      }
      guard seen.insert(part.chain).inserted else {
        throw ProofFault("\(part.chain) is counted twice")
      }
      let sessions = programme.chains[index].sessions.count
      let counted = premises.hours.counted(index)
      guard counted.weeks.isEmpty, counted.open.count == sessions else {
        throw ProofFault("\(part.chain) can have a session")
      }
      let cost =
        sessions * programme.settings.weights.unplaced
        * Unplaced.amount(ofChain: index, in: programme)
      guard part.cost == cost, part.sessions == sessions else {
        throw ProofFault("\(part.chain) left out costs \(cost), not \(part.cost)")
      }
      sum += cost
    }
    return sum
  }
}
