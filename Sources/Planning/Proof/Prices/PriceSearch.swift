import Foundation
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
    /// The part of the time that is gone, where there is a limit: asked once a round.
    package var spent: () -> Double
    /// Asked several times a round.
    package var isCancelled: () -> Bool

    package init(
      rounds: Int, spent: @escaping () -> Double = { 0 },
      isCancelled: @escaping () -> Bool = { false }
    ) {
      self.rounds = rounds
      self.spent = spent
      self.isCancelled = isCancelled
    }

    /// The step of prices as a share of what a session left out costs, in the mean; nil where it is over.
    ///
    /// Rounds take longer once there are prices, so that how many there will be is reckoned anew in each.
    fileprivate func step(in round: Int) -> Double? {
      let spent = spent()
      guard spent < 1 else { return nil }
      let expected =
        round > 0 && spent > 0 ? min(Double(rounds), Double(round) / spent) : Double(rounds)
      // Few rounds do not come back from high prices.
      let first =
        expected < 160
        ? max(0.001, 0.02 * pow(expected / 160, 2)) : min(0.05, max(0.02, 0.05 * expected / 600))
      let last = expected < 300 ? min(0.001, first / 4) : 0.0001
      return first * pow(last / first, max(spent, Double(round) / Double(rounds)))
    }
  }

  /// Fewer prove next to nothing.
  static let fewestRounds = 30
  private static let mostRounds = 1000
  /// How much of a direction is the one before.
  private static let memory = 0.9
  /// Prices looked at, all rounds together.
  package static let effort = 130_000_000

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
  /// The most that any round has proved, times `PriceProof.scale`.
  package private(set) var bestValue = Int.min
  private var bestPrices: [Int]
  /// By price: what a unit of excess moves it, and how far it may go.
  private var steps: [Double]
  private var most: [Double]

  /// What a session left out costs, in the mean.
  private var meanLeft: Double {
    let costs = tables.chains.flatMap(\.unplaced)
    return costs.reduce(0.0) { $0 + Double($1) } / Double(max(1, costs.count))
  }

  /// What the best round has proved.
  package var bestBound: Int { PriceProof.bound(Int128(bestValue)) }

  /// So many rounds that they take about as long for any dataset; nil where they would prove nothing.
  package func rounds(for effort: Int) -> Int? {
    let rounds = min(Self.mostRounds, effort / max(1, tables.priceCount))
    return rounds < Self.fewestRounds ? nil : rounds
  }

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
    steps = Array(repeating: 1, count: tables.priceCount)
    most = Array(repeating: Double(PriceProof.limit), count: tables.priceCount)
    for partner in tables.partnerBase..<tables.stakeBase {
      steps[partner] = 1.0 / 600
      most[partner] = Double(PriceProof.partnerLimit)
    }
    // Excess in learner-hours; the slope where all is left out, in millionths a learner-minute.
    for (index, stake) in tables.stakes.enumerated() {
      let slope = 1_000_000 * 2 * Double(stake.cost) / 60
      steps[tables.stakeBase + index] =
        slope / (max(1, Double(stake.asked) / 60) * max(1, meanLeft))
    }
  }

  /// The sum of all blocks at the trial prices; leaves `excess` behind.
  ///
  /// Nil where it is cancelled.
  mutating func evaluate(isCancelled: () -> Bool = { false }) -> Int? {
    for index in excess.indices { excess[index] = 0 }
    var total = 0
    let isDone = trial.withUnsafeBufferPointer { prices in
      picks.removeAll(keepingCapacity: true)
      for part in tables.chains.indices {
        if part & 63 == 0, isCancelled() { return false }
        total += chainBlock.value(of: part, prices: prices, picks: &picks)
        if chainBlock.leftOut > 0 {
          for withheld in tables.chains[part].withheld {
            excess[tables.stakeBase + withheld.stake] +=
              Int32(clamping: withheld.minutes * chainBlock.leftOut / 60)
          }
        }
      }
      for pick in picks { excess[Int(pick)] += 1 }
      picks.removeAll(keepingCapacity: true)
      for week in tables.weeks.indices {
        if week & 63 == 0, isCancelled() { return false }
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
      var overstated: Int128 = 0
      for (index, stake) in tables.stakes.enumerated() {
        let (most, minutes) = stake.mostOverstated(price: prices[tables.stakeBase + index])
        overstated += most
        excess[tables.stakeBase + index] -= Int32(clamping: minutes / 60)
      }
      total -= Int((overstated + 999) / 1000)
      return true
    }
    return isDone ? total : nil
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
    let meanLeft = meanLeft
    for round in 0..<limits.rounds {
      guard let share = limits.step(in: round),
        let value = evaluate(isCancelled: limits.isCancelled)
      else { return }
      rounds += 1
      if value > bestValue {
        bestValue = value
        bestPrices = trial
      }
      let step = max(0.1, share * meanLeft)
      let kept = Self.memory
      for index in trial.indices {
        // Most prices are not in play.
        if excess[index] == 0, direction[index] == 0 { continue }
        let pull = Double(excess[index]) * steps[index]
        let way = kept * direction[index] + (1 - kept) * pull
        direction[index] = abs(way) < 1e-9 ? 0 : way
        let price = min(most[index], max(0, centre[index] + step * way))
        centre[index] = price
        trial[index] = Int(price + 0.5)
      }
    }
  }

  /// The best prices found; what they prove is not worked out yet.
  package var proof: PriceProof {
    let programme = tables.domain.programme
    var lines: [PriceLine] = []
    for part in tables.chains {
      var own: [PriceLine.Owner: Int] = [:]
      func note(_ owner: PriceLine.Owner, _ start: Instant, _ price: Int) {
        guard price > 0 else { return }
        let line = own[owner] ?? lines.count
        if line == lines.count {
          own[owner] = line
          lines.append(
            PriceLine(chain: programme.chains[part.chain].id, owner: owner, prices: [:]))
        }
        lines[line].prices[PriceLine.step(of: start, in: programme)] = price
      }
      for visit in part.visits {
        let start = tables.starts[visit]
        for price in Int(tables.staffOffset[visit])..<Int(tables.staffOffset[visit + 1]) {
          let trainer = programme.trainers[Int(tables.staffTrainer[price])]
          note(.trainer(trainer.id), start, bestPrices[price])
        }
        for price in Int(tables.venueOffset[visit])..<Int(tables.venueOffset[visit + 1]) {
          let venue = programme.venues[Int(tables.venueOf[price])]
          note(.venue(venue.id), start, bestPrices[tables.venueBase + price])
        }
        for price in Int(tables.cohortOffset[visit])..<Int(tables.cohortOffset[visit + 1]) {
          let cohort = programme.cohorts[Int(tables.cohortOf[price])]
          note(.cohort(cohort.id), start, bestPrices[tables.cohortBase + price])
        }
      }
    }
    var proof = PriceProof(lines: lines)
    for (index, partner) in programme.partners.enumerated() {
      let price = bestPrices[tables.partnerBase + index]
      if partner.capMinutes != nil, price > 0 { proof.partners[partner.id] = price }
    }
    for (index, stake) in tables.stakes.enumerated() {
      let price = bestPrices[tables.stakeBase + index]
      guard price > 0 else { continue }
      switch stake.name {
      case .state(let code): proof.states[code] = price
      case .group(let tag): proof.groups[tag] = price
      }
    }
    return proof
  }
}
