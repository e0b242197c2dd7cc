extension Workbench {
  /// Related activities out and back by cheapest insertion, in a random order of their series.
  ///
  /// Related means on the agenda of a resource that the last one taken out had, near it in time:
  /// the adjacent strings of Christiaens and Vanden Berghe (2020), for several kinds of resource.
  func rebuild(_ random: inout Random) -> Bool {
    guard let seed = drawPlaced(&random) else { return false }
    var out: [Int] = []
    let wanted = 2 &+ random.below(10)
    var centre = seed
    var option = optionOf(seed)
    var resource = drawResource(of: seed, &random)
    takeOut(seed, &out)
    var tries = 0
    while out.count < wanted, tries < 2 &* wanted {
      tries &+= 1
      guard let agenda = resource else { break }
      let size = Int(agendas.count[agenda])
      if size > 0 {
        let middle = agendas.place(of: option, in: agenda)
        let near = min(size &- 1, max(0, middle &+ random.below(7) &- 3))
        let other = Int(agendas.list(agenda)[near].activity)
        if !problem.activities.isFixed[other] {
          centre = other
          option = optionOf(other)
          resource = drawResource(of: other, &random)
          takeOut(other, &out)
          continue
        }
      }
      // A dead end: on from another resource that must have the last activity.
      let attendees = problem.activities.attendees.count(centre)
      guard attendees > 0 else { break }
      let place = problem.activities.attendees.first(centre) &+ random.below(attendees)
      resource = Int(problem.activities.attendee[place])
    }
    addWaiting(to: &out, &random)
    putBack(out, &random)
    return true
  }

  /// An unplaced activity to a random time with random candidates; whatever is in its way is taken
  /// out and put back elsewhere.
  func eject(_ random: inout Random) -> Bool {
    guard unplacedCount > 0 else { return false }
    let activity = Int(unplaced[random.below(unplacedCount)])
    guard let room = order.room(for: activity, entryOf: entryOf) else { return false }
    let first = firstEntry(of: activity, from: room.from)
    let end =
      room.to == .max
      ? Int(problem.domains.end[activity]) : firstEntry(of: activity, from: room.to &+ 1)
    guard end > first else { return false }
    let entry = first &+ random.below(end &- first)
    let option = problem.option(entry)
    var blockers: [Int] = []
    guard order.admits(activity, at: option, entryOf: entryOf) else { return false }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      addBlockers(of: activity, option, Int(problem.activities.attendee[place]), &blockers, &random)
    }
    let slots = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      guard let choice = drawAvailable(activity, slots &+ slot, option, slot, &random) else {
        return false
      }
      found[slot] = Int32(truncatingIfNeeded: choice)
      let resource = Int(problem.roles.resource[choice])
      if resource >= 0 { addBlockers(of: activity, option, resource, &blockers, &random) }
    }
    let count = problem.roles.slots.count(activity)
    let chosen = (0..<count).map { found[$0] }
    var out: [Int] = []
    for blocker in blockers {
      if problem.activities.isFixed[blocker] { return false }
      takeOut(blocker, &out)
    }
    for slot in 0..<count { choices[slot] = chosen[slot] }
    guard insertKeeping(activity, at: entry, random: &random) else { return false }
    addWaiting(to: &out, &random)
    putBack(out, &random)
    return true
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
      let resource = Int(problem.roles.resource[choice])
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
    of activity: Int, _ option: Int, _ resource: Int, _ blockers: inout [Int],
    _ random: inout Random
  ) {
    agendas.eachObstacle(to: activity, at: option, in: resource) { other in
      blockers.append(other)
      return true
    }
    guard !loads.admits(activity, at: option, in: resource, held: -1) else { return }
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      var missing = loads.shortage(of: activity, at: option, in: ledger)
      guard missing > 0 else { continue }
      let calendar = Int(problem.ledgers.calendar[ledger]) &* problem.optionCount
      let size = Int(agendas.count[resource])
      guard size > 0 else { continue }
      var index = random.below(size)
      for _ in 0..<size where missing > 0 {
        let other = Int(agendas.list(resource)[index].activity)
        index = index &+ 1 == size ? 0 : index &+ 1
        guard
          problem.options.calendarClass[calendar &+ optionOf(other)]
            == problem.options.calendarClass[calendar &+ option]
        else { continue }
        missing &-= loads.amount(of: other, in: ledger)
        if !blockers.contains(other) { blockers.append(other) }
      }
    }
  }

  /// Takes a placed activity out with all that must follow it, and adds them to `out`.
  func takeOut(_ activity: Int, _ out: inout [Int]) {
    guard isPlaced(activity), !problem.activities.isFixed[activity] else { return }
    for place in problem.ordering.successors.first(
      activity)..<problem.ordering.successors.end(activity)
    {
      takeOut(Int(problem.ordering.successor[place]), &out)
    }
    remove(activity)
    out.append(activity)
  }

  /// Adds up to four unplaced activities that were waiting before.
  private func addWaiting(to out: inout [Int], _ random: inout Random) {
    let before = unplacedCount
    for _ in 0..<min(4, before) {
      let activity = Int(unplaced[random.below(before)])
      if !out.contains(activity) { out.append(activity) }
    }
  }

  /// Puts back what it can: series in a random order (by what they cost unplaced, by how few times
  /// they have, or by chance), the activities of each by their place in it.
  private func putBack(_ out: [Int], _ random: inout Random) {
    let style = random.below(4)
    var series: [(key: UInt64, id: Int)] = []
    for activity in out {
      let id = Int(problem.activities.series[activity])
      guard !series.contains(where: { $0.id == id }) else { continue }
      let chance = random.word() >> 40
      let key: UInt64
      switch style {
      case 0: key = chance
      case 1:
        key =
          UInt64(Int(problem.domains.end[activity] - problem.domains.first[activity])) << 24
          | chance
      default:
        key =
          (UInt64(1) << 38 - UInt64(min(problem.activities.unplacedCost[activity], 1 << 37))) << 24
          | chance
      }
      series.append((key, id))
    }
    series.sort { ($0.key, $0.id) < ($1.key, $1.id) }
    let blinks = random.once(in: 3) ? 0 : 40
    // Twice, since a series may have waited for one that came after it.
    for _ in 0..<2 {
      for (_, id) in series {
        for place in problem.activities.seriesMembers.first(
          id)..<problem.activities.seriesMembers.end(id)
        {
          let activity = Int(problem.activities.seriesMember[place])
          guard !isPlaced(activity), order.isReady(activity, entryOf: entryOf) else { continue }
          guard let place = cheapestPlace(for: activity, blinks: blinks, random: &random) else {
            continue
          }
          insert(activity, at: place.entry, choosing: choices.base)
        }
      }
    }
  }
}
