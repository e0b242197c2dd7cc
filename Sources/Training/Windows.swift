/// Weekly opening hours by the local wall clock: for each weekday, merged stretches of minutes.
package struct Windows: Hashable, Sendable {
  /// Index 0 is Monday; stretches are sorted, apart from each other, within 0 … 1440.
  package let days: [[Range<Int>]]

  /// Merges the stretches of each day where they touch or overlap.
  package init(days: [[Range<Int>]]) {
    precondition(days.count == 7, "a week has seven days")
    self.days = days.map { stretches in
      stretches.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: [Range<Int>]()) {
        merged, next in
        if let last = merged.last, next.lowerBound <= last.upperBound {
          merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
        } else {
          merged.append(next)
        }
      }
    }
  }

  package static let always = Windows(days: Array(repeating: [0..<1440], count: 7))

  /// Minutes that are open in a week.
  package var minutesPerWeek: Int { days.joined().reduce(0) { $0 + $1.count } }

  /// Whether a session that reads `start` to `end` on the wall lies inside one window of one date.
  ///
  /// An end at 00:00 counts as 24:00 of the date before; one that reads before its start never fits.
  package func fits(start: WallTime, end: WallTime) -> Bool {
    guard end >= start else { return false }
    let from = start.secondOfDay
    let to = end.seconds - start.date.days * 86_400
    guard to <= 86_400 else { return false }
    return days[start.date.weekday].contains {
      $0.lowerBound * 60 <= from && to <= $0.upperBound * 60
    }
  }

  /// Whether the stretch `start` to `end` (half-open) meets a window of `date`.
  package func overlap(start: WallTime, end: WallTime, on date: LocalDate) -> Bool {
    let midnight = date.days * 86_400
    return days[date.weekday].contains {
      start.seconds < midnight + $0.upperBound * 60 && midnight + $0.lowerBound * 60 < end.seconds
    }
  }
}
