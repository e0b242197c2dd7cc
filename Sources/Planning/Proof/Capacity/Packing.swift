/// The most that sessions of some lengths can fill of what there is.
struct Packing {
  /// Lengths, ascending, each once.
  let lengths: [Int]
  /// By minutes up to the largest asked for so far: the largest sum of lengths that is no more.
  private let largest: [Int]

  /// Beyond it sums are not rounded down: it would gain less than one session.
  private static let limit = 10_080

  init(lengths: [Int]) {
    self.lengths = lengths
    var largest = Array(repeating: 0, count: Self.limit + 1)
    for minutes in 1...Self.limit {
      var best = 0
      for length in lengths where length <= minutes {
        best = max(best, largest[minutes - length] + length)
      }
      largest[minutes] = best
    }
    self.largest = largest
  }

  /// The largest sum of lengths within so many minutes.
  func fill(_ minutes: Int) -> Int {
    minutes > Self.limit ? minutes : largest[max(0, minutes)]
  }

  /// The most that sessions one after the other within a run of starts can be worth.
  ///
  /// - Parameters:
  ///   - sets: by length, the starts that it may have.
  ///   - worth: by length.
  ///   - best: scratch of at least the run's count and one.
  static func most(
    in run: Range<Int>, sets: [HourSet], steps: [Int], worth: [Int], best: inout [Int]
  ) -> Int {
    let count = run.count
    best[count] = 0
    for place in stride(from: count - 1, through: 0, by: -1) {
      var most = best[place + 1]
      for index in sets.indices where sets[index].contains(run.lowerBound + place) {
        most = max(most, worth[index] + best[min(count, place + steps[index])])
      }
      best[place] = most
    }
    return best[0]
  }
}
