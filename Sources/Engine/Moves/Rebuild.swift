extension Workbench {
  /// Related activities out and back by cheapest insertion, in a random order of their series.
  ///
  /// Related means on the agenda of a resource that the last one taken out had, near it in time:
  /// the adjacent strings of Christiaens and Vanden Berghe (2020), for several kinds of resource.
  func rebuild(_ random: inout Random) -> Bool {
    guard let seed = drawPlaced(&random) else { return false }
    let out = scratch.out
    out.clear()
    let wanted = 2 &+ random.below(10)
    var centre = seed
    var option = optionOf(seed)
    var resource = drawResource(of: seed, &random)
    takeOut(seed)
    var tries = 0
    while out.count < wanted, tries < 2 &* wanted {
      tries &+= 1
      guard let agenda = resource else { break }
      let size = agendas.size(of: agenda)
      if size > 0 {
        let middle = agendas.rank(of: option, in: agenda)
        let near = min(size &- 1, max(0, middle &+ random.below(7) &- 3))
        let other = agendas.activity(near, of: agenda)
        if !problem.activities.isFixed[other] {
          centre = other
          option = optionOf(other)
          resource = drawResource(of: other, &random)
          takeOut(other)
          continue
        }
      }
      // A dead end: on from another resource that must have the last activity.
      let attendees = problem.activities.attendees.count(centre)
      guard attendees > 0 else { break }
      let place = problem.activities.attendees.first(centre) &+ random.below(attendees)
      resource = Int(problem.activities.attendee[place])
    }
    addWaiting(&random)
    putBack(&random)
    return true
  }

  /// Takes a placed activity out with all that must follow it, and adds them to what is out.
  func takeOut(_ activity: Int) {
    guard isPlaced(activity), !problem.activities.isFixed[activity] else { return }
    for place in problem.ordering.successors.first(
      activity)..<problem.ordering.successors.end(activity)
    {
      takeOut(Int(problem.ordering.successor[place]))
    }
    remove(activity)
    scratch.out.add(activity)
  }

  /// Adds up to four unplaced activities that were waiting before.
  func addWaiting(_ random: inout Random) {
    let before = unplacedCount
    for _ in 0..<min(4, before) {
      scratch.out.add(Int(unplaced[random.below(before)]))
    }
  }

  /// Puts back what it can: series in a random order (by what they cost unplaced, by how few times
  /// they have, or by chance), the activities of each by their place in it.
  func putBack(_ random: inout Random) {
    let style = random.below(4)
    var count = 0
    for place in 0..<scratch.out.count {
      let activity = scratch.out[place]
      let id = problem.activities.series[activity]
      var isKnown = false
      for turn in 0..<count where scratch.seriesID[turn] == id { isKnown = true }
      if isKnown { continue }
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
      // By key, then by number: there are few, and each goes up to its turn.
      var turn = count
      while turn > 0,
        (key, id) < (scratch.seriesKey[turn &- 1], scratch.seriesID[turn &- 1])
      {
        scratch.seriesKey[turn] = scratch.seriesKey[turn &- 1]
        scratch.seriesID[turn] = scratch.seriesID[turn &- 1]
        turn &-= 1
      }
      scratch.seriesKey[turn] = key
      scratch.seriesID[turn] = id
      count &+= 1
    }
    let blinks = random.once(in: 3) ? 0 : 40
    // Twice, since a series may have waited for one that came after it; and whoever found no place among
    // some candidates looks at all. Whoever looked at all finds no more later: what comes in since takes
    // room and gives none.
    scratch.futile.clear()
    putBack(first: count, blinks: blinks, breadth: Self.breadth, &random)
    putBack(first: count, blinks: blinks, breadth: .max, &random)
  }

  /// Puts back what it can of the first `count` series in their turn.
  private func putBack(first count: Int, blinks: Int, breadth: Int, _ random: inout Random) {
    for turn in 0..<count {
      putBack(series: Int(scratch.seriesID[turn]), blinks: blinks, breadth: breadth, &random)
    }
  }

  private func putBack(series: Int, blinks: Int, breadth: Int, _ random: inout Random) {
    for place in problem.activities.seriesMembers.first(
      series)..<problem.activities.seriesMembers.end(series)
    {
      let activity = Int(problem.activities.seriesMember[place])
      guard !isPlaced(activity), order.isReady(activity, entryOf: entryOf),
        !scratch.futile.contains(activity)
      else { continue }
      if let found = cheapestPlace(
        for: activity, blinks: blinks, breadth: breadth, random: &random)
      {
        insert(activity, at: found.entry, choosing: choices.base)
      } else if seesAll(activity, breadth) {
        scratch.futile.add(activity)
      }
    }
  }
}
