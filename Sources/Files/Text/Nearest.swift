/// Finds what somebody probably meant, and stops looking when the budget of one reading is spent.
package struct Nearest {
  private var budget = Limits.namesCompared

  package init() {}

  /// ` (did you mean "HAN"?)`, or nothing.
  package mutating func suggestion(for value: String, among names: some Sequence<String>) -> String
  {
    guard let name = nearest(to: value, among: names) else { return "" }
    return " (did you mean \(quoted(name))?)"
  }

  /// The name with the fewest typing errors between it and `value`; the first of several.
  ///
  /// One error in three letters is the most that still counts as a slip; letter case is none.
  package mutating func nearest(to value: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(value.utf8.prefix(80)).map(lowered)
    guard !wanted.isEmpty, wanted.count < 80 else { return nil }
    var best: (name: String, errors: Int)?
    for name in names {
      guard budget > 0 else { break }
      budget -= 1
      let limit = min(best.map { $0.errors - 1 } ?? .max, max(wanted.count, name.utf8.count) / 3)
      let isClose = abs(name.utf8.count - wanted.count) <= limit
      guard limit >= 0, isClose, name != value else { continue }
      budget -= 4
      let errors = typingErrors(wanted, Array(name.utf8).map(lowered))
      if errors <= limit { best = (name, errors) }
      if errors == 0 { break }
    }
    return best?.name
  }

  private func lowered(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }

  /// Optimal string alignment: letters left out, added, replaced, or two neighbours swapped.
  private func typingErrors(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var beforeLast = Array(repeating: 0, count: other.count + 1)
    var last = Array(0...other.count)
    for (row, letter) in one.enumerated() {
      var current = Array(repeating: row + 1, count: other.count + 1)
      for (column, opposite) in other.enumerated() {
        var errors = min(last[column + 1], current[column]) + 1
        errors = min(errors, last[column] + (letter == opposite ? 0 : 1))
        if row > 0, column > 0, letter == other[column - 1], one[row - 1] == opposite {
          errors = min(errors, beforeLast[column - 1] + 1)
        }
        current[column + 1] = errors
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
