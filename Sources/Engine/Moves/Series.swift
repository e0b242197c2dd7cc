extension Workbench {
  /// A whole series to another rhythm: its first movable activity to a random time, the others by the
  /// same shift where that time exists and is free, else to their cheapest place.
  func shiftSeries(_ random: inout Random) -> Bool {
    guard let drawn = drawPlaced(&random) else { return false }
    let series = Int(problem.series[drawn])
    var first = -1
    var moved = 0
    for place in problem.seriesMembers.first(series)..<problem.seriesMembers.end(series) {
      let activity = Int(problem.seriesMember[place])
      guard isPlaced(activity), !problem.isFixed[activity] else { continue }
      if first < 0 { first = activity }
      moved &+= 1
    }
    guard moved > 1 else { return false }
    let domain = Int(problem.domainFirst[first])
    let entry = domain &+ random.below(Int(problem.domainEnd[first]) &- domain)
    guard entry != Int(entryOf[first]) else { return false }
    let shift = problem.optionStart[problem.option(entry)] &- problem.optionStart[optionOf(first)]
    var old: [(activity: Int, start: Int, choices: [Int32])] = []
    for place in problem.seriesMembers.first(series)..<problem.seriesMembers.end(series) {
      let activity = Int(problem.seriesMember[place])
      guard isPlaced(activity), !problem.isFixed[activity] else { continue }
      let slots = problem.slots.first(activity)..<problem.slots.end(activity)
      old.append(
        (activity, problem.optionStart[optionOf(activity)], slots.map { choiceOf[$0] }))
    }
    for member in old.reversed() { remove(member.activity) }
    for member in old {
      let target = member.start &+ shift
      let entry = firstEntry(of: member.activity, from: target)
      for slot in member.choices.indices { choices[slot] = member.choices[slot] }
      if entry < Int(problem.domainEnd[member.activity]),
        problem.optionStart[problem.option(entry)] == target,
        insertKeeping(member.activity, at: entry, random: &random)
      {
        continue
      }
      guard let place = cheapestPlace(for: member.activity, blinks: 0, random: &random) else {
        return false
      }
      insert(member.activity, at: place.entry, choosing: choices.base)
    }
    return true
  }

  /// One candidate for the same slot of every activity of a series, where it is admitted.
  func unify(_ random: inout Random) -> Bool {
    guard let drawn = drawPlaced(&random) else { return false }
    let slotCount = problem.slots.count(drawn)
    guard slotCount > 0 else { return false }
    let slot = random.below(slotCount)
    let place = problem.slots.first(drawn) &+ slot
    let first = Int(problem.slotFirstCandidate[place])
    let end = Int(problem.slotEndCandidate[place])
    guard end &- first > 1, problem.slotVariety[place] >= 0 else { return false }
    let chosen = Int(problem.candidateResource[first &+ random.below(end &- first)])
    guard chosen >= 0 else { return false }
    let series = Int(problem.series[drawn])
    var isChanged = false
    for member in problem.seriesMembers.first(series)..<problem.seriesMembers.end(series) {
      let activity = Int(problem.seriesMember[member])
      guard isPlaced(activity), !problem.isFixed[activity],
        problem.slots.count(activity) > slot, !holds(activity, chosen),
        resourceAdmits(activity, at: optionOf(activity), chosen)
      else { continue }
      let place = problem.slots.first(activity) &+ slot
      var choice = Int(problem.slotFirstCandidate[place])
      let end = Int(problem.slotEndCandidate[place])
      while choice < end, Int(problem.candidateResource[choice]) != chosen { choice &+= 1 }
      guard choice < end else { continue }
      copyChoices(of: activity)
      choices[slot] = Int32(truncatingIfNeeded: choice)
      guard
        poolsAdmit(activity, choosing: choices.base, count: problem.slots.count(activity))
      else { continue }
      let entry = Int(entryOf[activity])
      remove(activity)
      insert(activity, at: entry, choosing: choices.base)
      isChanged = true
    }
    return isChanged
  }
}
