/// Distinct values in a group: those beyond the first (a chain's leads, a cohort's venues, a course's
/// rooms), or those short of a minimum (a course's days).
final class Varieties {
  private let problem: Problem
  private let arena = Arena()
  private let uses: Grid<Int32>
  private let distinct: Grid<Int32>

  init(_ problem: Problem) {
    self.problem = problem
    uses = Grid(count: problem.varieties.cells, filledWith: 0, in: arena)
    distinct = Grid(count: problem.varieties.count, filledWith: 0, in: arena)
  }

  /// What all groups cost while nothing is placed.
  var costOfNothing: Int {
    (0..<problem.varieties.count).reduce(0) {
      $0 + max(0, Int(problem.varieties.minimum[$1])) * problem.varieties.cost[$1]
    }
  }

  /// What one more use of `value` would cost.
  @inline(__always)
  func delta(of value: Int, in group: Int) -> Int {
    uses[Int(problem.varieties.base[group]) &+ value] == 0
      ? price(of: distinct[group] &+ 1, in: group) : 0
  }

  /// What one use of `value` in the place of one of `old` would cost.
  @inline(__always)
  func delta(of value: Int, replacing old: Int, in group: Int) -> Int {
    guard value != old else { return 0 }
    let base = Int(problem.varieties.base[group])
    let isLast = uses[base &+ old] == 1
    let isFirst = uses[base &+ value] == 0
    if isLast == isFirst { return 0 }
    return isFirst
      ? price(of: distinct[group] &+ 1, in: group) : -price(of: distinct[group], in: group)
  }

  @inline(__always)
  func insert(_ value: Int, in group: Int) -> Int {
    let cell = Int(problem.varieties.base[group]) &+ value
    uses[cell] &+= 1
    guard uses[cell] == 1 else { return 0 }
    distinct[group] &+= 1
    return price(of: distinct[group], in: group)
  }

  @inline(__always)
  func remove(_ value: Int, from group: Int) -> Int {
    let cell = Int(problem.varieties.base[group]) &+ value
    uses[cell] &-= 1
    guard uses[cell] == 0 else { return 0 }
    distinct[group] &-= 1
    return -price(of: distinct[group] &+ 1, in: group)
  }

  /// What the `number`th distinct value adds to the cost.
  @inline(__always)
  private func price(of number: Int32, in group: Int) -> Int {
    let minimum = problem.varieties.minimum[group]
    if minimum < 0 { return number > 1 ? problem.varieties.cost[group] : 0 }
    return number <= minimum ? -problem.varieties.cost[group] : 0
  }
}
