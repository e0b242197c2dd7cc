/// How a search grows cold over its budget: once where there is much to arrange, again and again where
/// there is little.
///
/// A small problem is settled long before its budget is spent, and what it is settled to depends on
/// how its large pieces fell while it was warm; to warm it again and let them fall anew finds better
/// than to cool more slowly (measured, `Sources/Benchmarks/README.md`). What is left out is the largest
/// piece: while something is, it is warmed as at the start; and until all has had a place once, cycles
/// are short, for how that piece falls is chance, and no slower cooling makes it fall better.
struct Cooling: Sendable {
  private(set) var annealing: Annealing
  private let fresh: Annealing
  private let reheated: Annealing
  /// Moves in which a problem of this size settles, and in which it does but for the finer things.
  private let settling: Int
  private let roughSettling: Int
  /// How many cycles are of use at a time once all has had a place: the more there is to arrange, the
  /// fewer, and the longer.
  private let most: Int
  /// Where the budget stood, in 65 536ths, and how many moves were made, when this cycle began.
  private var begun: (spent: Int, moves: Int)?
  /// How many cycles are left, this one included, and whether that has been reckoned.
  private var left = 1
  private var isReckoned = false
  /// How many cycles have ended.
  private(set) var cycle = 0

  /// The share of the budget, in 65 536ths, after which the moves that it holds are reckoned.
  private static let foresight = 1_024

  /// - Parameters:
  ///   - start: the temperature at the beginning, in 256ths of a unit of cost.
  ///   - reheated: the temperature from which it grows cold again where all has a place.
  ///   - end: the temperature where each cycle ends.
  ///   - activities: how many activities can move.
  init(start: Int, reheated: Int, end: Int, activities: Int) {
    fresh = Annealing(start: start, end: end)
    annealing = fresh
    self.reheated = Annealing(start: min(start, reheated), end: end)
    let size = min(max(activities, 32), 100_000)
    settling = size * size * size * 4 / 3
    roughSettling = min(settling, size * size * 36)
    most = max(6, 120_000 / (size * size))
  }

  /// Cools to where the budget stands: `spent` in 65 536ths, after `moves`, `leavesOut` where the solution
  /// in work has something without a place, `isComplete` where some solution was seen that has not.
  ///
  /// How many moves the budget holds is reckoned anew as each cycle begins, and in between where it
  /// proves to be far more: at first others may take much of the time.
  mutating func cool(spent: Int, moves: Int, leavesOut: Bool, isComplete: Bool) {
    let spent = min(max(spent, 0), 65_536)
    var begun = self.begun ?? (spent, moves)
    if spent - begun.spent >= Self.foresight {
      let found = cycles(from: begun, until: (spent, moves), isComplete)
      if !isReckoned || found > 2 * left { left = found }
      isReckoned = true
    }
    // A budget that counts moves without gain goes back at each gain; the cycles do not.
    while left > 1, spent - begun.spent >= (65_536 - begun.spent) / left {
      let end = begun.spent + max(1, (65_536 - begun.spent) / left)
      let made = (moves - begun.moves) * (end - begun.spent) / max(1, spent - begun.spent)
      let next = (spent: end, moves: begun.moves + made)
      left = cycles(from: begun, until: next, isComplete, beyond: end)
      begun = next
      cycle += 1
      annealing = leavesOut ? fresh : reheated
    }
    self.begun = begun
    annealing.cool(
      spent: max(0, spent - begun.spent) * left * 65_536 / max(1, 65_536 - begun.spent))
  }

  /// The cycles that the budget holds at the pace between two points of it: all of them, rounded down, or
  /// the nearest number beyond a third.
  private func cycles(
    from first: (spent: Int, moves: Int), until last: (spent: Int, moves: Int),
    _ isComplete: Bool, beyond point: Int? = nil
  ) -> Int {
    let length = isComplete ? settling : roughSettling
    let ahead = 65_536 - (point ?? first.spent)
    let moves = ahead * (last.moves - first.moves) / max(1, last.spent - first.spent)
    let found = (moves + (point == nil ? 0 : length / 2)) / length
    return max(1, min(isComplete ? most : 1_024, found))
  }
}
