/// What every resource does, in the order of time: the constraint kinds that need neighbours.
///
/// - no overlap: an exclusive resource does one thing at a time;
/// - separation: rest between activities on different days, the way between two sites;
/// - gaps: idle time between neighbours on a day;
/// - isolation: an activity that no other one of its day touches;
/// - outings: distinct (day, site) away from home.
///
/// A list is short (a trainer's four weeks hold some forty entries), so a search by halves and a
/// `memmove` beat any tree.
final class Agendas {
  struct Item: BitwiseCopyable {
    var start: Int
    var activity: Int32
    var duration: Int32

    @inline(__always)
    var end: Int { start &+ Int(duration) }
  }

  private let problem: Problem
  private let arena = Arena()
  private let first: Grid<Int>
  let count: Grid<Int32>
  private let items: Grid<Item>

  init(_ problem: Problem) {
    self.problem = problem
    first = Grid(count: problem.resourceCount + 1, filledWith: 0, in: arena)
    var total = 0
    for resource in 0..<problem.resourceCount {
      first[resource] = total
      total += problem.resources.agendaCapacity[resource]
    }
    first[problem.resourceCount] = total
    count = Grid(count: problem.resourceCount, filledWith: 0, in: arena)
    items = Grid(count: total, filledWith: Item(start: 0, activity: -1, duration: 0), in: arena)
  }

  @inline(__always)
  func list(_ resource: Int) -> UnsafeMutablePointer<Item> { items.base + first[resource] }

  /// The first place whose item starts at `start` or later.
  @inline(__always)
  func place(of start: Int, in resource: Int) -> Int {
    let list = list(resource)
    var low = 0
    var size = Int(count[resource])
    while size > 0 {
      let half = size >> 1
      let isBefore = list[low &+ half].start < start
      low = isBefore ? low &+ half &+ 1 : low
      size = isBefore ? size &- half &- 1 : half
    }
    return low
  }

  /// Whether `activity` at `option` leaves the others of `resource` their time, rest and way.
  func admits(
    _ activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>
  ) -> Bool {
    guard problem.resources.isExclusive[resource] else { return true }
    let size = Int(count[resource])
    guard size > 0 else { return true }
    let list = list(resource)
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    let reach = problem.resources.reach[resource]
    let middle = place(of: start, in: resource)
    var index = middle
    while index < size, list[index].start < end &+ reach {
      if !clear(list[index], activity, option, start, end, resource, reach, entryOf) {
        return false
      }
      index &+= 1
    }
    index = middle &- 1
    let earliest = start &- reach &- problem.resources.longestDuration
    while index >= 0, list[index].start > earliest {
      if !clear(list[index], activity, option, start, end, resource, reach, entryOf) {
        return false
      }
      index &-= 1
    }
    return true
  }

  /// The activities of `resource` that stand in the way of `activity` at `option`, added to `found`.
  func obstacles(
    to activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>,
    found: inout [Int]
  ) {
    guard problem.resources.isExclusive[resource] else { return }
    let list = list(resource)
    let start = problem.options.start[option]
    let end = start + problem.activities.duration[activity]
    let reach = problem.resources.reach[resource]
    let earliest = start - reach - problem.resources.longestDuration
    var index = place(of: earliest, in: resource)
    while index < Int(count[resource]), list[index].start < end + reach {
      if !clear(list[index], activity, option, start, end, resource, reach, entryOf) {
        found.append(Int(list[index].activity))
      }
      index += 1
    }
  }

  /// Whether one item leaves room; an activity is never in its own way.
  private func clear(
    _ item: Item, _ activity: Int, _ option: Int, _ start: Int, _ end: Int, _ resource: Int,
    _ reach: Int, _ entryOf: Grid<Int32>
  ) -> Bool {
    if Int(item.activity) == activity { return true }
    let gap = item.start >= start ? item.start &- end : start &- item.end
    if gap < 0 { return false }
    if gap >= reach { return true }
    if gap < problem.resources.restSeconds[resource] {
      let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
      let other = problem.option(Int(entryOf[Int(item.activity)]))
      if problem.options.calendarClass[calendar &+ option]
        != problem.options.calendarClass[calendar &+ other]
      {
        return false
      }
    }
    if problem.resources.travels[resource] {
      let here = Int(problem.activities.site[activity])
      let there = Int(problem.activities.site[Int(item.activity)])
      if here >= 0, there >= 0, here != there,
        gap < Int(problem.resources.travelSeconds[here &* problem.resources.siteCount &+ there])
      {
        return false
      }
    }
    return true
  }

  /// Puts `activity` in and gives what it adds to the cost of gaps and outings.
  func insert(
    _ activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>
  ) -> Int {
    let list = list(resource)
    let size = Int(count[resource])
    let start = problem.options.start[option]
    var index = place(of: start, in: resource)
    // Only fixed activities start together: by end, then by number, as the plain voice has it.
    let duration = problem.activities.duration[activity]
    while index < size, list[index].start == start,
      (Int(list[index].duration), Int(list[index].activity)) < (duration, activity)
    {
      index &+= 1
    }
    let delta = price(activity, option, resource, before: index &- 1, after: index, entryOf)
    (list + (index &+ 1)).update(from: list + index, count: size &- index)
    list[index] = Item(
      start: start, activity: Int32(truncatingIfNeeded: activity),
      duration: Int32(truncatingIfNeeded: problem.activities.duration[activity]))
    count[resource] = Int32(truncatingIfNeeded: size &+ 1)
    return delta
  }

  /// The exact opposite of `insert`.
  func remove(
    _ activity: Int, at option: Int, from resource: Int, entryOf: Grid<Int32>
  ) -> Int {
    let list = list(resource)
    let size = Int(count[resource])
    var index = place(of: problem.options.start[option], in: resource)
    while Int(list[index].activity) != activity { index &+= 1 }
    (list + index).update(from: list + (index &+ 1), count: size &- index &- 1)
    count[resource] = Int32(truncatingIfNeeded: size &- 1)
    return -price(activity, option, resource, before: index &- 1, after: index, entryOf)
  }

  /// What `activity` would add to the cost of gaps and outings.
  func delta(
    of activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>
  ) -> Int {
    guard
      problem.resources.gapCost[resource] != 0 || problem.resources.outingCost[resource] != 0
        || problem.resources.isolationCost[resource] != 0
    else { return 0 }
    let index = place(of: problem.options.start[option], in: resource)
    return price(activity, option, resource, before: index &- 1, after: index, entryOf)
  }

  private func price(
    _ activity: Int, _ option: Int, _ resource: Int, before: Int, after: Int,
    _ entryOf: Grid<Int32>
  ) -> Int {
    var delta = 0
    if problem.resources.gapCost[resource] != 0 {
      delta &+= gapPrice(activity, option, resource, before, after, entryOf)
    }
    if problem.resources.isolationCost[resource] != 0 {
      delta &+= isolationPrice(activity, option, resource, before, after, entryOf)
    }
    if problem.resources.outingCost[resource] != 0 {
      delta &+= outingPrice(activity, option, resource, before, after, entryOf)
    }
    return delta
  }

  private func gapPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int,
    _ entryOf: Grid<Int32>
  ) -> Int {
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    let unit = problem.resources.gapUnit[resource]
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    var units = 0
    var hasBefore = false
    if before >= 0, dayOf(list[before], calendar, entryOf) == day {
      hasBefore = true
      units &+= max(0, start &- list[before].end) / unit
    }
    if after < Int(count[resource]), dayOf(list[after], calendar, entryOf) == day {
      units &+= max(0, list[after].start &- end) / unit
      if hasBefore { units &-= max(0, list[after].start &- list[before].end) / unit }
    }
    return units &* problem.resources.gapCost[resource]
  }

  private func isolationPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int,
    _ entryOf: Grid<Int32>
  ) -> Int {
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    let size = Int(count[resource])
    let meetsBefore =
      before >= 0 && list[before].end == start && dayOf(list[before], calendar, entryOf) == day
    let meetsAfter =
      after < size && list[after].start == end && dayOf(list[after], calendar, entryOf) == day
    var isolated = meetsBefore || meetsAfter ? 0 : 1
    if meetsBefore {
      let other = before &- 1
      let isMet =
        other >= 0 && list[other].end == list[before].start
        && dayOf(list[other], calendar, entryOf) == day
      if !isMet { isolated &-= 1 }
    }
    if meetsAfter {
      let other = after &+ 1
      let isMet =
        other < size && list[other].start == list[after].end
        && dayOf(list[other], calendar, entryOf) == day
      if !isMet { isolated &-= 1 }
    }
    return isolated &* problem.resources.isolationCost[resource]
  }

  private func outingPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int,
    _ entryOf: Grid<Int32>
  ) -> Int {
    let site = problem.activities.site[activity]
    guard site >= 0, site != problem.resources.homeSite[resource] else { return 0 }
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    var index = before
    while index >= 0, dayOf(list[index], calendar, entryOf) == day {
      if problem.activities.site[Int(list[index].activity)] == site { return 0 }
      index &-= 1
    }
    index = after
    while index < Int(count[resource]), dayOf(list[index], calendar, entryOf) == day {
      if problem.activities.site[Int(list[index].activity)] == site { return 0 }
      index &+= 1
    }
    return problem.resources.outingCost[resource]
  }

  @inline(__always)
  private func dayOf(_ item: Item, _ calendar: Int, _ entryOf: Grid<Int32>) -> Int32 {
    problem.options.calendarClass[calendar &+ problem.option(Int(entryOf[Int(item.activity)]))]
  }
}
