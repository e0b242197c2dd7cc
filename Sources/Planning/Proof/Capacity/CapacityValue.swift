import Training

/// What every plan costs at least, given prices (weak duality of linear programmes).
///
/// Where each session pays for the hours that it takes, a plan pays for no more hours than there
/// are. So its cost is at least the sum, over the chains, of the cheapest that a chain can do, left
/// out or paid for, less the price of all hours there are. Inequity is convex, and lies above a line.
/// All numbers are millionths of a unit of cost.
struct CapacityValue {
  private let capacities: Capacities
  private let programme: Programme
  private let prices: FlatPrices
  private let stakesOf: [[Int]]
  /// By chain.
  private var least: [Int128]

  /// What every plan costs at least.
  private(set) var total: Int128 = 0

  init(
    _ capacities: Capacities, programme: Programme, stakes: [CapacityStake], prices: FlatPrices
  ) {
    self.capacities = capacities
    self.programme = programme
    self.prices = prices
    stakesOf = CapacityStake.stakesOfCohorts(programme)
    least = Array(repeating: 0, count: programme.chains.count)
    total = sumOverChains()
    for (limit, price) in zip(capacities.limits, prices.resources) where price > 0 {
      total -= Int128(limit) * Int128(price)
    }
    for (stake, price) in zip(stakes, prices.stakes) { total -= stake.overstated(price: price) }
  }

  /// A chain that others wait for is complete, or none of them has a session (H4).
  private mutating func sumOverChains() -> Int128 {
    var followers = Array(repeating: [Int](), count: programme.chains.count)
    for (chain, demand) in capacities.demands.enumerated() {
      if let parent = demand.parent { followers[parent].append(chain) }
    }
    var out = Array(repeating: Int128(0), count: programme.chains.count)
    for chain in capacities.order.reversed() {
      let choice = choice(ofChain: chain)
      let after = followers[chain]
      out[chain] = choice.out + after.reduce(0) { $0 + out[$1] }
      let complete = choice.complete.map { $0 + after.reduce(0) { $0 + least[$1] } }
      let partial = choice.partial.map { $0 + after.reduce(0) { $0 + out[$1] } }
      least[chain] = min(complete ?? partial ?? 0, partial ?? complete ?? 0)
    }
    return capacities.demands.indices.reduce(0) {
      capacities.demands[$1].parent == nil ? $0 + least[$1] : $0
    }
  }

  /// Chains of which a session pays for its hours in some week.
  var chainsThatPay: [Int] {
    capacities.demands.indices.filter { chain in
      let demand = capacities.demands[chain]
      return demand.slots.contains { price(of: capacities.slots[$0], demand) > 0 }
    }
  }

  private struct Choice {
    /// With all its sessions; nil where there is no room for them.
    var complete: Int128?
    /// With fewer; nil where none of its sessions is open.
    var partial: Int128?
    /// With none.
    var out: Int128
  }

  private func choice(ofChain index: Int) -> Choice {
    let demand = capacities.demands[index]
    guard !demand.sessions.isEmpty else { return Choice(complete: 0, partial: nil, out: 0) }
    let weights = weights(ofChain: index).sorted()
    var paid: [Int128] = []
    for slot in demand.slots {
      let price = price(of: capacities.slots[slot], demand)
      paid += Array(repeating: price, count: capacities.slots[slot].room)
    }
    paid.sort()
    let out = weights.reduce(0, +)
    // The cheapest to leave out are left out, and the cheapest slots taken.
    var choice = Choice(complete: nil, partial: out, out: out)
    var sum = out
    for placed in 1...weights.count {
      guard placed <= paid.count else { break }
      sum += paid[placed - 1] - weights[weights.count - placed]
      if placed == weights.count {
        choice.complete = sum
      } else {
        choice.partial = min(choice.partial ?? sum, sum)
      }
    }
    return choice
  }

  /// What leaving each open session of a chain out costs.
  func weights(ofChain index: Int) -> [Int128] {
    let chain = programme.chains[index]
    let weights = programme.settings.weights
    let minutes = capacities.demands[index].minutes
    var shared =
      Int128(weights.unplaced) * Int128(Unplaced.amount(ofChain: index, in: programme))
      * Int128(CapacityPrices.scale)
    for cohort in chain.cohorts {
      for stake in stakesOf[cohort] where prices.stakes[stake] > 0 {
        shared +=
          Int128(prices.stakes[stake]) * Int128(programme.cohorts[cohort].size * minutes)
      }
    }
    return capacities.demands[index].sessions.map { session in
      var own = 0
      if programme.pins[session] != nil { own += weights.unpinned }
      if programme.previous[session] != nil { own += weights.moved * chain.cohorts.count }
      return shared + Int128(own) * Int128(CapacityPrices.scale)
    }
  }

  /// The least that a session in the slot pays.
  private func price(of slot: Capacities.Slot, _ demand: Capacities.Demand) -> Int128 {
    var perMinute = cheapestStaff(of: slot, count: demand.trainerCount)
    perMinute += Int128(cheapest(slot.venues) ?? 0)
    let cohorts = slot.cohorts.reduce(Int128(0)) { $0 + Int128(cheapest($1) ?? 0) }
    return perMinute * Int128(demand.minutes) + cohorts
  }

  /// One who leads, and the cheapest of all others: H5 wants them different.
  private func cheapestStaff(of slot: Capacities.Slot, count: Int) -> Int128 {
    let lead = cheapest(slot.leads) ?? 0
    guard count > 1 else { return Int128(lead) }
    let team = pricesByTrainer(slot.assistants)
    let leads = Set(slot.leads.map { Int(capacities.offers[$0].resource) / capacities.index.span })
    let all = team.prefix(count)
    if all.contains(where: { leads.contains($0.trainer) }) {
      return all.reduce(0) { $0 + Int128($1.price) }
    }
    return all.dropLast().reduce(Int128(lead)) { $0 + Int128($1.price) }
  }

  /// The least that each trainer takes, cheapest first.
  private func pricesByTrainer(_ range: Range<Int>) -> [(trainer: Int, price: Int)] {
    var found: [(trainer: Int, price: Int)] = []
    for place in range {
      let trainer = Int(capacities.offers[place].resource) / capacities.index.span
      let price = price(of: capacities.offers[place])
      if found.last?.trainer == trainer {
        found[found.count - 1].price = min(found[found.count - 1].price, price)
      } else {
        found.append((trainer, price))
      }
    }
    return found.sorted { ($0.price, $0.trainer) < ($1.price, $1.trainer) }
  }

  private func cheapest(_ range: Range<Int>) -> Int? {
    var least: Int?
    for place in range {
      let price = price(of: capacities.offers[place])
      if price < least ?? .max { least = price }
    }
    return least
  }

  private func price(of offer: Capacities.Offer) -> Int {
    prices.resources[Int(offer.resource)]
      + (offer.partner < 0 ? 0 : prices.resources[Int(offer.partner)])
  }
}
