/// What changes would add to the cost, worked out without making them.
extension Workbench {
  /// What taking a placed activity to `entry` with these choices would add; nil where only trying can
  /// tell, since the two times share a day.
  func delta(
    of activity: Int, to entry: Int, choosing choices: UnsafePointer<Int32>
  ) -> Int? {
    let old = Int(entryOf[activity])
    let here = problem.option(old)
    let there = problem.option(entry)
    var delta = problem.domains.cost[entry] &- problem.domains.cost[old]
    let variety = Int(problem.domains.variety[activity])
    if variety >= 0 {
      delta &+= varieties.delta(
        of: Int(problem.domains.value[entry]), replacing: Int(problem.domains.value[old]),
        in: variety)
    }
    let spread = Int(problem.domains.spread[activity])
    if spread >= 0 {
      delta &+= varieties.delta(
        of: Int(problem.domains.spreadValue[entry]),
        replacing: Int(problem.domains.spreadValue[old]), in: spread)
    }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      guard let gain = self.delta(of: activity, from: here, to: there, in: resource) else {
        return nil
      }
      delta &+= gain
    }
    let first = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      let choice = Int(choices[slot])
      let before = Int(choiceOf[first &+ slot])
      if choice != before {
        delta &+= self.delta(
          of: choice, at: there, replacing: before, at: here, for: activity, in: first &+ slot)
        continue
      }
      let resource = Int(problem.roles[choice].resource)
      guard resource >= 0 else { continue }
      guard let gain = self.delta(of: activity, from: here, to: there, in: resource) else {
        return nil
      }
      delta &+= gain
    }
    return delta
  }

  @inline(__always)
  private func delta(of activity: Int, from here: Int, to there: Int, in resource: Int) -> Int? {
    guard let gain = agendas.delta(of: activity, from: here, to: there, in: resource) else {
      return nil
    }
    return gain &+ loads.delta(of: activity, from: here, to: there, in: resource)
  }

  /// What `choice` at `option` would add in the place of `old`, with which `activity` stands at `here`.
  func delta(
    of choice: Int, at option: Int, replacing old: Int, at here: Int, for activity: Int,
    in place: Int
  ) -> Int {
    var delta = problem.roles[choice].cost &- problem.roles[old].cost
    let group = Int(problem.roles.variety[place])
    if group >= 0 {
      delta &+= varieties.delta(
        of: Int(problem.roles[choice].value), replacing: Int(problem.roles[old].value), in: group)
    }
    let after = Int(problem.roles[choice].resource)
    if after >= 0 {
      delta &+= loads.delta(of: activity, at: option, in: after)
      delta &+= agendas.delta(of: activity, at: option, in: after)
    }
    let before = Int(problem.roles[old].resource)
    if before >= 0 {
      delta &-= loads.saving(of: activity, at: here, in: before)
      delta &-= agendas.saving(of: activity, at: here, in: before)
    }
    return delta
  }

  /// What an unplaced activity would add at `entry` with these choices, its being placed left out.
  func delta(of activity: Int, at entry: Int, choosing choices: UnsafePointer<Int32>) -> Int {
    let option = problem.option(entry)
    var delta = unstaffedDelta(of: activity, at: entry)
    let first = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      let choice = Int(choices[slot])
      delta &+= problem.roles[choice].cost
      let group = Int(problem.roles.variety[first &+ slot])
      if group >= 0 { delta &+= varieties.delta(of: Int(problem.roles[choice].value), in: group) }
      let resource = Int(problem.roles[choice].resource)
      guard resource >= 0 else { continue }
      delta &+= loads.delta(of: activity, at: option, in: resource)
      delta &+= agendas.delta(of: activity, at: option, in: resource)
    }
    return delta
  }

  /// The part of it that nobody's filling a role has to do with.
  @inline(__always)
  func unstaffedDelta(of activity: Int, at entry: Int) -> Int {
    let option = problem.option(entry)
    var delta = problem.domains.cost[entry]
    let variety = Int(problem.domains.variety[activity])
    if variety >= 0 {
      delta &+= varieties.delta(of: Int(problem.domains.value[entry]), in: variety)
    }
    let spread = Int(problem.domains.spread[activity])
    if spread >= 0 {
      delta &+= varieties.delta(of: Int(problem.domains.spreadValue[entry]), in: spread)
    }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      delta &+= agendas.delta(of: activity, at: option, in: resource)
      delta &+= loads.delta(of: activity, at: option, in: resource)
    }
    return delta
  }
}
