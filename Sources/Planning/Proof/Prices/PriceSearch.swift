import Training

/// Looks for the prices that prove the most, by the volume algorithm (Barahona and Anbil 2000).
///
/// Each round solves every block at trial prices. What chains take and owners do not offer, averaged
/// over the rounds, is the direction of the next trial; prices that prove more become the centre. All
/// of it is arithmetic in one order: the same programme and number of rounds give the same prices.
package struct PriceSearch {
  /// When to stop, and what to aim at.
  package struct Limits {
    /// Rounds, each of which solves every block once.
    package var rounds: Int
    /// Cost of a known plan, where there is one: nothing above it can be proved.
    package var target: Int?
    /// Asked once a round.
    package var isCancelled: () -> Bool

    package init(
      rounds: Int, target: Int? = nil, isCancelled: @escaping () -> Bool = { false }
    ) {
      self.rounds = rounds
      self.target = target
      self.isCancelled = isCancelled
    }
  }

  let tables: PriceTables
  private var chainBlock: PriceChainBlock
  private var ownerBlocks: PriceOwnerBlocks
  /// Trial prices, whole.
  private var trial: [Int]
  private var direction: [Double]
  private var centre: [Double]
  private var picks: [Int32] = []
  /// What chains take less what owners offer, at the trial prices.
  private var excess: [Int32]
  package private(set) var rounds = 0
  /// The most that any round has proved, times `PriceArgument.scale`.
  package private(set) var bestValue = Int.min
  private var bestPrices: [Int]
  package var trace: ((Int, Int, Int) -> Void)?

  package init(_ domain: PriceDomain) {
    let tables = PriceTables(domain)
    self.tables = tables
    chainBlock = PriceChainBlock(tables)
    ownerBlocks = PriceOwnerBlocks(tables)
    trial = Array(repeating: 0, count: tables.priceCount)
    direction = Array(repeating: 0, count: tables.priceCount)
    centre = direction
    excess = Array(repeating: 0, count: tables.priceCount)
    bestPrices = trial
  }

  /// The sum of all blocks at the trial prices; leaves `excess` behind.
  mutating func evaluate() -> Int {
    for index in excess.indices { excess[index] = 0 }
    var total = 0
    trial.withUnsafeBufferPointer { prices in
      picks.removeAll(keepingCapacity: true)
      for part in tables.chains.indices {
        total += chainBlock.value(of: part, prices: prices, picks: &picks)
      }
      for pick in picks { excess[Int(pick)] += 1 }
      picks.removeAll(keepingCapacity: true)
      for week in tables.weeks.indices {
        total -= ownerBlocks.value(ofWeek: week, prices: prices, picks: &picks)
      }
      let staffPicks = picks.count
      for venue in tables.venues.indices {
        total -= ownerBlocks.value(ofVenue: venue, prices: prices, picks: &picks)
      }
      for day in tables.cohortDays.indices {
        total -= ownerBlocks.value(ofCohortDay: day, prices: prices, picks: &picks)
      }
      for pick in picks { excess[Int(pick)] -= 1 }
      total -= price(partnersOf: picks[..<staffPicks], prices)
    }
    return total
  }

  /// What the caps of partners earn; notes how far the picks of their trainers exceed them, in hours.
  private mutating func price(
    partnersOf picks: ArraySlice<Int32>, _ prices: UnsafeBufferPointer<Int>
  ) -> Int {
    let programme = tables.domain.programme
    var given = Array(repeating: 0, count: programme.partners.count)
    for pick in picks {
      let trainer = Int(tables.staffTrainer[Int(pick)])
      if let partner = programme.trainers[trainer].partner {
        given[partner] += minutesOf[Int(pick)]
      }
    }
    var earned = 0
    for (index, partner) in programme.partners.enumerated() {
      guard let cap = partner.capMinutes else { continue }
      earned += prices[tables.partnerBase + index] * cap
      excess[tables.partnerBase + index] = Int32(clamping: (given[index] - cap) / 60)
    }
    return earned
  }

  /// By staff price: minutes, whole units only.
  private lazy var minutesOf: [Int] = {
    var minutes = Array(repeating: 0, count: tables.staffCount)
    for booking in tables.bookings { minutes[booking.price] = booking.minutes * tables.unit }
    return minutes
  }()

  /// Goes on for so many rounds.
  package mutating func run(_ limits: Limits) {
    let scale = Double(PriceArgument.scale)
    var factor = 0.5
    var failures = 0
    var successes = 0
    if rounds == 0 {
      bestValue = evaluate()
      rounds = 1
      for index in direction.indices { direction[index] = Double(excess[index]) }
    }
    var blend = 0.1
    var lastLook = bestValue
    while rounds < limits.rounds, !limits.isCancelled() {
      let proved = Double(bestValue)
      var goal = max(proved * 1.05, proved + 10 * scale)
      if let target = limits.target { goal = Double(target) * scale }
      if goal <= proved { break }
      var norm = 0.0
      for index in direction.indices {
        let value = direction[index]
        // A price of nothing does not fall.
        if value > 0 || centre[index] > 0 { norm += value * value }
      }
      guard norm > 0 else { break }
      let step = factor * (goal - proved) / norm
      for index in trial.indices {
        trial[index] = Int(max(0, centre[index] + step * direction[index]).rounded())
      }
      let value = evaluate()
      rounds += 1
      var along = 0.0
      for index in direction.indices { along += direction[index] * Double(excess[index]) }
      if value > bestValue {
        bestValue = value
        bestPrices = trial
        for index in centre.indices { centre[index] = Double(trial[index]) }
        failures = 0
        if along >= 0 {
          factor = min(2, factor * 1.1)
        }
        successes += 1
      } else {
        failures += 1
        if failures >= 20 {
          factor = max(0.0005, factor * 0.66)
          failures = 0
        }
      }
      for index in direction.indices {
        direction[index] = blend * Double(excess[index]) + (1 - blend) * direction[index]
      }
      if rounds % 100 == 0 {
        if Double(bestValue - lastLook) < 0.01 * abs(Double(bestValue)) {
          blend = max(0.01, blend * 0.7)
        }
        lastLook = bestValue
      }
      trace?(rounds, value, bestValue)
    }
  }

  /// The best prices found.
  package var argument: PriceArgument {
    struct Key: Hashable {
      var chain: Int
      var taken: PriceArgument.Taken
    }
    var lines: [PriceArgument.Line] = []
    for part in tables.chains {
      var own: [PriceArgument.Taken: Int] = [:]
      let first = lines.count
      func note(_ taken: PriceArgument.Taken, _ start: Instant, _ price: Int) {
        guard price > 0 else { return }
        if own[taken] == nil {
          own[taken] = lines.count
          lines.append(PriceArgument.Line(chain: part.chain, taken: taken, prices: []))
        }
        if let line = own[taken] { lines[line].prices.append((start, price)) }
      }
      for visit in part.visits {
        let start = tables.starts[visit]
        for price in Int(tables.staffOffset[visit])..<Int(tables.staffOffset[visit + 1]) {
          note(.trainer(Int(tables.staffTrainer[price])), start, bestPrices[price])
        }
        for price in Int(tables.venueOffset[visit])..<Int(tables.venueOffset[visit + 1]) {
          note(.venue(Int(tables.venueOf[price])), start, bestPrices[tables.venueBase + price])
        }
        for price in Int(tables.cohortOffset[visit])..<Int(tables.cohortOffset[visit + 1]) {
          note(.cohort(Int(tables.cohortOf[price])), start, bestPrices[tables.cohortBase + price])
        }
      }
      _ = first
    }
    var partners: [Int: Int] = [:]
    for (index, partner) in tables.domain.programme.partners.enumerated()
    where partner.capMinutes != nil && bestPrices[tables.partnerBase + index] > 0 {
      partners[index] = bestPrices[tables.partnerBase + index]
    }
    return PriceArgument(lines: lines, partners: partners)
  }
}
