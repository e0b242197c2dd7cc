extension Workbench {
  /// One time of an ordered series for another, anywhere: the series keeps its order, so that each
  /// activity between the two takes the place of its neighbour, with those who fill the roles there,
  /// and the last of them the new time with those of the time that is given up.
  ///
  /// No move of single activities does that: each would have to stop between its neighbours.
  func leapfrog(_ random: inout Random) -> Bool {
    guard let drawn = drawPlaced(&random), let room = order.room(for: drawn, entryOf: entryOf)
    else { return false }
    let count =
      gatherFree(drawn, within: 0..<problem.optionCount, keepsRoles: random.once(in: 2))
      &- dropFree(within: room)
    guard count > 0 else { return false }
    let there = takeFree(at: random.below(count), from: 0)
    let isLater = there > optionOf(drawn)
    // From the one whose time is given up to the one that gets the new one.
    let moved = scratch.out
    moved.clear()
    moved.add(drawn)
    while let next = neighbour(of: moved[moved.count &- 1], isLater: isLater) {
      guard isLater ? optionOf(next) <= there : optionOf(next) >= there else { break }
      guard !problem.activities.isFixed[next],
        problem.roles.slots.count(next) == problem.roles.slots.count(drawn)
      else { return false }
      moved.add(next)
    }
    guard moved.count > 1 else { return false }
    let width = problem.roles.maximumSlots
    for member in 0..<moved.count {
      // The place that this one gets: its neighbour's, or the new time.
      let isLast = member &+ 1 == moved.count
      let giver = isLast ? drawn : moved[member &+ 1]
      guard let entry = entry(of: moved[member], at: isLast ? there : optionOf(giver)) else {
        return false
      }
      scratch.start[member] = entry
      for slot in 0..<problem.roles.slots.count(drawn) {
        scratch.choices[member &* width &+ slot] = Int32(
          truncatingIfNeeded: choice(of: moved[member], like: giver, slot))
      }
    }
    for member in 0..<moved.count { remove(moved[member]) }
    for step in 0..<moved.count {
      let member = isLater ? step : moved.count &- 1 &- step
      for slot in 0..<problem.roles.slots.count(drawn) {
        choices[slot] = scratch.choices[member &* width &+ slot]
      }
      guard insertKeeping(moved[member], at: scratch.start[member], random: &random) else {
        return false
      }
    }
    return true
  }

  /// The placed activity of the same series that must follow `activity`, or that it must follow.
  private func neighbour(of activity: Int, isLater: Bool) -> Int? {
    let series = problem.activities.series[activity]
    let ordering = problem.ordering
    let places =
      isLater
      ? ordering.successors.first(activity)..<ordering.successors.end(activity)
      : ordering.predecessors.first(activity)..<ordering.predecessors.end(activity)
    for place in places {
      let other = Int(isLater ? ordering.successor[place] : ordering.predecessor[place])
      if problem.activities.series[other] == series, isPlaced(other) { return other }
    }
    return nil
  }

  /// The candidate of a slot of `activity` that is what `other` has there; its own where it has none.
  private func choice(of activity: Int, like other: Int, _ slot: Int) -> Int {
    let own = problem.roles.slots.first(activity) &+ slot
    let place = problem.roles.slots.first(other) &+ slot
    let wanted = Int(choiceOf[place])
    let same =
      Int(problem.roles.firstCandidate[own]) &+ wanted
      &- Int(problem.roles.firstCandidate[place])
    let resource = problem.roles[wanted].resource
    if same < Int(problem.roles.endCandidate[own]), problem.roles[same].resource == resource {
      return same
    }
    return candidate(Int(resource), of: own) ?? Int(choiceOf[own])
  }
}
