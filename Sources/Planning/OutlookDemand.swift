import Training

/// What one chain still asks, and in which weeks it can be.
struct OutlookDemand: Sendable {
  let chain: Int
  /// Those that are not frozen.
  let sessions: Int
  /// Length of each.
  let minutes: Int
  /// When all its cohorts are there long enough for a session, sorted and apart.
  let hours: [Range<Int>]
  /// By week, the most sessions that H1, H2, H3 and H4 could leave room for.
  var room: [Int]

  /// Minutes by week where the sessions are spread in proportion to the room.
  var spread: [Int] {
    let weights = room.contains { $0 > 0 } ? room : room.map { _ in 1 }
    let total = weights.reduce(0, +)
    var sum = 0
    var told = 0
    return weights.map { weight in
      sum += weight
      let upTo = sessions * minutes * sum / total
      defer { told = upTo }
      return upTo - told
    }
  }

  /// The sessions that can lie nowhere but in these weeks.
  func bound(to weeks: ClosedRange<Int>) -> Int {
    let elsewhere = room.enumerated().reduce(0) {
      weeks.contains($1.offset) ? $0 : $0 + $1.element
    }
    return max(0, sessions - elsewhere)
  }
}

extension OutlookDemand {
  /// One for each chain that has sessions to place, in the plan's order.
  static func demands(
    _ facts: Facts, hours: OutlookHours, freeze: FreezeState
  ) -> [OutlookDemand] {
    var demands = facts.programme.chains.indices.map {
      demand(ofChain: $0, facts, hours: hours, freeze: freeze)
    }
    keepOrder(of: &demands, facts)
    return demands.filter { $0.sessions > 0 }
  }

  private static func demand(
    ofChain index: Int, _ facts: Facts, hours: OutlookHours, freeze: FreezeState
  ) -> OutlookDemand {
    let programme = facts.programme
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let common = chain.cohorts.dropFirst().reduce(hours.cohorts[chain.cohorts[0]]) {
      $0.common(with: hours.cohorts[$1].ranges)
    }
    let long = common.stretches.filter { $0.length >= module.minutes }
    let perDay = chain.cohorts.map { programme.cohorts[$0].maxPerDay }.min() ?? 1
    var room = Array(repeating: 0, count: programme.settings.weeks)
    var position = 0
    while position < long.count {
      let day = long[position].day
      let week = long[position].week
      var fits = 0
      while position < long.count, long[position].day == day {
        fits += long[position].length / module.minutes
        position += 1
      }
      room[week] += module.minGapDays > 0 ? 1 : min(fits, perDay)
    }
    for week in room.indices {
      if module.minGapDays > 1 { room[week] = min(room[week], 6 / module.minGapDays + 1) }
      if let most = module.maxPerWeek { room[week] = min(room[week], most) }
    }
    return OutlookDemand(
      chain: index, sessions: chain.sessions.count { !freeze.isFrozen($0) },
      minutes: module.minutes, hours: long.map { $0.from..<$0.to }, room: room)
  }

  /// H4: takes the weeks from a chain in which those before it cannot be done yet, or those after
  /// it could no longer be.
  private static func keepOrder(of demands: inout [OutlookDemand], _ facts: Facts) {
    let order = facts.chainsInOrder
    var first = Array(repeating: 0, count: demands.count)
    for chain in order {
      for before in facts.prerequisites[chain] where demands[before].sessions > 0 {
        first[chain] = max(first[chain], demands[before].weekDone(from: first[before]))
      }
    }
    var last = Array(repeating: facts.programme.settings.weeks - 1, count: demands.count)
    for chain in order.reversed() {
      for after in facts.followers[chain] where demands[after].sessions > 0 {
        last[chain] = min(last[chain], demands[after].weekBegun(by: last[after]))
      }
    }
    for chain in demands.indices {
      for week in demands[chain].room.indices where week < first[chain] || week > last[chain] {
        demands[chain].room[week] = 0
      }
    }
  }

  /// The week in which the last session can be at the earliest.
  private func weekDone(from first: Int) -> Int {
    var left = sessions
    for week in first..<max(first, room.count) {
      left -= room[week]
      if left <= 0 { return week }
    }
    return room.count - 1
  }

  /// The week in which the first session has to be at the latest.
  private func weekBegun(by last: Int) -> Int {
    var left = sessions
    for week in stride(from: last, through: 0, by: -1) {
      left -= room[week]
      if left <= 0 { return week }
    }
    return 0
  }
}

/// Stretches of weeks for which shortages are looked for.
struct OutlookSpans: Sendable {
  let spans: [ClosedRange<Int>]

  /// All of them, or for long programmes single weeks, and those from the first or to the last.
  init(weeks: Int) {
    var spans: [ClosedRange<Int>] = []
    for from in 0..<weeks {
      for to in from..<weeks where weeks <= 8 || from == to || from == 0 || to == weeks - 1 {
        spans.append(from...to)
      }
    }
    // The shortest first: of two equal shortages it says more.
    self.spans = spans.sorted { ($0.count, $0.lowerBound) < ($1.count, $1.lowerBound) }
  }
}
