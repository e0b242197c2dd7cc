/// A set of moments on the grid, a bit each.
struct Moments: Equatable, Sendable {
  private(set) var words: [UInt64]
  private let count: Int

  /// All of `count` moments, or none.
  init(count: Int, all: Bool = false) {
    self.count = count
    words = Array(repeating: all ? .max : 0, count: (count + 63) / 64)
    if all { trim() }
  }

  private mutating func trim() {
    guard !words.isEmpty, count % 64 != 0 else { return }
    words[words.count - 1] &= (1 << UInt64(count % 64)) - 1
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func contains(_ moment: Int) -> Bool { words[moment >> 6] >> UInt64(moment & 63) & 1 == 1 }

  mutating func insert(_ moment: Int) { words[moment >> 6] |= 1 << UInt64(moment & 63) }

  mutating func formUnion(_ other: Moments) {
    for word in words.indices { words[word] |= other.words[word] }
  }

  mutating func formIntersection(_ other: Moments) {
    for word in words.indices { words[word] &= other.words[word] }
  }

  mutating func subtract(_ other: Moments) {
    for word in words.indices { words[word] &= ~other.words[word] }
  }

  /// Ascending.
  var elements: [Int] {
    words.enumerated().flatMap { place, word in
      (0..<64).lazy.filter { word >> UInt64($0) & 1 == 1 }.map { place * 64 + $0 }
    }
  }
}
