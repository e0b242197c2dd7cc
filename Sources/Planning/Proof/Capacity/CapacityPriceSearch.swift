import Training

/// Looks for prices that prove much: a price rises where more is asked than there is, and falls where
/// there is more than asked.
///
/// Subgradient ascent on the Lagrangian dual, where sessions are spread over all choices that cost
/// about the same, so that prices do not swing; the spread narrows as the steps do (after smoothed
/// and averaged subgradient methods: Nesterov 2005; Barahona and Anbil 2000, the volume algorithm).
/// Floating point is good enough here: whatever prices come out, `CapacityProof` proves by whole
/// numbers what they are worth.
struct CapacityPriceSearch {
  private let capacities: Capacities
  let demands: [Capacities.Demand]
  let slots: [Capacities.Slot]
  let offers: [Capacities.Offer]
  private let limits: [Double]
  private let stakes: [CapacityStake]
  /// By chain: the cost of one session left out, inequity apart.
  let weights: [Double]
  /// By chain: learner-minutes of one session, by stake.
  let shares: [[(stake: Int, minutes: Double)]]
  private let followers: [[Int]]
  let span: Int
  /// What a minute is worth, on average.
  private let scale: Double

  var prices: [Double]
  var slopes: [Double]
  var taken: [Double]
  var left: [Double]
  var slotPrices: [Double]
  var width = 0.0

  init(_ capacities: Capacities, programme: Programme, stakes: [CapacityStake]) {
    self.capacities = capacities
    self.stakes = stakes
    demands = capacities.demands
    slots = capacities.slots
    offers = capacities.offers
    limits = capacities.limits.map(Double.init)
    span = capacities.index.span
    let stakesOf = CapacityStake.stakesOfCohorts(programme)
    let zero = FlatPrices(
      resources: Array(repeating: 0, count: capacities.limits.count),
      stakes: Array(repeating: 0, count: stakes.count))
    let value = CapacityValue(capacities, programme: programme, stakes: stakes, prices: zero)
    weights = demands.indices.map { chain in
      value.weights(ofChain: chain).min().map { Double($0) / Double(CapacityPrices.scale) } ?? 0
    }
    shares = demands.indices.map { chain in
      programme.chains[chain].cohorts.flatMap { cohort in
        stakesOf[cohort].map {
          ($0, Double(programme.cohorts[cohort].size * capacities.demands[chain].minutes))
        }
      }
    }
    var followers = Array(repeating: [Int](), count: demands.count)
    for (chain, demand) in demands.enumerated() {
      if let parent = demand.parent { followers[parent].append(chain) }
    }
    self.followers = followers
    var cost = 0.0
    var minutes = 0.0
    for (chain, demand) in demands.enumerated() {
      let count = Double(demand.sessions.count)
      cost += weights[chain] * count
      minutes += Double(demand.minutes * demand.trainerCount) * count
    }
    scale = minutes > 0 ? cost / minutes : 0
    prices = Array(repeating: 0, count: limits.count)
    slopes = Array(repeating: 0, count: stakes.count)
    taken = prices
    left = slopes
    slotPrices = Array(repeating: 0, count: slots.count)
  }

  /// The best prices found in a number of steps that depends on the dataset alone, unless
  /// `isStopped` says to end with what there is.
  ///
  /// - Parameter cuts: hours known to be short, where prices begin.
  mutating func search(from cuts: [ShortageCut], isStopped: () -> Bool) -> FlatPrices {
    let steps = min(600, max(24, 200_000_000 / max(1, offers.count)))
    let zero = step(0, of: steps, isTrial: true)
    for cut in cuts {
      for resource in cut.resources { prices[resource] = max(prices[resource], cut.price) }
    }
    var best = (value: step(0, of: steps, isTrial: true), prices: prices, slopes: slopes)
    if zero > best.value {
      prices = Array(repeating: 0, count: prices.count)
      best = (zero, prices, slopes)
    }
    let base = best.value
    guard scale > 0 else { return flat(best.prices, best.slopes) }
    var mean = prices
    var slopeMean = slopes
    var averaged = 0.0
    for number in 0..<steps where !isStopped() {
      let value = step(number, of: steps, isTrial: false)
      if value > best.value { best = (value, prices, slopes) }
      move(by: 0.5 / (1 + Double(number) / 12))
      if number >= steps / 3 {
        averaged += 1
        for place in mean.indices { mean[place] += (prices[place] - mean[place]) / averaged }
        for place in slopeMean.indices {
          slopeMean[place] += (slopes[place] - slopeMean[place]) / averaged
        }
      }
      // Where nothing is short the first steps show it.
      if number == 40, best.value <= base + 0.5, cuts.isEmpty { break }
    }
    if averaged > 0 {
      prices = mean
      slopes = slopeMean
      let value = step(steps, of: steps, isTrial: true)
      if value > best.value { best = (value, prices, slopes) }
    }
    return flat(best.prices, best.slopes)
  }

  private func flat(_ prices: [Double], _ slopes: [Double]) -> FlatPrices {
    func whole(_ value: Double) -> Int {
      let millionths = value * Double(CapacityPrices.scale)
      // Dust proves nothing and makes the certificate long.
      guard value > scale / 2000 else { return 0 }
      return Int(min(millionths.rounded(), Double(CapacityPrices.limit)))
    }
    return FlatPrices(
      resources: prices.map(whole),
      stakes: slopes.map { Int(min(max(0, $0 * 1e6).rounded(), Double(CapacityPrices.limit))) })
  }

  /// What the prices prove; counts what sessions would take at them into `taken` and `left`.
  private mutating func step(_ number: Int, of steps: Int, isTrial: Bool) -> Double {
    width = scale * 0.3 / (1 + Double(number) / 12)
    for place in taken.indices { taken[place] = 0 }
    for place in left.indices { left[place] = 0 }
    var least = Array(repeating: 0.0, count: demands.count)
    var out = least
    var isPartial = Array(repeating: false, count: demands.count)
    for chain in capacities.order.reversed() {
      let choice = choice(ofChain: chain)
      var (complete, partial) = (choice.complete, choice.partial)
      out[chain] = choice.out
      for after in followers[chain] {
        out[chain] += out[after]
        complete += least[after]
        partial += out[after]
      }
      least[chain] = min(complete, partial)
      isPartial[chain] = partial < complete
    }
    var total = 0.0
    for chain in demands.indices where demands[chain].parent == nil { total += least[chain] }
    for place in prices.indices where prices[place] > 0 { total -= limits[place] * prices[place] }
    for (stake, slope) in zip(stakes, slopes) where slope > 0 {
      // The parabola u² cost / 60 asked lies below its tangent by so much, the steps by a little more.
      let asked = Double(stake.asked)
      total -= slope * slope * 15 * asked / Double(max(1, stake.cost)) + slope * asked / 1000
    }
    if !isTrial {
      var isOut = Array(repeating: false, count: demands.count)
      for chain in capacities.order {
        if let parent = demands[chain].parent, isOut[parent] || isPartial[parent] {
          isOut[chain] = true
        }
        take(chain, isOut: isOut[chain])
      }
    }
    return total
  }

  private mutating func move(by rate: Double) {
    for place in prices.indices {
      let unit = place < capacities.index.firstCohort ? 60.0 : 1.0
      let rise = (taken[place] - limits[place]) / max(limits[place], unit)
      guard rise != 0 else { continue }
      let worth = place < capacities.index.firstCohort ? scale : scale * 60
      prices[place] = max(0, prices[place] + rate * worth * min(max(rise, -1), 1))
    }
    for (place, stake) in stakes.enumerated() where stake.asked > 0 {
      let share = min(1, left[place] / Double(stake.asked))
      let slope = 2 * Double(stake.cost) * share / 60
      slopes[place] += (slope - slopes[place]) * min(1, rate + 0.02)
    }
  }
}
