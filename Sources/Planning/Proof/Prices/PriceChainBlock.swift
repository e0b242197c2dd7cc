import Training

/// The cheapest way to place one chain at given prices, with what it takes.
///
/// A dynamic programme over sessions and starts keeps H3. Leads and rhythms are counted by cases: one
/// alone costs nothing more; with any of them allowed, at least one change is owed.
struct PriceChainBlock {
  static let never = Int.max / 4

  private let tables: PriceTables
  private let leadChange: Int
  private let rhythmChange: Int
  /// By profile of a session, lead (one row more for whichever is cheapest) and position.
  private var costs: [Int] = []
  private var values: [Int] = []
  private var before: [Int32] = []
  /// By session of the chain in work: what it costs to leave it out.
  private var left: [Int] = []
  /// How many sessions of the last chain its cheapest way leaves out.
  private(set) var leftOut = 0
  /// Leads by trainer, for the chain in work.
  private var rowOf: [Int32]
  private var cheapest: [(price: Int, index: Int)] = []

  init(_ tables: PriceTables) {
    let weights = tables.domain.programme.settings.weights
    self.tables = tables
    leadChange = PriceProof.scale * weights.trainerChanges
    rhythmChange = PriceProof.scale * weights.irregular
    rowOf = Array(repeating: -1, count: tables.domain.programme.trainers.count)
  }

  /// One way: a row of `costs`, and the positions that it may use.
  private struct Case {
    var value: Int
    var row: Int
    var rhythm: [Int]?
  }

  /// - Parameters:
  ///   - picks: what the cheapest way takes is added to it.
  /// - Returns: its cost, prices included.
  mutating func value(
    of part: Int, prices: UnsafeBufferPointer<Int>, picks: inout [Int32]
  ) -> Int {
    let part = tables.chains[part]
    var inequity = 0
    for withheld in part.withheld {
      inequity += prices[tables.stakeBase + withheld.stake] * withheld.minutes
    }
    left.removeAll(keepingCapacity: true)
    for cost in part.unplaced { left.append(cost + inequity / 1000) }
    leftOut = left.count
    fill(part, prices)
    let width = part.visits.count
    let rows = part.leads.count + 1
    let free = part.leads.count
    guard part.isFree else {
      var total = 0
      for place in part.unplaced.indices {
        let profile = part.isPlain ? 0 : place
        var best = left[place]
        var chosen = -1
        for position in 0..<width where costs[(profile * rows + free) * width + position] < best {
          best = costs[(profile * rows + free) * width + position]
          chosen = position
        }
        total += best
        if chosen >= 0 { leftOut -= 1 }
        if chosen >= 0 {
          take(part, profile: profile, position: chosen, row: free, prices, &picks)
        }
      }
      return total
    }
    var best = Case(
      value: left.reduce(0, +), row: -1, rhythm: nil)
    func better(_ value: Int, row: Int, rhythm: [Int]?) {
      if value < best.value { best = Case(value: value, row: row, rhythm: rhythm) }
    }
    let count = part.unplaced.count
    guard width > 0 else { return best.value }
    if count == 1 {
      better(run(part, row: free, nil), row: free, rhythm: nil)
    } else {
      let anyhow = run(part, row: free, nil)
      better(anyhow + leadChange + rhythmChange, row: free, rhythm: nil)
      for row in 0..<free where anyhow < best.value {
        let alone = run(part, row: row, nil)
        guard alone < best.value else { continue }
        better(alone + rhythmChange, row: row, rhythm: nil)
        for rhythm in part.rhythms where alone < best.value {
          better(run(part, row: row, rhythm), row: row, rhythm: rhythm)
        }
      }
      if anyhow + leadChange < best.value {
        for rhythm in part.rhythms {
          better(run(part, row: free, rhythm) + leadChange, row: free, rhythm: rhythm)
        }
      }
    }
    if best.row >= 0 { trace(part, best, prices, &picks) }
    return best.value
  }

  /// Writes `costs` for a chain.
  private mutating func fill(_ part: PriceTables.ChainPart, _ prices: UnsafeBufferPointer<Int>) {
    let width = part.visits.count
    let rows = part.leads.count + 1
    let free = part.leads.count
    let size = part.wishes.count * rows * width
    if costs.count < size { costs = Array(repeating: 0, count: size) }
    for index in 0..<size { costs[index] = Self.never }
    for (row, lead) in part.leads.enumerated() { rowOf[lead] = Int32(row) }
    for (profile, wish) in part.wishes.enumerated() {
      for position in 0..<width {
        let visit = part.visits.lowerBound + position
        let start = tables.starts[visit]
        if !part.isPlain {
          if let pinned = wish.start, pinned != start { continue }
          guard tables.domain.freeze.admits(wish.session, at: start) else { continue }
        }
        var common = tables.baseCost[visit]
        if let kept = wish.keptStart, kept != start { common += wish.movedCost }
        for price in Int(tables.cohortOffset[visit])..<Int(tables.cohortOffset[visit + 1]) {
          common += prices[tables.cohortBase + price]
        }
        if part.needsVenue {
          let venue = venue(visit, wish, prices)
          guard venue.cost < Self.never else { continue }
          common += venue.cost
        }
        assist(part, visit, prices)
        for price in Int(tables.staffOffset[visit])..<Int(tables.staffOffset[visit + 1])
        where tables.staffLeads[price] {
          let trainer = Int(tables.staffTrainer[price])
          if let pinned = wish.lead, pinned != trainer { continue }
          guard let team = team(part, lead: price) else { continue }
          var cost = common + prices[price] + team
          if wish.hasKeptLead, wish.keptLead != trainer { cost += wish.reassignedCost }
          let row = Int(rowOf[trainer])
          costs[(profile * rows + row) * width + position] = cost
          let whoever = (profile * rows + free) * width + position
          if cost < costs[whoever] { costs[whoever] = cost }
        }
      }
    }
  }

  private func venue(
    _ visit: Int, _ wish: PriceTables.Wish, _ prices: UnsafeBufferPointer<Int>
  ) -> (cost: Int, index: Int) {
    var best = (cost: Self.never, index: -1)
    for price in Int(tables.venueOffset[visit])..<Int(tables.venueOffset[visit + 1]) {
      let venue = Int(tables.venueOf[price])
      if let pinned = wish.venue, pinned != venue { continue }
      var cost = prices[tables.venueBase + price]
      if wish.hasKeptVenue, wish.keptVenue != venue { cost += wish.relocatedCost }
      if cost < best.cost { best = (cost, tables.venueBase + price) }
    }
    return best
  }

  /// The cheapest assistants of a visit, one more than it needs.
  private mutating func assist(
    _ part: PriceTables.ChainPart, _ visit: Int, _ prices: UnsafeBufferPointer<Int>
  ) {
    cheapest.removeAll(keepingCapacity: true)
    guard part.trainerCount > 1 else { return }
    for price in Int(tables.staffOffset[visit])..<Int(tables.staffOffset[visit + 1])
    where tables.staffAssists[price] {
      var place = cheapest.count
      while place > 0, cheapest[place - 1].price > prices[price] { place -= 1 }
      guard place < part.trainerCount else { continue }
      cheapest.insert((prices[price], price), at: place)
      if cheapest.count > part.trainerCount { cheapest.removeLast() }
    }
  }

  /// What the assistants cost beside a lead; nil where there are not enough.
  private func team(_ part: PriceTables.ChainPart, lead: Int) -> Int? {
    var missing = part.trainerCount - 1
    var cost = 0
    for assistant in cheapest where missing > 0 && assistant.index != lead {
      cost += assistant.price
      missing -= 1
    }
    return missing == 0 ? cost : nil
  }

  /// The cheapest schedule by one row of `costs` within `rhythm`, all positions where it is nil.
  private mutating func run(
    _ part: PriceTables.ChainPart, row: Int, _ rhythm: [Int]?, isTraced: Bool = false
  ) -> Int {
    let width = part.visits.count
    let rows = part.leads.count + 1
    let count = part.unplaced.count
    let length = rhythm?.count ?? width
    let weekly = part.maxPerWeek < count ? part.maxPerWeek : 1
    let isWeekly = part.maxPerWeek < count
    let stride = length * weekly
    let size = stride * (isTraced ? count : 2)
    if values.count < size { values = Array(repeating: 0, count: size) }
    if isTraced, before.count < size { before = Array(repeating: -1, count: size) }
    var tail = left.reduce(0, +)
    var best = tail
    let first = part.visits.lowerBound
    var sameWeek = Array(repeating: (value: Self.never, from: Int32(-1)), count: weekly + 1)
    for session in 0..<count {
      tail -= left[session]
      let base = ((part.isPlain ? 0 : session) * rows + row) * width
      let here = stride * (isTraced ? session : session & 1)
      let there = stride * (isTraced ? session - 1 : (session + 1) & 1)
      var pushed = 0
      var earlier = (value: Self.never, from: Int32(-1))
      var pushedWeek = Int32.min
      for slot in 0...weekly { sameWeek[slot] = (Self.never, -1) }
      for index in 0..<length {
        let position = rhythm?[index] ?? index
        let cost = costs[base + position]
        for slot in 0..<weekly { values[here + index * weekly + slot] = Self.never }
        guard cost < Self.never else { continue }
        if session == 0 {
          values[here + index * weekly] = cost
          if isTraced { before[here + index * weekly] = -1 }
          if cost + tail < best { best = cost + tail }
          continue
        }
        let latest = Int(tables.latest[first + position])
        while pushed < index, (rhythm?[pushed] ?? pushed) <= latest {
          let week = isWeekly ? tables.week[first + (rhythm?[pushed] ?? pushed)] : 0
          if week != pushedWeek {
            for slot in 0..<weekly {
              if sameWeek[slot].value < earlier.value { earlier = sameWeek[slot] }
              sameWeek[slot] = (Self.never, -1)
            }
            pushedWeek = week
          }
          for slot in 0..<weekly {
            let value = values[there + pushed * weekly + slot]
            if value < sameWeek[slot].value {
              sameWeek[slot] = (value, Int32(pushed * weekly + slot))
            }
          }
          pushed += 1
        }
        guard pushed > 0 else { continue }
        var source = earlier
        let isSame = isWeekly && tables.week[first + position] == pushedWeek
        if !isSame {
          for slot in 0..<weekly where sameWeek[slot].value < source.value {
            source = sameWeek[slot]
          }
        }
        if source.value < Self.never {
          let value = source.value + cost
          values[here + index * weekly] = value
          if isTraced { before[here + index * weekly] = source.from }
          if value + tail < best { best = value + tail }
        }
        guard isSame else { continue }
        for slot in 1..<max(1, weekly) where sameWeek[slot - 1].value < Self.never {
          let value = sameWeek[slot - 1].value + cost
          values[here + index * weekly + slot] = value
          if isTraced { before[here + index * weekly + slot] = sameWeek[slot - 1].from }
          if value + tail < best { best = value + tail }
        }
      }
    }
    return best
  }

  /// Runs the best case again and adds what it takes to `picks`.
  private mutating func trace(
    _ part: PriceTables.ChainPart, _ best: Case, _ prices: UnsafeBufferPointer<Int>,
    _ picks: inout [Int32]
  ) {
    let target = run(part, row: best.row, best.rhythm, isTraced: true)
    let count = part.unplaced.count
    let length = best.rhythm?.count ?? part.visits.count
    let weekly = part.maxPerWeek < count ? part.maxPerWeek : 1
    let stride = length * weekly
    var tail = left.reduce(0, +)
    if tail == target { return }
    for session in 0..<count {
      tail -= left[session]
      for state in 0..<stride where values[session * stride + state] + tail == target {
        var (session, state) = (session, state)
        leftOut -= session + 1
        while session >= 0 {
          let index = state / weekly
          take(
            part, profile: part.isPlain ? 0 : session, position: best.rhythm?[index] ?? index,
            row: best.row, prices, &picks)
          state = Int(before[session * stride + state])
          session -= 1
        }
        return
      }
    }
  }

  /// Adds the prices of one visit: its cohorts, the cheapest venue and the team.
  private mutating func take(
    _ part: PriceTables.ChainPart, profile: Int, position: Int, row: Int,
    _ prices: UnsafeBufferPointer<Int>, _ picks: inout [Int32]
  ) {
    let wish = part.wishes[profile]
    let visit = part.visits.lowerBound + position
    for price in Int(tables.cohortOffset[visit])..<Int(tables.cohortOffset[visit + 1]) {
      picks.append(Int32(tables.cohortBase + price))
    }
    if part.needsVenue { picks.append(Int32(venue(visit, wish, prices).index)) }
    assist(part, visit, prices)
    var best = (cost: Self.never, lead: -1)
    for price in Int(tables.staffOffset[visit])..<Int(tables.staffOffset[visit + 1])
    where tables.staffLeads[price] {
      let trainer = Int(tables.staffTrainer[price])
      if row < part.leads.count, part.leads[row] != trainer { continue }
      if let pinned = wish.lead, pinned != trainer { continue }
      guard let team = team(part, lead: price) else { continue }
      var cost = prices[price] + team
      if wish.hasKeptLead, wish.keptLead != trainer { cost += wish.reassignedCost }
      if cost < best.cost { best = (cost, price) }
    }
    guard best.lead >= 0 else { return }
    picks.append(Int32(best.lead))
    var missing = part.trainerCount - 1
    for assistant in cheapest where missing > 0 && assistant.index != best.lead {
      picks.append(Int32(assistant.index))
      missing -= 1
    }
  }
}
