/// Some of a known list of hours, one bit each.
struct HourSet {
  private var words: [UInt64]

  /// None of so many.
  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func contains(_ hour: Int) -> Bool { words[hour / 64] & (1 << UInt64(hour % 64)) != 0 }

  mutating func insert(_ hour: Int) { words[hour / 64] |= 1 << UInt64(hour % 64) }

  mutating func formUnion(_ other: HourSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func formIntersection(_ other: HourSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  func intersection(_ other: HourSet) -> HourSet {
    var both = self
    both.formIntersection(other)
    return both
  }
}
