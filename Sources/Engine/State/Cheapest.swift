extension Workbench {
  /// How many candidates of a slot the moves look at: where hundreds could fill it, some of them tell
  /// nearly as much, and a move takes as long as where there are few.
  static let breadth = 24

  /// The cheapest place for an unplaced activity, written to `choices`; nil where it has none.
  ///
  /// Given the time, the roles are independent but for being different people and sharing pools, so
  /// each takes its cheapest. Times are priced first and staffed from the cheapest on, as far as they
  /// can still win: filling a role never lowers the cost.
  ///
  /// - Parameters:
  ///   - blinks: each time is passed over once in so many draws (Christiaens and Vanden Berghe,
  ///     2020: "slack induction by string removals"); 0 never.
  ///   - limit: places that cost as much or more are of no use. By default beyond any cost, and far
  ///     enough below the largest number for what is left of it to be one.
  ///   - leavesRoom: whether what follows must still find its times.
  ///   - breadth: of how many candidates, evenly drawn, a slot takes the cheapest; by default of all.
  func cheapestPlace(
    for activity: Int, blinks: Int, limit: Int = .max / 2, leavesRoom: Bool = true,
    breadth: Int = .max, random: inout Random
  ) -> (entry: Int, delta: Int)? {
    guard let room = order.room(for: activity, entryOf: entryOf),
      let window = leavesRoom ? problem.domains.part(of: room, leavingRoomAfter: activity) : room
    else { return nil }
    let count = priceTimes(of: activity, within: window, blinks: blinks, limit: limit, &random)
    guard count > 0 else { return nil }
    let slots = problem.roles.slots.count(activity)
    var best = limit
    var bestPlace = -1
    // Ties go to the first from a random one on: a fixed rule would crowd the first days.
    let first = random.below(count)
    while let place = cheapestTime(of: count, from: first, below: best) {
      var delta = priced.cost[place]
      priced.cost[place] = .max
      let option = problem.option(Int(priced.entry[place]))
      var slot = 0
      while slot < slots, delta < best {
        guard
          let cost = cheapestChoice(
            for: activity, slot, at: option, below: best &- delta, breadth: breadth,
            random: &random)
        else { break }
        delta &+= cost
        slot &+= 1
      }
      guard slot == slots, delta < best else { continue }
      best = delta
      bestPlace = place
      for slot in 0..<slots { choices[slot] = found[slot] }
    }
    return bestPlace < 0 ? nil : (Int(priced.entry[bestPlace]), best)
  }

  /// Writes to `priced` the entries in the window that order and attendees admit, each with what it
  /// costs before anybody fills the roles; gives how many there are.
  private func priceTimes(
    of activity: Int, within window: Range<Int>, blinks: Int, limit: Int, _ random: inout Random
  ) -> Int {
    var left = gatherFree(activity, within: window, keepsRoles: false)
    let variety = Int(problem.domains.variety[activity])
    let spread = Int(problem.domains.spread[activity])
    let attendees =
      problem.activities.attendees.first(
        activity)..<problem.activities.attendees.end(activity)
    let mustAsk = !problem.activities.onlyOverlaps[activity]
    var count = 0
    let firstWord = window.lowerBound >> 6
    var word = firstWord
    var mask = free[0]
    times: while left > 0 {
      if mask == 0 {
        word &+= 1
        mask = free[word &- firstWord]
        continue
      }
      let option = word &* 64 &+ mask.trailingZeroBitCount
      mask &= mask &- 1
      left &-= 1
      if blinks > 0, random.once(in: blinks) { continue }
      if mustAsk, !order.admits(activity, at: option, entryOf: entryOf) { continue }
      let entry = firstEntry(of: activity, from: option)
      var delta = problem.domains.cost[entry]
      if variety >= 0 {
        delta &+= varieties.delta(of: Int(problem.domains.value[entry]), in: variety)
      }
      if spread >= 0 {
        delta &+= varieties.delta(of: Int(problem.domains.spreadValue[entry]), in: spread)
      }
      for place in attendees {
        let resource = Int(problem.activities.attendee[place])
        if mustAsk {
          guard let load = loads.admittedDelta(of: activity, at: option, in: resource, held: -1),
            agendas.admits(activity, at: option, in: resource, entryOf: entryOf)
          else { continue times }
          delta &+= load
        } else {
          delta &+= loads.delta(of: activity, at: option, in: resource)
        }
        delta &+= agendas.delta(of: activity, at: option, in: resource)
      }
      countAlternatives(1)
      guard delta < limit else { continue }
      priced.entry[count] = Int32(truncatingIfNeeded: entry)
      priced.cost[count] = delta
      count &+= 1
    }
    return count
  }

  /// The place among the first `count` of `priced` that costs least, the first such from `first` on and
  /// round; nil where none costs less than `limit`.
  private func cheapestTime(of count: Int, from first: Int, below limit: Int) -> Int? {
    var least = limit
    var place = -1
    for index in first..<count where priced.cost[index] < least {
      least = priced.cost[index]
      place = index
    }
    for index in 0..<first where priced.cost[index] < least {
      least = priced.cost[index]
      place = index
    }
    return place < 0 ? nil : place
  }

  /// The cheapest candidate of a slot at `option`, written to `found[slot]`; nil where none is
  /// admitted below `limit`. Earlier slots' choices stand in `found`.
  ///
  /// - Parameter breadth: where there are at least twice as many, only about so many are looked at, a
  ///   step apart from a random one on, and the one that stood there last.
  func cheapestChoice(
    for activity: Int, _ slot: Int, at option: Int, below limit: Int, breadth: Int = .max,
    random: inout Random
  ) -> Int? {
    let place = problem.roles.slots.first(activity) &+ slot
    let first = Int(problem.roles.firstCandidate[place])
    let count = Int(problem.roles.endCandidate[place]) &- first
    guard count > 0 else { return nil }
    let group = Int(problem.roles.variety[place])
    let length = Int(problem.activities.durationClass[activity])
    let isPlaced = isPlaced(activity)
    var best = limit
    var bestChoice = -1
    let drawn = first &+ random.below(count)
    let step = step(among: place, breadth)
    let last = step > 1 ? Int(choiceOf[place]) : -1
    var choice = last >= 0 ? last : drawn
    var looks = step == 1 ? count : last >= 0 ? breadth &+ 1 : breadth
    while looks > 0 {
      defer {
        looks &-= 1
        choice = last >= 0 && looks == breadth ? drawn : choice &+ step
        if choice >= first &+ count { choice &-= count }
      }
      let candidate = problem.roles[choice]
      var delta = candidate.cost
      if delta >= best { continue }
      let resource = Int(candidate.resource)
      if resource >= 0 {
        guard
          isPlaced
            ? problem.isAvailable(resource, length, option)
            : agendas.isFree(resource, length, option)
        else { continue }
      }
      if group >= 0 { delta &+= varieties.delta(of: Int(candidate.value), in: group) }
      if delta >= best { continue }
      if resource >= 0 {
        let held = isPlaced && holds(activity, resource) ? optionOf(activity) : -1
        guard isNew(resource, before: slot),
          let load = loads.admittedDelta(of: activity, at: option, in: resource, held: held)
        else { continue }
        delta &+= load
        if delta >= best { continue }
        guard agendas.admits(activity, at: option, in: resource, entryOf: entryOf) else { continue }
        delta &+= agendas.delta(of: activity, at: option, in: resource)
        countAlternatives(1)
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

  /// How far apart the candidates of a slot are of which a search of this breadth looks at each.
  @inline(__always)
  func step(among slot: Int, _ breadth: Int) -> Int {
    let count = Int(problem.roles.endCandidate[slot] &- problem.roles.firstCandidate[slot])
    return max(1, count / breadth)
  }

  /// Whether a search of this breadth looks at every candidate of every slot of `activity`.
  func seesAll(_ activity: Int, _ breadth: Int) -> Bool {
    for slot in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
    where step(among: slot, breadth) > 1 {
      return false
    }
    return true
  }

  /// Whether `found` gives `resource` no role before `slot`.
  @inline(__always)
  func isNew(_ resource: Int, before slot: Int) -> Bool {
    for other in 0..<slot where Int(problem.roles[Int(found[other])].resource) == resource {
      return false
    }
    return true
  }

  /// The first entry of the activity's domain that is `option` or a later one.
  @inline(__always)
  func firstEntry(of activity: Int, from option: Int) -> Int {
    let word = Int(problem.domains.row[activity]) &+ (option >> 6)
    let earlier = problem.domains.bits[word] & (1 << UInt64(option & 63) &- 1)
    return Int(problem.domains.rank[word]) &+ earlier.nonzeroBitCount
  }

  /// The entries of the activity's domain in a window of options.
  @inline(__always)
  func entries(of activity: Int, within window: Range<Int>) -> Range<Int> {
    Range(
      uncheckedBounds: (
        firstEntry(of: activity, from: window.lowerBound),
        firstEntry(of: activity, from: window.upperBound)
      ))
  }

  /// The entry of the activity's domain that is `option`.
  @inline(__always)
  func entry(of activity: Int, at option: Int) -> Int? {
    let word = Int(problem.domains.row[activity]) &+ (option >> 6)
    guard problem.domains.bits[word] >> UInt64(option & 63) & 1 == 1 else { return nil }
    return firstEntry(of: activity, from: option)
  }
}
