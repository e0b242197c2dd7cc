/// What is short, after `run`.
extension ShortageNetwork {
  struct Part {
    var chains: Set<Int> = []
    var resources: Set<Int> = []
  }

  /// What still is reached from the source falls apart: each piece with the hours that are its limit.
  var parts: [Part] {
    let reached = flow.reached
    let short = needs.indices.filter { reached[needs[$0].node] }
    var leader = Array(needs.indices)
    func root(_ need: Int) -> Int {
      var need = need
      while leader[need] != need { need = leader[need] }
      return need
    }
    var met: [Int: Int] = [:]
    var limits = Array(repeating: Set<Int>(), count: needs.count)
    for need in short {
      for slot in needs[need].slots where reached[slot.node] {
        for place in offers(of: slot.slot, needs[need]) {
          let offer = capacities.offers[place]
          guard let node = nodes[Int(offer.resource)], reached[node] else { continue }
          var limit = Int(offer.resource)
          if offer.partner >= 0, let partner = nodes[Int(offer.partner)], reached[partner] {
            limit = Int(offer.partner)
          }
          limits[need].insert(limit)
          for resource in [Int(offer.resource), limit] {
            if let other = met[resource] {
              let (one, two) = (root(need), root(other))
              leader[max(one, two)] = min(one, two)
            } else {
              met[resource] = need
            }
          }
        }
      }
    }
    var needOfChain: [Int: Int] = [:]
    for need in short {
      let other = needOfChain[needs[need].chain, default: need]
      let (one, two) = (root(need), root(other))
      leader[max(one, two)] = min(one, two)
      needOfChain[needs[need].chain] = need
    }
    var parts: [Int: Part] = [:]
    for need in short {
      parts[root(need), default: Part()].chains.insert(needs[need].chain)
      parts[root(need), default: Part()].resources.formUnion(limits[need])
    }
    return parts.sorted { $0.key < $1.key }.map(\.value)
  }

  private func offers(of slot: Int, _ need: Need) -> Range<Int> {
    let slot = capacities.slots[slot]
    switch kind {
    case .trainers: return need.leads ? slot.leads : slot.assistants
    case .venues: return slot.venues
    }
  }
}
