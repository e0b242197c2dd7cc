import Training

/// How the sessions of one chain may follow each other (H3), frozen ones counted.
struct CountedOrder {
  private let hours: CountedHours
  private let index: Int
  private let chain: Chain
  private let module: Module
  /// By place in the grid, on the calendar of the first cohort: H3 holds there too.
  private let dates: [LocalDate]

  init(_ hours: CountedHours, chain index: Int) {
    self.hours = hours
    self.index = index
    chain = hours.programme.chains[index]
    module = hours.programme.modules[chain.module]
    dates = hours.presence.dates(in: hours.programme.zone(of: chain))
  }

  /// Sessions between which no frozen one stands: only these have to keep gaps and order.
  private func isRow(_ open: [Int]) -> Bool {
    zip(open, open.dropFirst()).allSatisfy { $0 + 1 == $1 }
  }

  private func frozen(inWeek week: Int) -> Int {
    let zone = hours.programme.zone(of: chain)
    return hours.frozen.ofChain[index]?.count {
      hours.programme.week(of: zone.date(at: $0.start)) == week
    } ?? 0
  }

  /// When the last session can have ended; nil for never.
  ///
  /// Each session at the first start that the ones before it leave: whatever order is chosen, its
  /// session of the same number starts no earlier.
  func earliestEnd(_ counted: CountedChain) -> Instant? {
    let before = hours.frozen.ofChain[index]?.map(\.end).max()
    guard !counted.open.isEmpty else { return before }
    let needed = isRow(counted.open) ? counted.open.count : 1
    var chosen: [Int] = []
    var perWeek: [Int: Int] = [:]
    for place in counted.starts {
      let week = hours.programme.week(of: dates[place])
      if let last = chosen.last {
        guard end(of: last) <= hours.presence.instants[place],
          dates[last].adding(days: module.minGapDays) <= dates[place]
        else { continue }
      }
      if let most = module.maxPerWeek {
        guard perWeek[week, default: frozen(inWeek: week)] < most else { continue }
        perWeek[week, default: frozen(inWeek: week)] += 1
      }
      chosen.append(place)
      if chosen.count == needed {
        return max(end(of: place), before ?? Instant(seconds: .min))
      }
    }
    return nil
  }

  private func end(of place: Int) -> Instant {
    hours.presence.instants[place].adding(minutes: module.minutes)
  }

  /// The weeks with room for some of the sessions.
  func rooms(_ counted: CountedChain) -> [CountedWeek] {
    let byWeek = Dictionary(grouping: counted.starts) { hours.programme.week(of: dates[$0]) }
    let gap = isRow(counted.open) ? module.minGapDays : 0
    return byWeek.sorted { $0.key < $1.key }.compactMap { week, starts in
      let days = Dictionary(grouping: starts) { dates[$0] }.sorted { $0.key < $1.key }
      var room = 0
      if gap > 0 {
        var next = LocalDate(days: .min)
        for (date, _) in days where date >= next {
          room += 1
          next = date.adding(days: gap)
        }
      } else {
        for (date, starts) in days { room += min(apart(starts), mostPerDay(date)) }
      }
      if let most = module.maxPerWeek { room = min(room, most - frozen(inWeek: week)) }
      room = min(room, counted.open.count)
      return room > 0 ? CountedWeek(week: week, room: room) : nil
    }
  }

  /// The most sessions that start at some of a day's starts, one after the other.
  private func apart(_ starts: [Int]) -> Int {
    var count = 0
    var free = Instant(seconds: .min)
    for place in starts where hours.presence.instants[place] >= free {
      count += 1
      free = end(of: place)
    }
    return count
  }

  /// H2, for the cohorts whose days are those of the first one.
  private func mostPerDay(_ date: LocalDate) -> Int {
    let zone = hours.programme.zone(of: chain)
    return chain.cohorts.reduce(Int.max) { most, cohort in
      guard hours.programme.zone(ofCohort: cohort).identifier == zone.identifier else {
        return most
      }
      let taken = hours.frozen.ofCohort[cohort]?.count { zone.date(at: $0.start) == date } ?? 0
      return min(most, max(0, hours.programme.cohorts[cohort].maxPerDay - taken))
    }
  }
}
