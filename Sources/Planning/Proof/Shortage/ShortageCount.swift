import Training

/// How much of some hours sessions cannot but take, and what it costs where these do not suffice.
struct ShortageCount {
  private let capacities: Capacities
  private let programme: Programme
  private let resources: Set<Int>

  init(_ capacities: Capacities, programme: Programme, resources: Set<Int>) {
    self.capacities = capacities
    self.programme = programme
    self.resources = resources
  }

  /// By session of a chain that has room in some week: the minutes that it takes of these hours at
  /// least, where every session has the cheapest week that is left; only those above 0.
  func needs(ofChain chain: Int) -> [Int] {
    let demand = capacities.demands[chain]
    var needs: [Int] = []
    for slot in demand.slots {
      let minutes = least(in: capacities.slots[slot], demand) * demand.minutes
      needs += Array(repeating: minutes, count: capacities.slots[slot].room)
    }
    return needs.sorted().prefix(demand.sessions.count).filter { $0 > 0 }
  }

  /// How many of these hours a session in the slot fills at once, at least.
  private func least(in slot: Capacities.Slot, _ demand: Capacities.Demand) -> Int {
    var least = slot.leads.allSatisfy { counts($0) > 0 } ? 1 : 0
    if demand.trainerCount > 1 {
      let index = capacities.index
      let free = Set(
        slot.assistants.filter { counts($0) == 0 }.map {
          Int(capacities.offers[$0].resource) / index.span
        })
      // The lead is one of all; whoever is not free of charge comes from these hours.
      least = max(least, demand.trainerCount - free.count)
    }
    if !slot.venues.isEmpty, slot.venues.allSatisfy({ counts($0) > 0 }) { least += 1 }
    return least
  }

  private func counts(_ place: Int) -> Int {
    let offer = capacities.offers[place]
    return (resources.contains(Int(offer.resource)) ? 1 : 0)
      + (offer.partner >= 0 && resources.contains(Int(offer.partner)) ? 1 : 0)
  }

  /// The least cost of sessions that make up for the missing minutes, the last one in part.
  func cost(ofMissing missing: Int, _ needing: [(chain: Int, minutes: [Int])]) -> Int {
    let weight = programme.settings.weights.unplaced
    return least(ofMissing: missing, needing) {
      weight * Unplaced.amount(ofChain: $0, in: programme)
    }
  }

  /// What a minute more would save, over the last hour that is missing.
  func price(ofMissing missing: Int, _ needing: [(chain: Int, minutes: [Int])]) -> Double {
    let minutes = max(1, min(60, missing))
    let saved = cost(ofMissing: missing, needing) - cost(ofMissing: missing - minutes, needing)
    return Double(saved) / Double(minutes)
  }

  /// The fewest learner-hours of sessions that make up for the missing minutes, whole ones.
  func learnerHours(ofMissing missing: Int, _ needing: [(chain: Int, minutes: [Int])]) -> Int {
    let minutes = least(ofMissing: missing, needing) {
      programme.chains[$0].size * capacities.demands[$0].minutes
    }
    return (minutes + 59) / 60
  }

  /// - Parameter worth: of a session of a chain.
  private func least(
    ofMissing missing: Int, _ needing: [(chain: Int, minutes: [Int])], worth: (Int) -> Int
  ) -> Int {
    guard missing > 0 else { return 0 }
    let items = needing.flatMap { needing in
      let worth = worth(needing.chain)
      return needing.minutes.map { (minutes: $0, worth: worth) }
    }.sorted { left, right in
      let (one, other) = (
        Int128(left.worth) * Int128(right.minutes), Int128(right.worth) * Int128(left.minutes)
      )
      return one != other ? one < other : left.minutes > right.minutes
    }
    var left = missing
    var sum: Int128 = 0
    for item in items {
      if item.minutes >= left {
        let part = Int128(item.worth) * Int128(left)
        return Int(clamping: sum + (part + Int128(item.minutes) - 1) / Int128(item.minutes))
      }
      left -= item.minutes
      sum += Int128(item.worth)
    }
    return Int(clamping: sum)
  }

  /// The fewest sessions that make up for the missing minutes.
  static func sessions(ofMissing missing: Int, _ minutes: [Int]) -> Int {
    var left = missing
    for (count, minutes) in minutes.sorted(by: >).enumerated() {
      if left <= 0 { return count }
      left -= minutes
    }
    return minutes.count
  }
}
