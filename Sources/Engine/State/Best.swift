/// The best timetable seen, kept up to date by what changed and not by copies of the whole.
final class Best {
  private let problem: Problem
  private let arena = Arena()
  private let entryOf: Grid<Int32>
  private let choiceOf: Grid<Int32>
  private let changed: Grid<Int32>
  private let isChanged: Grid<Bool>
  private let tally: Grid<Int>

  init(of workbench: Workbench) {
    problem = workbench.problem
    entryOf = Grid(count: workbench.entryOf.count, filledWith: -1, in: arena)
    choiceOf = Grid(count: workbench.choiceOf.count, filledWith: -1, in: arena)
    entryOf.copy(from: workbench.entryOf)
    choiceOf.copy(from: workbench.choiceOf)
    changed = Grid(count: problem.activityCount, filledWith: 0, in: arena)
    isChanged = Grid(count: problem.activityCount, filledWith: false, in: arena)
    tally = Grid(count: 3, filledWith: 0, in: arena)
    tally[0] = workbench.cost
    tally[2] = workbench.unplacedCount
  }

  @inline(__always)
  var cost: Int { tally[0] }

  /// How many movable activities it leaves out.
  @inline(__always)
  var unplacedCount: Int { tally[2] }

  /// Remembers that `activity` may now differ.
  @inline(__always)
  func touch(_ activity: Int) {
    guard !isChanged[activity] else { return }
    isChanged[activity] = true
    changed[tally[1]] = Int32(truncatingIfNeeded: activity)
    tally[1] &+= 1
  }

  /// Takes over what `workbench` holds.
  func record(_ workbench: Workbench) {
    for place in 0..<tally[1] {
      let activity = Int(changed[place])
      entryOf[activity] = workbench.entryOf[activity]
      for slot in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity) {
        choiceOf[slot] = workbench.choiceOf[slot]
      }
      isChanged[activity] = false
    }
    tally[1] = 0
    tally[0] = workbench.cost
    tally[2] = workbench.unplacedCount
  }

  /// Takes over a solution found elsewhere.
  func learn(_ solution: Solution) {
    for (index, entry) in solution.entries.enumerated() { entryOf[index] = entry }
    for (index, choice) in solution.choices.enumerated() { choiceOf[index] = choice }
    tally[0] = solution.cost
    tally[2] = solution.entries.count { $0 < 0 }
    // The workbench may stand anywhere: the next record takes over every activity.
    for activity in 0..<problem.activityCount { touch(activity) }
  }

  var solution: Solution {
    Solution(cost: cost, entries: entryOf.elements, choices: choiceOf.elements)
  }
}
