import Training

/// For each of many rows, the half-hours of a stretch of dates in which somebody is free.
///
/// Half-hours count from 00:00 UTC of the date before the first, so that any zone's dates fit in.
/// Every offset and every window of a drawn dataset is a whole number of half-hours.
struct HalfHours {
  let first: LocalDate
  let days: Int
  let count: Int
  private let words: Int
  private var bits: [UInt64]

  init(rows: Int, from first: LocalDate, days: Int) {
    self.first = first
    self.days = days
    count = (days + 2) * 48
    words = (count + 63) / 64 + 1
    bits = Array(repeating: 0, count: rows * words)
  }

  /// Where the local `minute` of the `day`th date falls.
  func slot(day: Int, minute: Int, ahead: Int) -> Int { (day + 1) * 48 + (minute - ahead) / 30 }

  /// The local date and minute at which a slot begins.
  func local(_ slot: Int, ahead: Int) -> (day: Int, minute: Int) {
    let minutes = (slot - 48) * 30 + ahead + 1440
    return (minutes / 1440 - 1, minutes % 1440)
  }

  /// Frees the hours of `windows` on each date, apart from those that a closure meets.
  mutating func free(_ row: Int, in windows: Windows, ahead: Int, closures: [Closure] = []) {
    for day in 0..<days {
      let date = first.adding(days: day)
      for window in windows.days[date.weekday] {
        for minute in stride(from: window.lowerBound, to: window.upperBound, by: 30) {
          let start = WallTime(date, minute: minute)
          let end = WallTime(date, minute: minute + 30)
          guard !closures.contains(where: { $0.overlaps(start: start, end: end) }) else { continue }
          let slot = slot(day: day, minute: minute, ahead: ahead)
          bits[row * words + slot / 64] |= 1 << UInt64(slot % 64)
        }
      }
    }
  }

  /// Whether all of `length` half-hours are free.
  func holds(_ row: Int, _ slot: Int, length: Int) -> Bool {
    guard slot >= 0, slot + length <= count else { return false }
    let word = row * words + slot / 64
    let shift = UInt64(slot % 64)
    let mask: UInt64 = (1 << UInt64(length)) - 1
    var found = bits[word] >> shift
    if shift > 0 { found |= bits[word + 1] << (64 - shift) }
    return found & mask == mask
  }

  mutating func take(_ row: Int, _ slot: Int, length: Int) {
    for taken in slot..<slot + length {
      bits[row * words + taken / 64] &= ~(1 << UInt64(taken % 64))
    }
  }
}
