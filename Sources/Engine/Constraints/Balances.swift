/// The square of the share that a group misses, so that what must be missing is spread evenly.
///
/// A group that asks for `a` and misses `u` owes `⌊a × ⌊1000 u ÷ a⌋² ÷ 60 000 000⌋` times its cost.
final class Balances {
  private let problem: Problem
  private let missing: Grid<Int>

  init(_ problem: Problem) {
    self.problem = problem
    missing = Grid(count: problem.balanceCount, filledWith: 0)
    for group in 0..<problem.balanceCount { missing[group] = problem.balanceAsked[group] }
  }

  static func amount(asked: Int, missing: Int) -> Int {
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

  @inline(__always)
  private func change(_ activity: Int, sign: Int) -> Int {
    var delta = 0
    for share in problem.balanceShares.first(activity)..<problem.balanceShares.end(activity) {
      let group = Int(problem.balanceGroup[share])
      let before = missing[group]
      let after = before &+ sign &* problem.balanceDemand[share]
      missing[group] = after
      guard problem.balanceCost[group] != 0 else { continue }
      let asked = problem.balanceAsked[group]
      delta &+=
        (Self.amount(asked: asked, missing: after) &- Self.amount(asked: asked, missing: before))
        &* problem.balanceCost[group]
    }
    return delta
  }
}
