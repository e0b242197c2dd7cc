/// What a resource holds already that leaves no room for an activity.
extension Agendas {
  /// Whether `activity` at `option` leaves the others of `resource` their time, rest and way.
  @inline(__always)
  func admits(
    _ activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>
  ) -> Bool {
    let seat = firstSeat[resource]
    guard seat >= 0 else {
      return listAdmits(activity, at: option, in: resource, entryOf: entryOf)
    }
    return !occupancy.isTaken(resource, at: option) || Int(seats[seat &+ option]) == activity
  }

  private func listAdmits(
    _ activity: Int, at option: Int, in resource: Int, entryOf: Grid<Int32>
  ) -> Bool {
    guard problem.resources.isExclusive[resource] else { return true }
    let isTaken = occupancy.isTaken(
      resource, Int(problem.activities.durationClass[activity]), option)
    let reach = problem.resources.reach[resource]
    if isTaken {
      if !isInOwnWay(activity, at: option, entryOf) { return false }
    } else if reach == 0 {
      return true
    }
    return neighboursAdmit(activity, at: option, in: resource, reach: reach)
  }

  /// Whether `resource` is there for an activity of `length` at `option`, and has nothing that excludes
  /// it.
  @inline(__always)
  func isFree(_ resource: Int, _ length: Int, _ option: Int) -> Bool {
    problem.resources.isExclusive[resource]
      ? occupancy.isFree(resource, length, option)
      : problem.isAvailable(resource, length, option)
  }

  /// Whether `activity` stands where it would overlap itself at `option`.
  private func isInOwnWay(_ activity: Int, at option: Int, _ entryOf: Grid<Int32>) -> Bool {
    let entry = Int(entryOf[activity])
    guard entry >= 0 else { return false }
    let length = Int(problem.activities.durationClass[activity]) &* problem.optionCount
    let own = length &+ problem.option(entry)
    return option >= Int(problem.options.overlapStart[own])
      && option < Int(problem.options.overlapEnd[own])
  }

  private func neighboursAdmit(
    _ activity: Int, at option: Int, in resource: Int, reach: Int
  ) -> Bool {
    let size = Int(count[resource])
    guard size > 0 else { return true }
    let list = list(resource)
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    let middle = place(of: option, in: resource)
    var index = middle
    while index < size, self.start(list[index]) < end &+ reach {
      if !clear(list[index], activity, option, start, end, resource, reach) {
        return false
      }
      index &+= 1
    }
    index = middle &- 1
    let earliest = start &- reach &- problem.resources.longestDuration
    while index >= 0, self.start(list[index]) > earliest {
      if !clear(list[index], activity, option, start, end, resource, reach) {
        return false
      }
      index &-= 1
    }
    return true
  }

  /// Calls `body` with the activities of `resource` that stand in the way of `activity` at `option`,
  /// until it says enough.
  @inline(__always)
  func eachObstacle(
    to activity: Int, at option: Int, in resource: Int, _ body: (Int) -> Bool
  ) {
    let seat = firstSeat[resource]
    if seat >= 0 {
      guard occupancy.isTaken(resource, at: option) else { return }
      let other = Int(seats[seat &+ option])
      if other != activity { _ = body(other) }
      return
    }
    guard problem.resources.isExclusive[resource] else { return }
    let reach = problem.resources.reach[resource]
    let length = Int(problem.activities.durationClass[activity])
    if reach == 0, !occupancy.isTaken(resource, length, option) { return }
    let list = list(resource)
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    var index = place(from: start &- reach &- problem.resources.longestDuration, in: resource)
    while index < Int(count[resource]), self.start(list[index]) < end &+ reach {
      if !clear(list[index], activity, option, start, end, resource, reach),
        !body(Int(list[index].activity))
      {
        return
      }
      index &+= 1
    }
  }

  /// The one activity of `resource` that stands in the way; nil where there is none or another.
  func onlyObstacle(to activity: Int, at option: Int, in resource: Int) -> Int? {
    var only: Int?
    eachObstacle(to: activity, at: option, in: resource) { other in
      let isFirst = only == nil
      only = isFirst ? other : nil
      return isFirst
    }
    return only
  }

  /// Whether one item leaves room; an activity is never in its own way.
  private func clear(
    _ item: Item, _ activity: Int, _ option: Int, _ start: Int, _ end: Int, _ resource: Int,
    _ reach: Int
  ) -> Bool {
    if Int(item.activity) == activity { return true }
    let other = self.start(item)
    let gap = other >= start ? other &- end : start &- self.end(item)
    if gap < 0 { return false }
    if gap >= reach { return true }
    if gap < problem.resources.restSeconds[resource] {
      let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
      if problem.options.calendarClass[calendar &+ option]
        != problem.options.calendarClass[calendar &+ Int(item.option)]
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

  /// The first place whose item starts at `start` or later, in seconds.
  private func place(from start: Int, in resource: Int) -> Int {
    let list = list(resource)
    var low = 0
    var size = Int(count[resource])
    while size > 0 {
      let half = size >> 1
      let isBefore = self.start(list[low &+ half]) < start
      low = isBefore ? low &+ half &+ 1 : low
      size = isBefore ? size &- half &- 1 : half
    }
    return low
  }
}
