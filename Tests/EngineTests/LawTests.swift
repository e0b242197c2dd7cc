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
      if workbench.propose(neighbourhood, random: &random) == .made {
        changes += 1
        if changes % 50 == 0 {
          let wrong = wrongBits(of: workbench)
          #expect(wrong == 0, "seed \(seed), move \(move), \(neighbourhood)")
        }
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
      workbench.takeOut(Int(problem.movable[place]))
    }
    workbench.commit()
    #expect(stands(workbench, like: Workbench(problem).solution), "seed \(seed)")
  }

  @Test("What a change is worked out to add is what making it adds", arguments: seeds)
  func deltasAreExact(seed: UInt64) {
    let problem = RandomProblem.make(seed: seed)
    let workbench = Workbench(problem)
    var random = Random(seed: seed)
    construct(on: workbench, random: &random) { false }
    var compared = 0
    for _ in 0..<2000 {
      guard let activity = workbench.drawPlaced(&random) else { continue }
      let first = Int(problem.domains.first[activity])
      let entry = first + random.below(Int(problem.domains.end[activity]) - first)
      workbench.copyChoices(of: activity)
      let before = workbench.cost
      if workbench.admits(activity, at: entry, choosing: workbench.choices.base),
        let delta = workbench.delta(of: activity, to: entry, choosing: workbench.choices.base)
      {
        workbench.remove(activity)
        let gone = workbench.cost - workbench.missingCost
        let back = workbench.delta(of: activity, at: entry, choosing: workbench.choices.base)
        workbench.insert(activity, at: entry, choosing: workbench.choices.base)
        compared += 1
        #expect(workbench.cost == before + delta, "seed \(seed), activity \(activity)")
        #expect(workbench.cost == gone + back, "seed \(seed), activity \(activity)")
      }
      workbench.commit()
    }
    #expect(compared > 0, "seed \(seed)")
  }

  /// The options and lengths at which a resource is said to be free and is not, or the reverse.
  private func wrongBits(of workbench: Workbench) -> Int {
    let problem = workbench.problem
    var held = Array(repeating: [(start: Int, end: Int)](), count: problem.resourceCount)
    for activity in 0..<problem.activityCount where workbench.isPlaced(activity) {
      let start = problem.options.start[workbench.optionOf(activity)]
      let stay = (start, start + problem.activities.duration[activity])
      for place in problem.activities.attendees.first(
        activity)..<problem.activities.attendees.end(activity)
      {
        held[Int(problem.activities.attendee[place])].append(stay)
      }
      for place in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity) {
        let resource = Int(problem.roles[Int(workbench.choiceOf[place])].resource)
        if resource >= 0 { held[resource].append(stay) }
      }
    }
    var wrong = 0
    for resource in 0..<problem.resourceCount where problem.resources.isExclusive[resource] {
      for length in Set(problem.activities.durationClass.elements) {
        let duration = problem.activities.duration[
          problem.activities.durationClass.elements.firstIndex(of: length) ?? 0]
        for option in 0..<problem.optionCount {
          let start = problem.options.start[option]
          let overlaps = held[resource].contains { $0.start < start + duration && start < $0.end }
          let isTaken = workbench.agendas.occupancy.isTaken(resource, Int(length), option)
          if overlaps != isTaken { wrong += 1 }
        }
      }
    }
    return wrong
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
