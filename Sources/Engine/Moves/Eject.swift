/// How far an ejection goes.
enum Ejection {
  /// Draws of a time and of candidates, of which the one with the least in its way is taken.
  static let draws = 16
  /// The most activities that are taken ahead of one.
  static let limit = 12
}

extension Workbench {
  /// An unplaced activity to a random time with random candidates; whatever is in its way is taken
  /// out and put back elsewhere.
  ///
  /// By the toss of a coin that is any time of its domain: what must be over by then and is not goes
  /// ahead first, for what comes too late for all that follows would else stay where it is.
  func eject(_ random: inout Random) -> Bool {
    guard unplacedCount > 0 else { return false }
    let activity = foremost(of: Int(unplaced[random.below(unplacedCount)]))
    let leads = random.once(in: 2)
    var room = 0..<problem.optionCount
    if !leads {
      guard let left = order.room(for: activity, entryOf: entryOf) else { return false }
      room = left
    }
    let entries = entries(of: activity, within: room)
    guard !entries.isEmpty else { return false }
    scratch.out.clear()
    if leads {
      let entry = entries.lowerBound &+ random.below(entries.count)
      var left = Ejection.limit
      guard sendAhead(of: activity, at: problem.option(entry), &left, &random),
        clear(activity, at: entry, &random)
      else { return false }
    } else if !clearCheapest(activity, among: entries, &random) {
      return false
    }
    // Its own series, for those that waited for it.
    scratch.out.add(activity)
    addWaiting(&random)
    putBack(&random)
    return true
  }

  /// Of some draws of a time among the entries and of candidates, the one with the least in its way.
  private func clearCheapest(
    _ activity: Int, among entries: Range<Int>, _ random: inout Random
  ) -> Bool {
    var least = Int.max
    var start = random
    for _ in 0..<Ejection.draws {
      let before = random
      let entry = entries.lowerBound &+ random.below(entries.count)
      guard order.admits(activity, at: problem.option(entry), entryOf: entryOf),
        let cost = findBlockers(of: activity, at: entry, &random), cost < least
      else { continue }
      least = cost
      start = before
    }
    guard least < .max else { return false }
    // Drawn once more, as then.
    let entry = entries.lowerBound &+ start.below(entries.count)
    _ = findBlockers(of: activity, at: entry, &start)
    return clearFound(activity, at: entry, &random)
  }

  /// The first unplaced one of those for which `activity` waits, and they in turn; itself where there
  /// is none.
  private func foremost(of activity: Int) -> Int {
    var foremost = activity
    var place = problem.ordering.predecessors.first(foremost)
    while place < problem.ordering.predecessors.end(foremost) {
      let other = Int(problem.ordering.predecessor[place])
      if isPlaced(other) {
        place &+= 1
      } else {
        foremost = other
        place = problem.ordering.predecessors.first(foremost)
      }
    }
    return foremost
  }

  /// Takes those that `activity` must follow, and that `option` would come too early for, to one of
  /// the last times before it, those that they must follow ahead of them; false where that cannot be.
  ///
  /// - Parameter left: how many may still be taken ahead.
  private func sendAhead(
    of activity: Int, at option: Int, _ left: inout Int, _ random: inout Random
  ) -> Bool {
    for place in problem.ordering.predecessors.first(
      activity)..<problem.ordering.predecessors.end(activity)
    {
      if order.isOver(place, before: option, entryOf: entryOf) { continue }
      let other = Int(problem.ordering.predecessor[place])
      guard left > 0, isPlaced(other), !problem.activities.isFixed[other] else { return false }
      left &-= 1
      let length = Int(problem.activities.durationClass[other]) &* problem.optionCount
      let first = Int(problem.domains.first[other])
      let end = firstEntry(of: other, from: Int(problem.options.overlapStart[length &+ option]))
      guard end > first else { return false }
      let width = min(end &- first, 1 &+ random.below(8))
      let entry = end &- 1 &- random.below(width)
      takeOut(other)
      guard sendAhead(of: other, at: problem.option(entry), &left, &random),
        clear(other, at: entry, &random)
      else { return false }
    }
    return true
  }

  /// Puts an unplaced activity at `entry` with random candidates, and takes out whatever is in its
  /// way; false where that cannot be.
  func clear(_ activity: Int, at entry: Int, _ random: inout Random) -> Bool {
    guard order.admits(activity, at: problem.option(entry), entryOf: entryOf),
      findBlockers(of: activity, at: entry, &random) != nil
    else { return false }
    return clearFound(activity, at: entry, &random)
  }

  /// Takes out what `findBlockers` found, and puts the activity in with the candidates that it drew.
  private func clearFound(_ activity: Int, at entry: Int, _ random: inout Random) -> Bool {
    let count = problem.roles.slots.count(activity)
    for slot in 0..<count { choices[slot] = found[slot] }
    for place in 0..<scratch.blockers.count { takeOut(scratch.blockers[place]) }
    return insertKeeping(activity, at: entry, random: &random)
  }

  /// Draws candidates for an unplaced activity at `entry`, written to `found`, and gathers whatever is in
  /// their way; gives what all of that costs while it is out, nil where it cannot be taken out.
  private func findBlockers(of activity: Int, at entry: Int, _ random: inout Random) -> Int? {
    let option = problem.option(entry)
    let blockers = scratch.blockers
    blockers.clear()
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      addBlockers(of: activity, option, Int(problem.activities.attendee[place]), &random)
    }
    let slots = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      guard let choice = drawAvailable(activity, slots &+ slot, option, slot, &random) else {
        return nil
      }
      found[slot] = Int32(truncatingIfNeeded: choice)
      let resource = Int(problem.roles[choice].resource)
      if resource >= 0 { addBlockers(of: activity, option, resource, &random) }
    }
    var cost = 0
    for place in 0..<blockers.count {
      if problem.activities.isFixed[blockers[place]] { return nil }
      cost &+= problem.activities.unplacedCost[blockers[place]]
    }
    return cost
  }

  /// A random candidate of a slot that is available at `option` and not chosen before.
  private func drawAvailable(
    _ activity: Int, _ place: Int, _ option: Int, _ slot: Int, _ random: inout Random
  ) -> Int? {
    let first = Int(problem.roles.firstCandidate[place])
    let count = Int(problem.roles.endCandidate[place]) &- first
    guard count > 0 else { return nil }
    for _ in 0..<8 {
      let choice = first &+ random.below(count)
      let resource = Int(problem.roles[choice].resource)
      if resource < 0 { return choice }
      if problem.isAvailable(resource, Int(problem.activities.durationClass[activity]), option),
        isNew(resource, before: slot)
      {
        return choice
      }
    }
    return nil
  }

  /// The activities of `resource` that must go for `activity` to stand at `option`: those in its way
  /// in time and, where a ledger is full, others of the same class until it has room.
  private func addBlockers(
    of activity: Int, _ option: Int, _ resource: Int, _ random: inout Random
  ) {
    agendas.eachObstacle(to: activity, at: option, in: resource) { other in
      scratch.blockers.add(other)
      return true
    }
    guard !loads.admits(activity, at: option, in: resource, held: -1) else { return }
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      var missing = loads.shortage(of: activity, at: option, in: ledger)
      guard missing > 0 else { continue }
      let calendar = Int(problem.ledgers[ledger].calendar) &* problem.optionCount
      let size = agendas.size(of: resource)
      guard size > 0 else { continue }
      var index = random.below(size)
      for _ in 0..<size where missing > 0 {
        let other = agendas.activity(index, of: resource)
        index = index &+ 1 == size ? 0 : index &+ 1
        guard
          problem.options.calendarClass[calendar &+ optionOf(other)]
            == problem.options.calendarClass[calendar &+ option]
        else { continue }
        missing &-= loads.amount(of: other, in: ledger)
        scratch.blockers.add(other)
      }
    }
  }
}
