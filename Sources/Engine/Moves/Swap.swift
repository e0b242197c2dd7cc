extension Workbench {
  /// Two activities that share a resource change their times; each keeps what resources it can.
  func swap(_ random: inout Random) -> Bool {
    guard let one = drawPlaced(&random), let resource = drawResource(of: one, &random) else {
      return false
    }
    let size = Int(agendas.count[resource])
    guard size > 1 else { return false }
    let other = Int(agendas.list(resource)[random.below(size)].activity)
    guard other != one, !problem.activities.isFixed[other],
      problem.activities.series[one] != problem.activities.series[other],
      let there = entry(of: one, at: optionOf(other)),
      let here = entry(of: other, at: optionOf(one))
    else { return false }
    let otherFirst = problem.roles.slots.first(other)
    let otherCount = problem.roles.slots.count(other)
    copyChoices(of: one)
    remove(one)
    // The other's choices are read before it goes, and kept where `one` does not disturb them.
    let kept = (0..<otherCount).map { choiceOf[otherFirst &+ $0] }
    remove(other)
    guard insertKeeping(one, at: there, random: &random) else { return false }
    for slot in 0..<otherCount { choices[slot] = kept[slot] }
    return insertKeeping(other, at: here, random: &random)
  }

  /// One of the resources that a placed activity occupies.
  func drawResource(of activity: Int, _ random: inout Random) -> Int? {
    let attendees = problem.activities.attendees.count(activity)
    let slots = problem.roles.slots.count(activity)
    guard attendees &+ slots > 0 else { return nil }
    let draw = random.below(attendees &+ slots)
    if draw < attendees {
      return Int(problem.activities.attendee[problem.activities.attendees.first(activity) &+ draw])
    }
    let choice = Int(choiceOf[problem.roles.slots.first(activity) &+ draw &- attendees])
    let resource = Int(problem.roles.resource[choice])
    return resource >= 0 ? resource : nil
  }

  /// The entry of the activity's domain that is `option`.
  func entry(of activity: Int, at option: Int) -> Int? {
    let start = problem.options.start[option]
    var entry = firstEntry(of: activity, from: start)
    let end = Int(problem.domains.end[activity])
    while entry < end, problem.options.start[problem.option(entry)] == start {
      if problem.option(entry) == option { return entry }
      entry &+= 1
    }
    return nil
  }
}
