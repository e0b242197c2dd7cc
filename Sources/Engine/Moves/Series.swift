extension Workbench {
  /// A whole series to another rhythm: its first movable activity to a random free time that leaves
  /// room for the others, these by the same shift where that time exists and is free, else to their
  /// cheapest place.
  func shiftSeries(_ random: inout Random) -> Bool {
    guard let drawn = drawPlaced(&random) else { return false }
    let series = Int(problem.activities.series[drawn])
    let members =
      problem.activities.seriesMembers.first(
        series)..<problem.activities.seriesMembers.end(series)
    let moved = scratch.out
    moved.clear()
    for place in members {
      let activity = Int(problem.activities.seriesMember[place])
      if isPlaced(activity), !problem.activities.isFixed[activity] { moved.add(activity) }
    }
    guard moved.count > 1 else { return false }
    let width = problem.roles.maximumSlots
    for member in 0..<moved.count {
      scratch.start[member] = problem.options.start[optionOf(moved[member])]
      copyChoices(of: moved[member])
      for slot in 0..<width { scratch.choices[member &* width &+ slot] = choices[slot] }
    }
    for member in (0..<moved.count).reversed() { remove(moved[member]) }
    guard let room = order.room(for: moved[0], entryOf: entryOf),
      let window = problem.domains.part(of: room, leavingRoomAfter: moved[0]),
      let entry = drawFree(moved[0], within: window, keepsRoles: random.once(in: 2), &random)
    else { return false }
    let shift = problem.options.start[problem.option(entry)] &- scratch.start[0]
    guard shift != 0 else { return false }
    for slot in 0..<width { choices[slot] = scratch.choices[slot] }
    guard insertStaffed(moved[0], at: entry, random: &random) else { return false }
    for member in 1..<moved.count {
      let activity = moved[member]
      for slot in 0..<width { choices[slot] = scratch.choices[member &* width &+ slot] }
      if let option = problem.option(startingAt: scratch.start[member] &+ shift),
        let entry = self.entry(of: activity, at: option),
        insertKeeping(activity, at: entry, random: &random)
      {
        continue
      }
      guard
        let place = cheapestPlace(
          for: activity, blinks: 0, breadth: Self.breadth, random: &random)
      else {
        return false
      }
      insert(activity, at: place.entry, choosing: choices.base)
    }
    return true
  }

  /// One candidate for the same slot of every activity of a series, where it is admitted.
  func unify(_ random: inout Random) -> Bool {
    guard let drawn = drawPlaced(&random) else { return false }
    let slotCount = problem.roles.slots.count(drawn)
    guard slotCount > 0 else { return false }
    let slot = random.below(slotCount)
    let place = problem.roles.slots.first(drawn) &+ slot
    let first = Int(problem.roles.firstCandidate[place])
    let end = Int(problem.roles.endCandidate[place])
    guard end &- first > 1, problem.roles.variety[place] >= 0 else { return false }
    let chosen = Int(problem.roles[first &+ random.below(end &- first)].resource)
    guard chosen >= 0 else { return false }
    let series = Int(problem.activities.series[drawn])
    var isChanged = false
    for member in problem.activities.seriesMembers.first(
      series)..<problem.activities.seriesMembers.end(series)
    {
      let activity = Int(problem.activities.seriesMember[member])
      guard isPlaced(activity), !problem.activities.isFixed[activity],
        problem.roles.slots.count(activity) > slot, !holds(activity, chosen),
        resourceAdmits(activity, at: optionOf(activity), chosen)
      else { continue }
      guard let choice = candidate(chosen, of: problem.roles.slots.first(activity) &+ slot) else {
        continue
      }
      copyChoices(of: activity)
      choices[slot] = Int32(truncatingIfNeeded: choice)
      guard
        poolsAdmit(activity, choosing: choices.base, count: problem.roles.slots.count(activity))
      else { continue }
      reassign(activity, slot: slot, to: choice)
      isChanged = true
    }
    return isChanged
  }
}
