import Training

/// Counts needs and capacities straight from the programme and its rules.
struct CapacityBuilder {
  /// Chains for which the same trainers qualify: what H5 and the first half of H10 read of a chain.
  struct StaffKey: Hashable {
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
  private(set) var asks: [Bool]
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
  var staffs: [StaffKey: Staff] = [:]
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
    cohortStarts = Self.table(programme.cohorts.count, lengths)
    trainerStarts = Self.table(programme.trainers.count, lengths)
    venueStarts = Self.table(programme.venues.count, lengths)
    cohortAsked = cohortStarts
    trainerAsked = trainerStarts
    venueAsked = venueStarts
  }

  private static func table(_ count: Int, _ lengths: [Int]) -> [[HourSet?]] {
    Array(repeating: Array(repeating: nil, count: lengths.count), count: count)
  }

  /// What is counted where only some of the chains of this one ask for anything; nil where it is
  /// stopped. Where each chain could be is known already.
  func restricted(to chains: Set<Int>, isStopped: () -> Bool) -> Capacities? {
    var builder = self
    builder.asks = programme.chains.indices.map(chains.contains)
    builder.limits = Array(repeating: 0, count: index.count)
    builder.cohortAsked = Self.table(programme.cohorts.count, lengths)
    builder.trainerAsked = Self.table(programme.trainers.count, lengths)
    builder.venueAsked = Self.table(programme.venues.count, lengths)
    (builder.demands, builder.slots, builder.offers) = ([], [], [])
    for chain in chains.sorted() { builder.ask(chain) }
    guard builder.addSupply(isStopped: isStopped) else { return nil }
    return Capacities(builder)
  }

  /// Whether all has been counted.
  private mutating func addSupply(isStopped: () -> Bool) -> Bool {
    for chain in programme.chains.indices {
      if isStopped() { return false }
      addDemand(ofChain: chain)
    }
    return addLimits(isStopped: isStopped)
  }

  /// Whether all has been counted.
  mutating func build(isStopped: () -> Bool) -> Bool {
    order = facts.chainsInOrder
    chainStarts = Array(repeating: HourSet(count: 0), count: programme.chains.count)
    staffOfChain = Array(
      repeating: Staff(leads: [], assistants: []), count: programme.chains.count)
    venuesOfChain = Array(repeating: [], count: programme.chains.count)
    var done = Array(repeating: Int.min, count: programme.chains.count)
    for chain in order where isNeeded[chain] {
      if isStopped() { return false }
      addStarts(ofChain: chain, done: &done)
    }
    return addSupply(isStopped: isStopped)
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
}
