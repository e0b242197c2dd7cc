/// Half-open stretches of seconds, sorted and apart from each other: absences, closed hours.
package struct Stretches: Sendable, Equatable {
  private let starts: [Int]
  private let ends: [Int]

  package static let none = Stretches([])

  /// Merges stretches that touch or overlap.
  package init(_ stretches: [Range<Int>]) {
    var starts: [Int] = []
    var ends: [Int] = []
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ends.last, stretch.lowerBound <= last {
        ends[ends.count - 1] = max(last, stretch.upperBound)
      } else {
        starts.append(stretch.lowerBound)
        ends.append(stretch.upperBound)
      }
    }
    self.starts = starts
    self.ends = ends
  }

  /// Whether `from ..< to` shares a second with a stretch; `from` is less than `to`.
  package func meet(from: Int, to: Int) -> Bool {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= from { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && starts[low] < to
  }
}
