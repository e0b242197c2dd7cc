import Foundation

/// A time zone as the years around a programme need it: its offsets from UTC, one a stretch.
///
/// Foundation answers the same question at some 200 ns a time; a plan asks it millions of times.
package final class Zone: Sendable {
  /// The IANA name, as the dataset wrote it.
  package let identifier: String
  private let starts: [Int]
  private let offsets: [Int]
  private let zone: TimeZone
  private let covered: Range<Int>

  /// Nil where the zone database has no such name.
  /// - Parameter around: the date near which answers come from the table; 3 years on both sides.
  package init?(_ identifier: String, around date: LocalDate) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    let centre = date.days * 86_400
    let covered = centre - 1100 * 86_400..<centre + 1100 * 86_400
    var starts = [covered.lowerBound]
    var offsets = [zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(starts[0])))]
    var moment = Date(timeIntervalSince1970: Double(starts[0]))
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment,
      Int(next.timeIntervalSince1970) < covered.upperBound
    {
      starts.append(Int(next.timeIntervalSince1970))
      offsets.append(zone.secondsFromGMT(for: next))
      moment = next
    }
    self.identifier = identifier
    self.zone = zone
    self.covered = covered
    self.starts = starts
    self.offsets = offsets
  }

  /// Seconds ahead of UTC.
  package func offset(at instant: Instant) -> Int {
    guard covered.contains(instant.seconds) else {
      return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }
    var index = starts.count - 1
    while index > 0, starts[index] > instant.seconds { index -= 1 }
    return offsets[index]
  }

  package func wallTime(at instant: Instant) -> WallTime {
    WallTime(seconds: instant.seconds + offset(at: instant))
  }

  package func date(at instant: Instant) -> LocalDate { wallTime(at: instant).date }

  /// `2026-08-03T09:00+07:00`.
  package func text(at instant: Instant) -> String {
    wallTime(at: instant).text() + offsetText(at: instant)
  }

  /// `+07:00`.
  package func offsetText(at instant: Instant) -> String {
    let minutes = offset(at: instant) / 60
    return (minutes < 0 ? "-" : "+") + padded(abs(minutes) / 60, 2) + ":"
      + padded(abs(minutes) % 60, 2)
  }

  /// Every offset that the zone has in the covered years, each once.
  package var knownOffsets: [Int] { Array(Set(offsets)).sorted() }
}
