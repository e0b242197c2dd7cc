/// How a search grows cold over its budget: once where there is much to arrange, again and again where
/// there is little.
///
/// A small problem is settled long before its budget is spent, and what it is settled to depends on
/// how its large pieces fell while it was warm; to warm it again and let them fall anew finds better
/// than to cool more slowly (measured, `Sources/Benchmarks/README.md`).
struct Cooling: Sendable {
  private(set) var annealing: Annealing
  private let reheated: Annealing
  /// Moves in which a problem of this size settles.
  private let settling: Int
  /// How many times it grows cold in all, once that can be told, and how many of them have begun.
  private var cycles: Int?
  private(set) var cycle = 0

  /// The share of the budget, in 65 536ths, after which the moves that it holds are reckoned.
  private static let foresight = 1_024

  /// - Parameters:
  ///   - start: the temperature at the beginning, in 256ths of a unit of cost.
  ///   - reheated: the temperature from which it grows cold again.
  ///   - end: the temperature where each cycle ends.
  ///   - activities: how many activities can move.
  init(start: Int, reheated: Int, end: Int, activities: Int) {
    annealing = Annealing(start: start, end: end)
    self.reheated = Annealing(start: min(start, reheated), end: end)
    let size = min(max(activities, 32), 100_000)
    settling = size * size * size * 4 / 3
  }

  /// Cools to where the budget stands: `spent` in 65 536ths, after `moves`.
  mutating func cool(spent: Int, moves: Int) {
    let spent = min(max(spent, 0), 65_536)
    if cycles == nil, spent >= Self.foresight {
      cycles = max(1, min(1_024, moves * 65_536 / spent / settling))
    }
    let cycles = self.cycles ?? 1
    // A budget that counts moves without gain goes back at each gain; the cycles do not.
    let now = max(cycle, min(spent * cycles / 65_536, cycles - 1))
    if now > cycle {
      cycle = now
      annealing = reheated
    }
    annealing.cool(spent: max(0, spent * cycles - cycle * 65_536))
  }
}
