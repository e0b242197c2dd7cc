import Training

/// Every start on the grid of the horizon, wherever on the globe, and the dates that zones give them.
final class StartGrid {
  /// A zone's dates and weeks of each start.
  struct Days {
    /// Days since 1970.
    var days: [Int]
    /// By week, from the one before the first to the one after the last: the starts in it.
    var weeks: [HourSet]
    /// Starts next to each other on one date.
    var runs: [Range<Int>]
  }

  let facts: Facts
  let starts: [Instant]
  /// From one start to the next.
  let stepMinutes: Int
  private var days: [String: Days] = [:]

  init(_ facts: Facts) {
    self.facts = facts
    let horizon = facts.programme.horizon
    stepMinutes = facts.programme.settings.gridMinutes
    starts = stride(
      from: (horizon.lowerBound.days - 1) * 86_400, to: (horizon.upperBound.days + 1) * 86_400,
      by: stepMinutes * 60
    ).map(Instant.init(seconds:))
  }

  var none: HourSet { HourSet(count: starts.count) }

  /// The starts from which a session of so many minutes keeps `isMet`.
  func starts(where isMet: (Instant) -> Bool) -> HourSet {
    var set = none
    for (index, start) in starts.enumerated() where isMet(start) { set.insert(index) }
    return set
  }

  /// The starts from which a session of `minutes` would meet one of `taken`.
  func starts(meeting taken: [Range<Int>], minutes: Int) -> HourSet {
    var set = none
    guard !taken.isEmpty, let first = starts.first else { return set }
    for stretch in taken {
      // A start at or before `lowerBound - length` ends before the stretch.
      let from = stretch.lowerBound - minutes * 60 - first.seconds
      let to = stretch.upperBound - first.seconds
      let low = max(0, floorDivide(from, stepMinutes * 60) + 1)
      let high = min(starts.count, floorDivide(to - 1, stepMinutes * 60) + 1)
      for index in low..<max(low, high) { set.insert(index) }
    }
    return set
  }

  func days(in zone: Zone) -> Days {
    if let known = days[zone.identifier] { return known }
    let programme = facts.programme
    var found = Days(
      days: [], weeks: Array(repeating: none, count: programme.settings.weeks + 2), runs: [])
    for (index, start) in starts.enumerated() {
      let date = zone.date(at: start)
      let week = min(max(programme.week(of: date), -1), programme.settings.weeks)
      found.weeks[week + 1].insert(index)
      if found.days.last == date.days, let run = found.runs.last {
        found.runs[found.runs.count - 1] = run.lowerBound..<index + 1
      } else {
        found.runs.append(index..<index + 1)
      }
      found.days.append(date.days)
    }
    days[zone.identifier] = found
    return found
  }
}
