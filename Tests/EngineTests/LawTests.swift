import Testing

@testable import Engine

/// What holds for every problem and every move; the seed of a failure is in its message.
@Suite struct LawTests {
  static let seeds = Array(UInt64(1)...40)

  @Test("After every move the running cost is the recount, and no rule is broken", arguments: seeds)
  func runningCostIsRecount(seed: UInt64) {
    let problem = RandomProblem.make(seed: seed)
    let workbench = Workbench(problem)
    var random = Random(seed: seed)
    construct(on: workbench, random: &random) { false }
    var changes = 0
    for move in 0..<2500 {
      let neighbourhood = Neighbourhood.allCases[move % Neighbourhood.allCases.count]
      if workbench.propose(neighbourhood, random: &random) {
        changes += 1
        let recount = Recount(workbench.solution, of: problem)
        guard recount.cost == workbench.cost, recount.violations.isEmpty else {
          Issue.record(
            """
            seed \(seed), move \(move), \(neighbourhood): running \(workbench.cost), \
            recount \(recount.cost), \(recount.violations)
            """)
          return
        }
        // Keeping one in three lets the timetable wander through good and bad.
        if random.once(in: 3) { workbench.commit() } else { workbench.rollBack(to: 0) }
      } else {
        workbench.rollBack(to: 0)
      }
    }
    #expect(changes > 100, "seed \(seed)")
  }

  @Test("Taking a move back restores the timetable, the cost and every counter", arguments: seeds)
  func undoRestores(seed: UInt64) {
    let problem = RandomProblem.make(seed: seed)
    let workbench = Workbench(problem)
    var random = Random(seed: seed)
    construct(on: workbench, random: &random) { false }
    for move in 0..<1500 {
      let neighbourhood = Neighbourhood.allCases[move % Neighbourhood.allCases.count]
      let before = workbench.solution
      _ = workbench.propose(neighbourhood, random: &random)
      workbench.rollBack(to: 0)
      guard stands(workbench, like: before) else {
        Issue.record("seed \(seed), move \(move), \(neighbourhood)")
        return
      }
      _ = workbench.propose(neighbourhood, random: &random)
      workbench.commit()
    }
    // Counters that had gone wrong would not come back to nothing.
    for place in 0..<problem.movable.count {
      var out: [Int] = []
      workbench.takeOut(Int(problem.movable[place]), &out)
    }
    workbench.commit()
    #expect(stands(workbench, like: Workbench(problem).solution), "seed \(seed)")
  }

  /// Choices of unplaced activities mean nothing and are not compared.
  private func stands(_ workbench: Workbench, like solution: Solution) -> Bool {
    guard workbench.cost == solution.cost, workbench.entryOf.elements == solution.entries else {
      return false
    }
    let problem = workbench.problem
    return (0..<problem.activityCount).allSatisfy { activity in
      !workbench.isPlaced(activity)
        || (problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)).allSatisfy {
          workbench.choiceOf[$0] == solution.choices[$0]
        }
    }
  }
}
