/// The square of the share that a group misses, so that what must be missing is spread evenly.
///
/// A group that asks for `a` and misses `u` owes `⌊a × ⌊1000 u ÷ a⌋² ÷ 60 000 000⌋` times its cost.
final class Balances {
  private let problem: Problem
  private let arena = Arena()
  private let missing: Grid<Int>
  /// By group: what it owes for that, not yet times its cost.
  private let owed: Grid<Int>

  init(_ problem: Problem) {
    self.problem = problem
    missing = Grid(count: problem.balances.count, filledWith: 0, in: arena)
    owed = Grid(count: problem.balances.count, filledWith: 0, in: arena)
    for group in 0..<problem.balances.count {
      let asked = problem.balances.asked[group]
      missing[group] = asked
      owed[group] = Self.amount(asked: asked, missing: asked)
    }
  }

  /// What all groups cost as things stand.
  var cost: Int {
    (0..<problem.balances.count).reduce(0) { $0 + owed[$1] * problem.balances.cost[$1] }
  }

  private static func amount(asked: Int, missing: Int) -> Int {
    guard asked > 0 else { return 0 }
    // Below 9 × 10¹² (and so 1000 × 1000 times it below 2⁶³) 64 bits are enough.
    if asked < 9_000_000_000_000 {
      let share = 1000 &* missing / asked
      return asked &* share &* share / 60_000_000
    }
    let share = Int128(1000) * Int128(missing) / Int128(asked)
    return Int(Int128(asked) * share * share / 60_000_000)
  }

  @inline(__always)
  func insert(_ activity: Int) -> Int { change(activity, sign: -1) }

  @inline(__always)
  func remove(_ activity: Int) -> Int { change(activity, sign: 1) }

  private func change(_ activity: Int, sign: Int) -> Int {
    var delta = 0
    for share in problem.balances.shares.first(activity)..<problem.balances.shares.end(activity) {
      let group = Int(problem.balances.group[share])
      missing[group] &+= sign &* problem.balances.demand[share]
      let after = Self.amount(asked: problem.balances.asked[group], missing: missing[group])
      delta &+= (after &- owed[group]) &* problem.balances.cost[group]
      owed[group] = after
    }
    return delta
  }
}
