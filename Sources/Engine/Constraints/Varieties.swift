/// Distinct values beyond the first in a group: a chain's leads, a cohort's venues, a course's rooms.
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

  /// What one more use of `value` would cost.
  @inline(__always)
  func delta(of value: Int, in group: Int) -> Int {
    uses[Int(problem.varieties.base[group]) &+ value] == 0 && distinct[group] > 0
      ? problem.varieties.cost[group] : 0
  }

  /// Whether some activity of the group has a value.
  @inline(__always)
  func isOpen(_ group: Int) -> Bool { distinct[group] == 0 }

  @inline(__always)
  func isUsed(_ value: Int, in group: Int) -> Bool {
    uses[Int(problem.varieties.base[group]) &+ value] > 0
  }

  @inline(__always)
  func insert(_ value: Int, in group: Int) -> Int {
    let cell = Int(problem.varieties.base[group]) &+ value
    uses[cell] &+= 1
    guard uses[cell] == 1 else { return 0 }
    distinct[group] &+= 1
    return distinct[group] > 1 ? problem.varieties.cost[group] : 0
  }

  @inline(__always)
  func remove(_ value: Int, from group: Int) -> Int {
    let cell = Int(problem.varieties.base[group]) &+ value
    uses[cell] &-= 1
    guard uses[cell] == 0 else { return 0 }
    distinct[group] &-= 1
    return distinct[group] > 0 ? -problem.varieties.cost[group] : 0
  }
}
