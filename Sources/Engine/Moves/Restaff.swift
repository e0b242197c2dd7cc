extension Workbench {
  /// One slot of an activity to a random other candidate at the same time.
  func restaff(_ random: inout Random) -> Bool {
    guard let activity = drawPlaced(&random) else { return false }
    let count = problem.roles.slots.count(activity)
    guard count > 0 else { return false }
    let slot = random.below(count)
    let place = problem.roles.slots.first(activity) &+ slot
    let first = Int(problem.roles.firstCandidate[place])
    let candidates = Int(problem.roles.endCandidate[place]) &- first
    guard candidates > 1 else { return false }
    let choice = first &+ random.below(candidates)
    let resource = Int(problem.roles.resource[choice])
    guard choice != Int(choiceOf[place]) else { return false }
    if resource >= 0 {
      guard !holds(activity, resource),
        resourceAdmits(activity, at: optionOf(activity), resource)
      else { return false }
    }
    copyChoices(of: activity)
    choices[slot] = Int32(truncatingIfNeeded: choice)
    guard poolsAdmit(activity, choosing: choices.base, count: count) else { return false }
    let entry = Int(entryOf[activity])
    remove(activity)
    insert(activity, at: entry, choosing: choices.base)
    return true
  }
}
