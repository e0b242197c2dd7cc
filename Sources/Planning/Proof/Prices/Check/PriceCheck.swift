import Training

/// Works out, from a dataset and any prices that are not negative, a cost that no plan goes below.
///
/// Take a plan. Each session of it that is not frozen stands at a start of its chain, so a chain costs,
/// with what it pays, no less than its least (`CheckedChain`); what the plan's sessions pay a trainer,
/// a venue or a cohort, less the terms that these decide, is no more than the most that the owner can
/// earn (`CheckedTrainer`, `CheckedOwners`). What is paid is what is earned: the sum of the least less
/// the sum of the most is no more than the plan's cost. A partner earns its price for the minutes of
/// its cap at most, and a stake's inequity is no less than its line. Frozen sessions cost 0 at least.
///
/// It reads the contract, shares nothing with the search for prices, and counts in whole numbers.
struct PriceCheck {
  let facts: Facts
  let freeze: FreezeState

  private var programme: Programme { facts.programme }

  init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  /// Throws where the prices name what the dataset does not have, or are below 0 or beyond reason.
  func thousandths(of proof: PriceProof) throws(ProofFault) -> Int128 {
    guard Self.isWithinReason(programme) else {
      throw ProofFault("sessions of this dataset cost more than prices can tell")
    }
    let prices = try CheckedPrices(proof, programme: programme)
    var starts = CheckedStarts(facts: facts, freeze: freeze).all()
    for chain in starts.indices { prices.put(into: &starts[chain], chain: chain) }
    var sum: Int128 = 0
    for (chain, starts) in starts.enumerated() {
      sum += Int128(
        CheckedChain(
          facts: facts, freeze: freeze, index: chain, starts: starts,
          inequity: prices.inequity(ofChain: chain)
        ).least())
    }
    for week in trainerWeeks(starts, prices) { sum -= Int128(week) }
    for venue in venues(starts) { sum -= Int128(CheckedOwners.most(ofVenue: venue)) }
    sum -= Int128(cohortDates(starts))
    for (partner, price) in prices.partners.enumerated() {
      if let cap = programme.partners[partner].capMinutes { sum -= Int128(price) * Int128(cap) }
    }
    return sum - prices.overstatedInequity
  }

  /// Whether no sum of costs and prices comes near the end of numbers.
  static func isWithinReason(_ programme: Programme) -> Bool {
    var sum: Int128 = 0
    for (index, chain) in programme.chains.enumerated() {
      sum +=
        Int128(Unplaced.amount(ofChain: index, in: programme)) * Int128(chain.sessions.count)
    }
    return sum * Int128(max(1, programme.settings.weights.unplaced)) <= Int128(PriceProof.costLimit)
  }

  /// The most of each trainer in each week.
  private func trainerWeeks(_ starts: [[CheckedStart]], _ prices: CheckedPrices) -> [Int] {
    let common = programme.modules.reduce(0) { Self.greatestCommonDivisor($0, $1.minutes) }
    // By trainer, week and date.
    var offers = Array(
      repeating: [Int: [Int: [CheckedTrainer.Offer]]](), count: programme.trainers.count)
    for (chain, starts) in starts.enumerated() {
      let module = programme.modules[programme.chains[chain].module]
      for start in starts {
        let marks = marks(ofChain: chain, at: start.start)
        for staff in start.staff where staff.price > 0 {
          let wanted = programme.trainers[staff.trainer].partner.map { prices.partners[$0] } ?? 0
          let date = facts.trainers[staff.trainer].zone.date(at: start.start)
          offers[staff.trainer][programme.week(of: date), default: [:]][date.days, default: []]
            .append(
              CheckedTrainer.Offer(
                start: start.start.seconds, end: start.end.seconds, minutes: module.minutes,
                gain: staff.price - wanted * module.minutes,
                city: module.mode == .inPerson ? facts.city(ofChain: chain) : nil, marks: marks))
        }
      }
    }
    return offers.enumerated().flatMap { index, weeks in
      let trainer = CheckedTrainer(
        programme: programme, trainer: programme.trainers[index], step: max(10, common))
      return weeks.values.map { trainer.most(ofWeek: Array($0.values)) }
    }
  }

  /// Two sessions with one of these marks in common are never on the same date of their cohorts.
  private func marks(ofChain index: Int, at start: Instant) -> [Int] {
    let chain = programme.chains[index]
    func mark(_ number: Int, cohort: Int) -> Int {
      facts.cohorts[cohort].zone.date(at: start).days * (1 << 24) + number
    }
    var marks = chain.cohorts.filter { programme.cohorts[$0].maxPerDay == 1 }.map {
      mark($0, cohort: $0)
    }
    if hasGap(chain: index) {
      marks.append(mark(programme.cohorts.count + index, cohort: chain.cohorts[0]))
    }
    return marks
  }

  /// Whether two of its sessions are never on one date: H3 puts no condition on frozen ones.
  private func hasGap(chain index: Int) -> Bool {
    let chain = programme.chains[index]
    return programme.modules[chain.module].minGapDays > 0
      && !chain.sessions.contains(where: freeze.isFrozen)
  }

  private func venues(_ starts: [[CheckedStart]]) -> [[CheckedOwners.Offer]] {
    var offers = Array(repeating: [CheckedOwners.Offer](), count: programme.venues.count)
    for start in starts.joined() {
      for venue in start.venues {
        offers[venue.owner].append(
          CheckedOwners.Offer(
            start: start.start.seconds, end: start.end.seconds, gain: venue.price))
      }
    }
    return offers
  }

  /// The most of all cohorts, date by date.
  private func cohortDates(_ starts: [[CheckedStart]]) -> Int {
    var offers = Array(repeating: [Int: [CheckedOwners.Offer]](), count: programme.cohorts.count)
    for (chain, starts) in starts.enumerated() {
      let mark = hasGap(chain: chain) ? chain : nil
      for start in starts {
        for cohort in start.cohorts {
          let date = facts.cohorts[cohort.owner].zone.date(at: start.start)
          offers[cohort.owner][date.days, default: []].append(
            CheckedOwners.Offer(
              start: start.start.seconds, end: start.end.seconds, gain: cohort.price, mark: mark))
        }
      }
    }
    let frozen = frozenDates
    var sum = 0
    for (cohort, dates) in offers.enumerated() {
      for (date, list) in dates {
        // A frozen session may fill a wait.
        let idle = frozen[cohort].contains(date) ? 0 : programme.settings.weights.idle
        sum += CheckedOwners.most(
          ofDate: list, maxPerDay: programme.cohorts[cohort].maxPerDay,
          idle: PriceProof.scale * idle)
      }
    }
    return sum
  }

  /// By cohort: local dates with a frozen session.
  private var frozenDates: [Set<Int>] {
    var dates = Array(repeating: Set<Int>(), count: programme.cohorts.count)
    for (session, placement) in programme.previous where freeze.isFrozen(session) {
      for cohort in programme.chain(of: session).cohorts {
        dates[cohort].insert(facts.cohorts[cohort].zone.date(at: placement.start).days)
      }
    }
    return dates
  }

  private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : greatestCommonDivisor(other, one % other)
  }
}
