import Training

/// A placed session as one party's calendar shows it.
package struct Appointment: Sendable, Comparable {
  package var session: Int
  package var start: Instant
  package var end: Instant
  /// The local date of the start, for this party.
  package var date: LocalDate
  package var week: Int

  /// By start; where two start together, by end.
  package static func < (left: Appointment, right: Appointment) -> Bool {
    (left.start, left.end, left.session) < (right.start, right.end, right.session)
  }
}

extension Array where Element == Appointment {
  /// Every two of which the later one starts less than `margin` seconds after the end of the earlier
  /// one, neighbours or not; the array is sorted.
  func pairs(
    closerThan margin: Int = 0
  ) -> some Sequence<(earlier: Appointment, later: Appointment)> {
    indices.lazy.flatMap { index in
      let earlier = self[index]
      let close = self[(index + 1)...].prefix {
        $0.start.seconds < earlier.end.seconds + margin
      }
      return close.lazy.map { (earlier: earlier, later: $0) }
    }
  }

  /// Those with the same key together, each group by start, the groups by key.
  func grouped(by key: (Appointment) -> some Comparable) -> [ArraySlice<Appointment>] {
    let sorted = sorted { left, right in
      (key(left), left.start, left.end, left.session)
        < (key(right), right.start, right.end, right.session)
    }
    var groups: [ArraySlice<Appointment>] = []
    var first = 0
    for index in sorted.indices.dropFirst() where key(sorted[index]) != key(sorted[first]) {
      groups.append(sorted[first..<index])
      first = index
    }
    if first < sorted.count { groups.append(sorted[first...]) }
    return groups
  }
}
