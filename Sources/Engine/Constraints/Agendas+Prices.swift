/// What gaps, isolation and outings cost, seen from one activity.
extension Agendas {
  /// What an activity at `option` adds where no list is asked.
  ///
  /// - Parameter hole: an option that counts as empty.
  @inline(__always)
  func priceByBits(at option: Int, in resource: Int, without hole: Int = .min) -> Int {
    pricing[resource] == Pricing.none
      ? 0 : isolation(at: option, in: resource, without: hole)
  }

  /// What an activity at `option` adds to the cost of isolation, from bits alone: its own, where
  /// nothing touches it, less that of neighbours that nothing else touches.
  @inline(__always)
  func isolation(at option: Int, in resource: Int, without hole: Int = .min) -> Int {
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let touching = problem.options.touching[calendar &+ option]
    var taken = occupancy.around(option, in: resource)
    let place = hole &- (option &- 2)
    if place >= 0, place < 5 { taken &= ~(1 << UInt64(place)) }
    let before = UInt8(truncatingIfNeeded: taken >> 1) & (touching >> 1) & 1
    let after = UInt8(truncatingIfNeeded: taken >> 3) & (touching >> 2) & 1
    let beforeThat = UInt8(truncatingIfNeeded: taken) & touching & 1
    let afterThat = UInt8(truncatingIfNeeded: taken >> 4) & (touching >> 3) & 1
    let isolated =
      1 &- Int(before | after) &- Int(before & ~beforeThat) &- Int(after & ~afterThat)
    return isolated &* problem.resources.isolationCost[resource]
  }

  func price(
    _ activity: Int, _ option: Int, _ resource: Int, before: Int, after: Int
  ) -> Int {
    var delta = 0
    if problem.resources.gapCost[resource] != 0 {
      delta &+= gapPrice(activity, option, resource, before, after)
    }
    if problem.resources.isolationCost[resource] != 0 {
      delta &+= isolationPrice(activity, option, resource, before, after)
    }
    if problem.resources.outingCost[resource] != 0 {
      delta &+= outingPrice(activity, option, resource, before, after)
    }
    return delta
  }

  private func gapPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int
  ) -> Int {
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    let unit = problem.resources.gapUnit[resource]
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    var units = 0
    var hasBefore = false
    if before >= 0, dayOf(list[before], calendar) == day {
      hasBefore = true
      units &+= max(0, start &- self.end(list[before])) / unit
    }
    if after < Int(count[resource]), dayOf(list[after], calendar) == day {
      units &+= max(0, self.start(list[after]) &- end) / unit
      if hasBefore { units &-= max(0, self.start(list[after]) &- self.end(list[before])) / unit }
    }
    return units &* problem.resources.gapCost[resource]
  }

  private func isolationPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int
  ) -> Int {
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    let start = problem.options.start[option]
    let end = start &+ problem.activities.duration[activity]
    let size = Int(count[resource])
    let meetsBefore =
      before >= 0 && self.end(list[before]) == start && dayOf(list[before], calendar) == day
    let meetsAfter =
      after < size && self.start(list[after]) == end && dayOf(list[after], calendar) == day
    var isolated = meetsBefore || meetsAfter ? 0 : 1
    if meetsBefore {
      let other = before &- 1
      let isMet =
        other >= 0 && self.end(list[other]) == self.start(list[before])
        && dayOf(list[other], calendar) == day
      if !isMet { isolated &-= 1 }
    }
    if meetsAfter {
      let other = after &+ 1
      let isMet =
        other < size && self.start(list[other]) == self.end(list[after])
        && dayOf(list[other], calendar) == day
      if !isMet { isolated &-= 1 }
    }
    return isolated &* problem.resources.isolationCost[resource]
  }

  private func outingPrice(
    _ activity: Int, _ option: Int, _ resource: Int, _ before: Int, _ after: Int
  ) -> Int {
    let site = problem.activities.site[activity]
    guard site >= 0, site != problem.resources.homeSite[resource] else { return 0 }
    let list = list(resource)
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    let day = problem.options.calendarClass[calendar &+ option]
    var index = before
    while index >= 0, dayOf(list[index], calendar) == day {
      if problem.activities.site[Int(list[index].activity)] == site { return 0 }
      index &-= 1
    }
    index = after
    while index < Int(count[resource]), dayOf(list[index], calendar) == day {
      if problem.activities.site[Int(list[index].activity)] == site { return 0 }
      index &+= 1
    }
    return problem.resources.outingCost[resource]
  }

  @inline(__always)
  private func dayOf(_ item: Item, _ calendar: Int) -> Int32 {
    problem.options.calendarClass[calendar &+ Int(item.option)]
  }
}
