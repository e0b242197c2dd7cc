extension Workbench {
  /// The cheapest place for an unplaced activity, written to `choices`; nil where it has none.
  ///
  /// Given the time, the roles are independent but for being different people and sharing pools, so
  /// each takes its cheapest. Lists are walked only as far as they can still win.
  ///
  /// - Parameters:
  ///   - blinks: each time is passed over once in so many draws (Christiaens and Vanden Berghe,
  ///     2020: "slack induction by string removals"); 0 never.
  ///   - limit: places that cost as much or more are of no use. By default beyond any cost, and far
  ///     enough below the largest number for what is left of it to be one.
  ///   - leavesRoom: whether what follows must still find its times.
  func cheapestPlace(
    for activity: Int, blinks: Int, limit: Int = .max / 2, leavesRoom: Bool = true,
    random: inout Random
  ) -> (entry: Int, delta: Int)? {
    guard let room = order.room(for: activity, entryOf: entryOf) else { return nil }
    let end = Int(problem.domains.end[activity])
    let latest = leavesRoom ? min(room.to, problem.domains.deadline[activity]) : room.to
    var entry = firstEntry(of: activity, from: room.from)
    var best = limit
    var bestEntry = -1
    let count = problem.roles.slots.count(activity)
    let variety = Int(problem.domains.variety[activity])
    let spread = Int(problem.domains.spread[activity])
    // Ties go to a random one: a fixed rule would crowd the first days.
    while entry < end {
      let option = problem.option(entry)
      if problem.options.start[option] > latest { break }
      defer { entry &+= 1 }
      var delta = problem.domains.cost[entry]
      if variety >= 0 {
        delta &+= varieties.delta(of: Int(problem.domains.value[entry]), in: variety)
      }
      if spread >= 0 {
        delta &+= varieties.delta(of: Int(problem.domains.spreadValue[entry]), in: spread)
      }
      if delta > best || delta == best && bestEntry < 0 { continue }
      if blinks > 0, random.once(in: blinks) { continue }
      guard order.admits(activity, at: option, entryOf: entryOf),
        attendeesAdmit(activity, at: option)
      else { continue }
      for place in problem.activities.attendees.first(
        activity)..<problem.activities.attendees.end(activity)
      {
        let resource = Int(problem.activities.attendee[place])
        delta &+= agendas.delta(of: activity, at: option, in: resource)
        delta &+= loads.delta(of: activity, at: option, in: resource)
      }
      var slot = 0
      while slot < count, delta < best || delta == best && bestEntry >= 0 {
        guard
          let cost = cheapestChoice(
            for: activity, slot, at: option, below: best &- delta &+ 1, random: &random)
        else { break }
        delta &+= cost
        slot &+= 1
      }
      guard slot == count, delta < best || delta == best && bestEntry >= 0 && random.once(in: 2)
      else { continue }
      best = delta
      bestEntry = entry
      for slot in 0..<count { choices[slot] = found[slot] }
    }
    return bestEntry < 0 ? nil : (bestEntry, best)
  }

  /// The cheapest candidate of a slot at `option`, written to `found[slot]`; nil where none is
  /// admitted below `limit`. Earlier slots' choices stand in `found`.
  func cheapestChoice(
    for activity: Int, _ slot: Int, at option: Int, below limit: Int, random: inout Random
  ) -> Int? {
    let place = problem.roles.slots.first(activity) &+ slot
    let first = Int(problem.roles.firstCandidate[place])
    let count = Int(problem.roles.endCandidate[place]) &- first
    guard count > 0 else { return nil }
    let group = Int(problem.roles.variety[place])
    var best = limit
    var bestChoice = -1
    var choice = first &+ random.below(count)
    for _ in 0..<count {
      defer {
        choice &+= 1
        if choice == first &+ count { choice = first }
      }
      var delta = problem.roles.cost[choice]
      if group >= 0 {
        delta &+= varieties.delta(of: Int(problem.roles.value[choice]), in: group)
      }
      if delta >= best { continue }
      let resource = Int(problem.roles.resource[choice])
      if resource >= 0 {
        guard problem.isAvailable(resource, Int(problem.activities.durationClass[activity]), option)
        else {
          continue
        }
        delta &+= loads.delta(of: activity, at: option, in: resource)
        if delta >= best { continue }
        guard isNew(resource, before: slot), resourceAdmits(activity, at: option, resource) else {
          continue
        }
        delta &+= agendas.delta(of: activity, at: option, in: resource)
        if delta >= best { continue }
        found[slot] = Int32(truncatingIfNeeded: choice)
        guard poolsAdmit(activity, choosing: found.base, count: slot &+ 1) else { continue }
      }
      best = delta
      bestChoice = choice
      if delta <= 0 { break }
    }
    guard bestChoice >= 0 else { return nil }
    found[slot] = Int32(truncatingIfNeeded: bestChoice)
    return best
  }

  /// Whether `found` gives `resource` no role before `slot`.
  @inline(__always)
  func isNew(_ resource: Int, before slot: Int) -> Bool {
    for other in 0..<slot where Int(problem.roles.resource[Int(found[other])]) == resource {
      return false
    }
    return true
  }

  /// The first entry of the activity's domain that starts at `start` or later.
  func firstEntry(of activity: Int, from start: Int) -> Int {
    var low = Int(problem.domains.first[activity])
    var size = Int(problem.domains.end[activity]) &- low
    while size > 0 {
      let half = size >> 1
      if problem.options.start[problem.option(low &+ half)] < start {
        low = low &+ half &+ 1
        size = size &- half &- 1
      } else {
        size = half
      }
    }
    return low
  }
}
