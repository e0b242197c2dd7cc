import Training

/// The most that venues and cohorts can earn.
enum CheckedOwners {
  private static let never = Int.min / 4

  /// A session that a venue could hold or a cohort attend.
  struct Offer {
    var start: Int
    var end: Int
    var gain: Int
    /// A chain with a gap of days between its sessions; nil for others.
    var mark: Int?
  }

  /// H9: a venue holds one session at a time.
  static func most(ofVenue offers: [Offer]) -> Int {
    let byEnd = offers.filter { $0.gain > 0 }.sorted { $0.end < $1.end }
    // By how many of them may be held.
    var most = [0]
    for offer in byEnd {
      let before = byEnd.partition { $0.end <= offer.start }
      most.append(max(most[most.count - 1], most[before] + offer.gain))
    }
    return most[most.count - 1]
  }

  /// H2: a cohort attends one session at a time and at most so many on a date.
  ///
  /// - Parameters:
  ///   - offers: of one local date. With `idle`, also those that pay nothing count: they shorten a wait.
  ///   - idle: what a full half hour between two sessions costs, in thousandths.
  static func most(ofDate offers: [Offer], maxPerDay: Int, idle: Int) -> Int {
    guard offers.contains(where: { $0.gain > 0 }) else { return 0 }
    let sorted = offers.filter { $0.gain > 0 || maxPerDay > 2 && idle > 0 }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    let numbers = min(maxPerDay, sorted.count)
    var most = 0
    // By offer, attended last, and number attended.
    var ending: [[Int]] = []
    for (place, offer) in sorted.enumerated() {
      var here = Array(repeating: never, count: numbers)
      here[0] = offer.gain
      for (earlier, values) in zip(sorted[..<place], ending) where earlier.end <= offer.start {
        if let mark = offer.mark, mark == earlier.mark { continue }
        let wait = idle * ((offer.start - earlier.end) / 1800)
        for number in 1..<max(1, numbers) where values[number - 1] > never {
          here[number] = max(here[number], values[number - 1] + offer.gain - wait)
        }
      }
      most = max(most, here.max() ?? 0)
      ending.append(here)
    }
    return most
  }
}

extension [CheckedOwners.Offer] {
  /// How many of the first ones, in a row, are so.
  fileprivate func partition(_ isSo: (CheckedOwners.Offer) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isSo(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
