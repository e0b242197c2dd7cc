/// Some of a known list of hours, one bit each.
struct HourSet {
  private(set) var words: [UInt64]

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

  mutating func subtract(_ other: HourSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  /// Whether some hour is in all three.
  func meets(_ other: HourSet, within mask: HourSet) -> Bool {
    for index in words.indices where words[index] & other.words[index] & mask.words[index] != 0 {
      return true
    }
    return false
  }

  /// The hours, ascending.
  var hours: [Int] {
    var hours: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        hours.append(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return hours
  }
}
