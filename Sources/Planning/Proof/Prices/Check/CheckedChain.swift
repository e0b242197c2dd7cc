import Training

/// The least that one chain can cost at its prices: whatever it shares with others it pays for.
///
/// Of the terms it counts those that its sessions decide among themselves: `unplaced`, `unpinned`,
/// `unpreferred`, `moved`, `reassigned`, `relocated`, and of `trainer_changes` and `irregular` one change
/// where there is any.
struct CheckedChain {
  static let never = Int.max / 4

  let facts: Facts
  let freeze: FreezeState
  let index: Int
  let starts: [CheckedStart]
  /// What its sessions' share of the inequity costs, each left out, in thousandths.
  let inequity: Int

  private var programme: Programme { facts.programme }
  private var chain: Chain { programme.chains[index] }
  private var module: Module { programme.modules[chain.module] }
  private var weights: Weights { programme.settings.weights }

  /// In thousandths.
  func least() -> Int {
    let sessions = chain.sessions.filter { !freeze.isFrozen($0) }
    let left = sessions.map(costLeftOut)
    let leads = Set(starts.flatMap { $0.staff.filter(\.canLead).map(\.trainer) }).sorted()
    // By lead, the last row for anybody; then by session and start.
    var costs = Array(
      repeating: sessions.map { _ in Array(repeating: Self.never, count: starts.count) },
      count: leads.count + 1)
    for (place, session) in sessions.enumerated() {
      for (at, start) in starts.enumerated() {
        for (lead, cost) in self.costs(of: session, at: start) {
          costs[leads.count][place][at] = min(costs[leads.count][place][at], cost)
          guard let row = leads.firstIndex(of: lead) else { continue }
          costs[row][place][at] = cost
        }
      }
    }
    guard sessions.count == chain.sessions.count else {
      // H3 binds those that are not frozen to those that are; each by itself costs no more.
      return zip(costs[leads.count], left).reduce(0) { $0 + min($1.0.min() ?? $1.1, $1.1) }
    }
    let calendar = CheckedCalendar(facts, chain: chain, starts: starts)
    func least(_ row: Int, _ among: [Int]) -> Int {
      calendar.least(costs: costs[row], left: left, among: among)
    }
    let anybody = least(leads.count, Array(starts.indices))
    guard sessions.count > 1 else { return anybody }
    let otherLead = PriceProof.scale * weights.trainerChanges
    let otherRhythm = PriceProof.scale * weights.irregular
    var best = min(left.reduce(0, +), anybody + otherLead + otherRhythm)
    if anybody + otherLead < best {
      for rhythm in calendar.rhythms { best = min(best, least(leads.count, rhythm) + otherLead) }
    }
    for row in leads.indices where anybody < best {
      let alone = least(row, Array(starts.indices))
      best = min(best, alone + otherRhythm)
      guard alone < best else { continue }
      for rhythm in calendar.rhythms { best = min(best, least(row, rhythm)) }
    }
    return best
  }

  private func costLeftOut(_ session: Int) -> Int {
    var cost = 0
    for index in chain.cohorts {
      let cohort = programme.cohorts[index]
      cost += weights.unplaced * cohort.priority * ((cohort.size * module.minutes + 59) / 60)
    }
    if programme.pins[session] != nil { cost += weights.unpinned }
    if programme.previous[session] != nil { cost += weights.moved * chain.cohorts.count }
    return cost * PriceProof.scale + inequity
  }

  /// By lead: what a session costs at a start with the cheapest venue and assistants; none where a pin
  /// or the freeze does not let it start then.
  private func costs(of session: Int, at start: CheckedStart) -> [(lead: Int, cost: Int)] {
    let pin = programme.pins[session]
    let previous = programme.previous[session]
    guard pin?.start ?? start.start == start.start, freeze.admits(session, at: start.start) else {
      return []
    }
    var shared = PriceProof.scale * weights.unpreferred * start.unpreferred
    for cohort in start.cohorts { shared += cohort.price }
    if let previous, previous.start != start.start {
      shared += PriceProof.scale * weights.moved * chain.cohorts.count
    }
    if module.mode != .online {
      let rooms = start.venues.filter { pin?.venue ?? $0.owner == $0.owner }
      let room = rooms.map { room in
        guard let previous, previous.venue?.index != room.owner else { return room.price }
        return room.price + PriceProof.scale * weights.relocated
      }.min()
      guard let room else { return [] }
      shared += room
    }
    let assistants = start.staff.filter(\.canAssist).sorted { $0.price < $1.price }
      .prefix(chain.trainerCount)
    return start.staff.compactMap { lead in
      guard lead.canLead, pin?.lead ?? lead.trainer == lead.trainer else { return nil }
      let beside = assistants.filter { $0.trainer != lead.trainer }.prefix(chain.trainerCount - 1)
      guard beside.count == chain.trainerCount - 1 else { return nil }
      var cost = shared + lead.price
      for assistant in beside { cost += assistant.price }
      if let previous, previous.lead.index != lead.trainer {
        cost += PriceProof.scale * weights.reassigned
      }
      return (lead.trainer, cost)
    }
  }
}
