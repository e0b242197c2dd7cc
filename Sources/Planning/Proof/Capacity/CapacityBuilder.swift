import Training

/// Counts needs and capacities straight from the programme and its rules.
struct CapacityBuilder {
  /// Chains for which the same trainers qualify: what H5 and the first half of H10 read of a chain.
  private struct StaffKey: Hashable {
    var module: Int
    /// By cohort: its state and what it speaks.
    var cohorts: [[String]]
  }

  struct Staff {
    var leads: [Int]
    /// The leads among them.
    var assistants: [Int]
  }

  let facts: Facts
  let freeze: FreezeState
  let programme: Programme
  let grid: StartGrid
  let frozen: FrozenTimes
  let index: CapacityIndex
  /// Of sessions, ascending, each once; sets of starts go by the place of their length.
  let lengths: [Int]
  /// By chain: whether it asks for anything; the others may do as they like.
  let asks: [Bool]
  /// By chain: whether it asks or comes before one that does.
  private let isNeeded: [Bool]
  var order: [Int] = []
  var limits: [Int]
  var demands: [Capacities.Demand] = []
  var slots: [Capacities.Slot] = []
  var offers: [Capacities.Offer] = []

  /// By party and length: the starts at which it is there for so long, apart from frozen sessions.
  var cohortStarts: [[HourSet?]]
  var trainerStarts: [[HourSet?]]
  var venueStarts: [[HourSet?]]
  /// By party and length: those at which some chain may ask for it.
  var cohortAsked: [[HourSet?]]
  var trainerAsked: [[HourSet?]]
  var venueAsked: [[HourSet?]]
  /// By chain: the starts that a session of it may have.
  var chainStarts: [HourSet] = []
  private var staffs: [StaffKey: Staff] = [:]
  var staffOfChain: [Staff] = []
  var venuesOfChain: [[Int]] = []

  /// - Parameter among: the chains that are looked at; nil for all.
  init(_ facts: Facts, freeze: FreezeState, among: Set<Int>?) {
    self.facts = facts
    self.freeze = freeze
    programme = facts.programme
    let asks = facts.programme.chains.indices.map { among?.contains($0) ?? true }
    self.asks = asks
    isNeeded = Self.needed(for: asks, in: facts)
    grid = StartGrid(facts)
    frozen = FrozenTimes(facts, freeze: freeze)
    index = CapacityIndex(programme)
    let lengths = Set(programme.chains.map { facts.programme.modules[$0.module].minutes }).sorted()
    self.lengths = lengths
    limits = Array(repeating: 0, count: index.count)
    func table(_ count: Int) -> [[HourSet?]] {
      Array(repeating: Array(repeating: nil, count: lengths.count), count: count)
    }
    cohortStarts = table(programme.cohorts.count)
    trainerStarts = table(programme.trainers.count)
    venueStarts = table(programme.venues.count)
    cohortAsked = cohortStarts
    trainerAsked = trainerStarts
    venueAsked = venueStarts
  }

  /// Whether all has been counted.
  mutating func build(isStopped: () -> Bool) -> Bool {
    order = Self.topological(facts)
    chainStarts = Array(repeating: HourSet(count: 0), count: programme.chains.count)
    staffOfChain = Array(
      repeating: Staff(leads: [], assistants: []), count: programme.chains.count)
    venuesOfChain = Array(repeating: [], count: programme.chains.count)
    var done = Array(repeating: Int.min, count: programme.chains.count)
    for chain in order where isNeeded[chain] {
      if isStopped() { return false }
      addStarts(ofChain: chain, done: &done)
    }
    for chain in programme.chains.indices {
      if isStopped() { return false }
      addDemand(ofChain: chain)
    }
    return addLimits(isStopped: isStopped)
  }

  /// Those that ask and all that H4 puts before them.
  private static func needed(for asks: [Bool], in facts: Facts) -> [Bool] {
    var isNeeded = asks
    var waiting = asks.indices.filter { asks[$0] }
    while let chain = waiting.popLast() {
      for before in facts.prerequisites[chain] where !isNeeded[before] {
        isNeeded[before] = true
        waiting.append(before)
      }
    }
    return isNeeded
  }

  func minutes(ofChain chain: Int) -> Int {
    programme.modules[programme.chains[chain].module].minutes
  }

  func length(ofChain chain: Int) -> Int {
    let minutes = minutes(ofChain: chain)
    return lengths.firstIndex(of: minutes) ?? 0
  }

  /// Every chain behind those that H4 puts before it.
  private static func topological(_ facts: Facts) -> [Int] {
    var waiting = facts.prerequisites.map(\.count)
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for after in facts.followers[order[next]] {
        waiting[after] -= 1
        if waiting[after] == 0 { order.append(after) }
      }
      next += 1
    }
    return order
  }
}

extension CapacityBuilder {
  /// The starts at which a session of the chain could be by itself: its cohorts, enough trainers
  /// and a venue are there, nobody of them in a frozen session, and what comes before can be done.
  ///
  /// - Parameter done: by chain, the second before which its last session cannot have ended.
  private mutating func addStarts(ofChain index: Int, done: inout [Int]) {
    let chain = programme.chains[index]
    let minutes = minutes(ofChain: index)
    let length = length(ofChain: index)
    let free = chain.sessions.filter { !freeze.isFrozen($0) }
    var starts = attended(byCohort: chain.cohorts[0], length: length)
    for cohort in chain.cohorts.dropFirst() {
      starts.formIntersection(attended(byCohort: cohort, length: length))
    }
    let staff = staff(ofChain: index)
    staffOfChain[index] = staff
    starts.formIntersection(staffed(by: staff, count: chain.trainerCount, length: length))
    if VenueFit.needsVenue(chain: index, in: facts) {
      let venues = programme.venues.indices.filter {
        VenueFit.suits(venue: $0, chain: index, in: facts)
      }
      venuesOfChain[index] = venues
      var housed = grid.none
      for venue in venues { housed.formUnion(open(venue, length: length)) }
      starts.formIntersection(housed)
    }
    var earliest = Int.min
    for before in facts.prerequisites[index] { earliest = max(earliest, done[before]) }
    if free.isEmpty {
      starts = grid.none
    } else if earliest > .min || freeze.until != nil {
      var kept = grid.none
      for hour in starts.hours where grid.starts[hour].seconds >= earliest {
        let start = grid.starts[hour]
        if free.contains(where: { freeze.admits($0, at: start) }) { kept.insert(hour) }
      }
      starts = kept
    }
    chainStarts[index] = starts
    done[index] = doneAtEarliest(chain: index, free: free, minutes: minutes)
    guard asks[index] else { return }
    for cohort in chain.cohorts { ask(&cohortAsked, cohort, length, starts) }
    for trainer in chain.trainerCount > 1 ? staff.assistants : staff.leads {
      ask(&trainerAsked, trainer, length, starts)
    }
    for venue in venuesOfChain[index] { ask(&venueAsked, venue, length, starts) }
  }

  private func ask(_ table: inout [[HourSet?]], _ party: Int, _ length: Int, _ starts: HourSet) {
    if table[party][length] == nil {
      table[party][length] = starts
    } else {
      table[party][length]?.formUnion(starts)
    }
  }

  /// The second at which the last session of a chain can end at the earliest; `Int.max` for never.
  ///
  /// Each as early as the one before, the gap and the week's limit allow: no order does better.
  private func doneAtEarliest(chain index: Int, free: [Int], minutes: Int) -> Int {
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let frozenEnd = frozen.ends[index]?.seconds ?? .min
    guard let first = free.first, let last = free.last else { return frozenEnd }
    // Where frozen sessions lie between, the others need not follow each other.
    let isRow = last - first + 1 == free.count
    let days = grid.days(in: facts.cohorts[chain.cohorts[0]].zone).days
    var left = isRow ? free.count : 1
    var end = Int.min
    var day = Int.min
    var taken: [Int: Int] = [:]
    for hour in chainStarts[index].hours {
      let start = grid.starts[hour].seconds
      guard start >= end, day == .min || days[hour] >= day + module.minGapDays else { continue }
      let week = programme.week(of: LocalDate(days: days[hour]))
      if let most = module.maxPerWeek {
        let used = taken[week] ?? frozen.sessions(ofChain: index, week: week)
        guard used < most else { continue }
        taken[week] = used + 1
      }
      end = start + minutes * 60
      day = days[hour]
      left -= 1
      if left == 0 { return max(end, frozenEnd) }
    }
    return .max
  }

  private mutating func attended(byCohort cohort: Int, length: Int) -> HourSet {
    if let known = cohortStarts[cohort][length] { return known }
    let minutes = lengths[length]
    let availability = facts.cohorts[cohort]
    let horizon = programme.horizon
    var starts = grid.starts {
      horizon.contains(availability.zone.date(at: $0))
        && availability.admits(from: $0, to: $0.adding(minutes: minutes))
    }
    starts.subtract(grid.starts(meeting: frozen.cohorts[cohort] ?? [], minutes: minutes))
    cohortStarts[cohort][length] = starts
    return starts
  }

  mutating func there(_ trainer: Int, length: Int) -> HourSet {
    if let known = trainerStarts[trainer][length] { return known }
    let minutes = lengths[length]
    var starts = grid.starts {
      TrainerTime.isAvailable(
        trainer: trainer, from: $0, to: $0.adding(minutes: minutes), in: facts)
    }
    starts.subtract(grid.starts(meeting: frozen.trainers[trainer] ?? [], minutes: minutes))
    trainerStarts[trainer][length] = starts
    return starts
  }

  mutating func open(_ venue: Int, length: Int) -> HourSet {
    if let known = venueStarts[venue][length] { return known }
    let minutes = lengths[length]
    var starts = grid.starts {
      VenueFit.isOpen(venue: venue, from: $0, to: $0.adding(minutes: minutes), in: facts)
    }
    starts.subtract(grid.starts(meeting: frozen.venues[venue] ?? [], minutes: minutes))
    venueStarts[venue][length] = starts
    return starts
  }

  private mutating func staff(ofChain index: Int) -> Staff {
    let chain = programme.chains[index]
    let key = StaffKey(
      module: chain.module,
      cohorts: chain.cohorts.map { cohort in
        let cohort = programme.cohorts[cohort]
        return [String(programme.cities[cohort.city].state)] + cohort.languages
      })
    if let known = staffs[key] { return known }
    let minutes = minutes(ofChain: index)
    let able = programme.trainers.indices.filter { trainer in
      programme.trainers[trainer].maxMinutesPerDay >= minutes
        && programme.trainers[trainer].maxMinutesPerWeek >= minutes
        && Qualification.canAssist(trainer: trainer, chain: index, in: facts)
        && PartnerLimits.allows(trainer: trainer, chain: index, in: facts)
    }
    let staff = Staff(
      leads: able.filter { Qualification.canLead(trainer: $0, chain: index, in: facts) },
      assistants: able)
    staffs[key] = staff
    return staff
  }

  /// The starts at which one can lead and enough are there in all.
  private mutating func staffed(by staff: Staff, count: Int, length: Int) -> HourSet {
    var led = grid.none
    for trainer in staff.leads { led.formUnion(there(trainer, length: length)) }
    guard count > 1 else { return led }
    guard staff.assistants.count >= count else { return grid.none }
    var atLeast = Array(repeating: grid.none, count: count)
    for trainer in staff.assistants {
      let hours = there(trainer, length: length)
      for more in stride(from: count - 1, to: 0, by: -1) {
        atLeast[more].formUnion(atLeast[more - 1].intersection(hours))
      }
      atLeast[0].formUnion(hours)
    }
    led.formIntersection(atLeast[count - 1])
    return led
  }
}
