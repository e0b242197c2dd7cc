import Training

/// What every plan costs at least where hours have prices, in millionths (weak duality).
///
/// A plan takes no more of anybody's hours than there are. So whatever it costs, it costs no less than
/// with a charge for the hours that it takes and a refund for all hours there are; and then each chain
/// can be looked at by itself, apart from those that H4 puts behind it. The inequity of a state or a
/// group is nowhere below a line through 0 with the slope of its price, lowered by `excess`.
struct CountedWorth {
  private let hours: CountedHours
  private let prices: CountedPrices
  private let behind: [Int: [Int]]
  private var programme: Programme { hours.programme }

  init(_ hours: CountedHours, prices: CountedPrices) {
    self.hours = hours
    self.prices = prices
    var behind: [Int: [Int]] = [:]
    for (chain, before) in hours.facts.prerequisites.enumerated() {
      // One of those that it waits for: the tree of the certificate.
      if let first = before.first { behind[first, default: []].append(chain) }
    }
    self.behind = behind
  }

  var total: Int128 {
    var total: Int128 = 0
    for chain in programme.chains.indices where hours.facts.prerequisites[chain].isEmpty {
      total += least(ofChain: chain).any
    }
    for (holder, price) in prices.ofHolders {
      total -= Int128(hours.limit(of: holder)) * Int128(price)
    }
    for (state, price) in prices.ofStates {
      total -= excess(
        price, priority: programme.states[state].priority,
        asked: asked { programme.cities[$0.city].state == state })
    }
    for (tag, price) in prices.ofGroups {
      total -= excess(price, priority: 1, asked: asked { $0.groups.contains(tag) })
    }
    return total
  }

  /// The least that a chain costs with all that waits for it.
  ///
  /// - Returns: `none`: none of its sessions is placed, nor any that waits; `any`: the best.
  private func least(ofChain index: Int) -> (any: Int128, none: Int128) {
    var waiting: (any: Int128, none: Int128) = (0, 0)
    for chain in behind[index] ?? [] {
      let least = least(ofChain: chain)
      waiting.any += least.any
      waiting.none += least.none
    }
    let chain = hours.counted(index)
    let left = chain.open.map { leftOut($0, ofChain: index) }.sorted(by: >)
    var places: [Int128] = []
    for week in chain.weeks {
      places += Array(
        repeating: prices.least(week, chain, in: programme), count: week.room)
    }
    places.sort()
    // The dearest to leave out are placed, where it is cheapest.
    var cost = left.reduce(0, +)
    let none = cost + waiting.none
    var any = left.isEmpty ? waiting.any : none
    for (number, place) in places.prefix(left.count).enumerated() {
      cost += place - left[number]
      any = min(any, cost + (number + 1 == left.count ? waiting.any : waiting.none))
    }
    return (any, none)
  }

  /// What the session costs that is not placed.
  private func leftOut(_ session: Int, ofChain index: Int) -> Int128 {
    let chain = programme.chains[index]
    let weights = programme.settings.weights
    let minutes = programme.modules[chain.module].minutes
    var cost = weights.unplaced * Unplaced.amount(ofChain: index, in: programme)
    if programme.pins[session] != nil { cost += weights.unpinned }
    if programme.previous[session] != nil { cost += weights.moved * chain.cohorts.count }
    var millionths = Int128(cost) * Int128(CapacityPrices.scale)
    for cohort in chain.cohorts.map({ programme.cohorts[$0] }) {
      var price = Int128(prices.ofStates[programme.cities[cohort.city].state] ?? 0)
      for tag in Set(cohort.groups) { price += Int128(prices.ofGroups[tag] ?? 0) }
      millionths += price * Int128(cohort.size * minutes)
    }
    return millionths
  }

  /// Learner-minutes that cohorts ask for.
  private func asked(_ isMeant: (Cohort) -> Bool) -> Int {
    programme.chains.reduce(0) { sum, chain in
      let learners = chain.cohorts.map { programme.cohorts[$0] }.filter(isMeant)
        .reduce(0) { $0 + $1.size }
      return sum + learners * programme.modules[chain.module].minutes * chain.sessions.count
    }
  }

  /// How far the line rises above the inequity at most: just before one of the thousand steps in
  /// which the share left out counts, or where all is left out.
  private func excess(_ price: Int, priority: Int, asked: Int) -> Int128 {
    guard price > 0, asked > 0 else { return 0 }
    var most: Int128 = 0
    for step in 1...1001 {
      let minutes = min(asked, Int((Int128(step) * Int128(asked) - 1) / 1000))
      let amount = Inequity.amount(priority: priority, asked: asked, unplaced: minutes)
      let cost = Int128(programme.settings.weights.inequity) * Int128(amount)
      most = max(most, Int128(price) * Int128(minutes) - cost * Int128(CapacityPrices.scale))
    }
    return most
  }
}
