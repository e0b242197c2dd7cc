extension Workbench {
  /// One slot of an activity to a random other candidate at the same time; where that one is taken by
  /// one other activity alone, the two change places if they can.
  func restaff(_ random: inout Random, allowing allowance: Int) -> Proposal {
    guard let activity = drawPlaced(&random) else { return .idle }
    let count = problem.roles.slots.count(activity)
    guard count > 0 else { return .idle }
    let slot = random.below(count)
    let place = problem.roles.slots.first(activity) &+ slot
    let first = Int(problem.roles.firstCandidate[place])
    let candidates = Int(problem.roles.endCandidate[place]) &- first
    guard candidates > 1 else { return .idle }
    let choice = first &+ random.below(candidates)
    let old = Int(choiceOf[place])
    guard choice != old else { return .idle }
    let resource = Int(problem.roles[choice].resource)
    let option = optionOf(activity)
    if resource >= 0 {
      guard !holds(activity, resource) else { return .idle }
      guard resourceAdmits(activity, at: option, resource) else {
        return trade(activity, slot, choice, allowing: allowance)
      }
    }
    copyChoices(of: activity)
    choices[slot] = Int32(truncatingIfNeeded: choice)
    guard poolsAdmit(activity, choosing: choices.base, count: count) else { return .idle }
    guard
      delta(of: choice, at: option, replacing: old, at: option, for: activity, in: place)
        <= allowance
    else { return .refused }
    reassign(activity, slot: slot, to: choice)
    return .made
  }

  /// Gives `activity` the candidate `choice`, and what it had to the one activity that is in the way.
  private func trade(
    _ activity: Int, _ slot: Int, _ choice: Int, allowing allowance: Int
  ) -> Proposal {
    let place = problem.roles.slots.first(activity) &+ slot
    let old = Int(choiceOf[place])
    let given = Int(problem.roles[old].resource)
    guard given >= 0 else { return .idle }
    let resource = Int(problem.roles[choice].resource)
    let option = optionOf(activity)
    guard let other = agendas.onlyObstacle(to: activity, at: option, in: resource),
      !problem.activities.isFixed[other], !holds(other, given)
    else { return .idle }
    let first = problem.roles.slots.first(other)
    for otherSlot in 0..<problem.roles.slots.count(other)
    where Int(problem.roles[Int(choiceOf[first &+ otherSlot])].resource) == resource {
      guard let back = candidate(given, of: first &+ otherSlot) else { return .idle }
      let otherOption = optionOf(other)
      let estimate =
        delta(of: choice, at: option, replacing: old, at: option, for: activity, in: place)
        &+ delta(
          of: back, at: otherOption, replacing: Int(choiceOf[first &+ otherSlot]), at: otherOption,
          for: other, in: first &+ otherSlot)
      guard estimate <= allowance else { return .refused }
      let entry = Int(entryOf[activity])
      copyChoices(of: activity)
      choices[slot] = Int32(truncatingIfNeeded: choice)
      remove(activity)
      let count = problem.roles.slots.count(other)
      for place in 0..<count { found[place] = choiceOf[first &+ place] }
      found[otherSlot] = Int32(truncatingIfNeeded: back)
      guard resourceAdmits(other, at: otherOption, given),
        poolsAdmit(other, choosing: found.base, count: count)
      else { return .idle }
      reassign(other, slot: otherSlot, to: back)
      guard slotsAdmit(activity, at: option, choosing: choices.base) else { return .idle }
      insert(activity, at: entry, choosing: choices.base)
      return .made
    }
    return .idle
  }

  /// The candidate of a slot that is `resource`.
  func candidate(_ resource: Int, of place: Int) -> Int? {
    var choice = Int(problem.roles.firstCandidate[place])
    let end = Int(problem.roles.endCandidate[place])
    while choice < end, Int(problem.roles[choice].resource) != resource { choice &+= 1 }
    return choice < end ? choice : nil
  }
}
