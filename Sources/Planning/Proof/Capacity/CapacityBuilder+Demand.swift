import Training

extension CapacityBuilder {
  /// The weeks of a chain, what they have room for and who could serve them.
  mutating func addDemand(ofChain index: Int) {
    let chain = programme.chains[index]
    let free = asks[index] ? chain.sessions.filter { !freeze.isFrozen($0) } : []
    let first = slots.count
    let starts = chainStarts[index]
    if !free.isEmpty, !starts.isEmpty {
      let rooms = rooms(ofChain: index, free: free)
      let zone = facts.cohorts[chain.cohorts[0]].zone
      let weeks = grid.days(in: zone).weeks
      for (place, room) in rooms.enumerated() where room > 0 {
        let here = starts.intersection(weeks[place])
        addSlot(ofChain: index, week: place - 1, room: room, starts: here)
      }
    }
    demands.append(
      Capacities.Demand(
        sessions: free, minutes: minutes(ofChain: index), trainerCount: chain.trainerCount,
        slots: first..<slots.count, parent: facts.prerequisites[index].first))
  }

  private mutating func addSlot(ofChain index: Int, week: Int, room: Int, starts: HourSet) {
    let chain = programme.chains[index]
    let numbers = self.index
    let length = length(ofChain: index)
    let before = offers.count
    let leads = addTrainers(staffOfChain[index].leads, week: week, length: length, starts: starts)
    var assistants = offers.count..<offers.count
    if chain.trainerCount > 1 {
      assistants = addTrainers(
        staffOfChain[index].assistants, week: week, length: length, starts: starts)
    }
    let venuesBegin = offers.count
    for venue in venuesOfChain[index] {
      guard let hours = venueStarts[venue][length] else { continue }
      addWeeks(near: week, in: facts.venues[venue].zone, starts: starts, hours: hours) {
        Capacities.Offer(resource: Int32(numbers.venue(venue, week: $0)))
      }
    }
    let venues = venuesBegin..<offers.count
    let isHoused = !venues.isEmpty || !VenueFit.needsVenue(chain: index, in: facts)
    let needed = chain.trainerCount - 1
    guard !leads.isEmpty, isHoused, needed == 0 || distinctTrainers(in: assistants) > needed else {
      offers.removeSubrange(before...)
      return
    }
    var cohorts: [Range<Int>] = []
    for cohort in chain.cohorts {
      let begin = offers.count
      addWeeks(near: week, in: facts.cohorts[cohort].zone, starts: starts, hours: starts) {
        Capacities.Offer(resource: Int32(numbers.cohort(cohort, week: $0)))
      }
      cohorts.append(begin..<offers.count)
    }
    slots.append(
      Capacities.Slot(
        week: week, room: room, leads: leads, assistants: assistants, venues: venues,
        cohorts: cohorts))
  }

  private mutating func addTrainers(
    _ trainers: [Int], week: Int, length: Int, starts: HourSet
  ) -> Range<Int> {
    let begin = offers.count
    let numbers = index
    for trainer in trainers {
      let partner = programme.trainers[trainer].partner.map { Int32(index.partner($0)) } ?? -1
      guard let hours = trainerStarts[trainer][length] else { continue }
      addWeeks(near: week, in: facts.trainers[trainer].zone, starts: starts, hours: hours) {
        Capacities.Offer(
          resource: Int32(numbers.trainer(trainer, week: $0)), partner: partner)
      }
    }
    return begin..<offers.count
  }

  /// One offer for each week by a zone's calendar in which some of `starts` is one of `hours`.
  private mutating func addWeeks(
    near week: Int, in zone: Zone, starts: HourSet, hours: HourSet,
    offer: (Int) -> Capacities.Offer
  ) {
    let weeks = grid.days(in: zone).weeks
    for place in max(0, week)...min(weeks.count - 1, week + 2)
    where starts.meets(hours, within: weeks[place]) {
      offers.append(offer(place - 1))
    }
  }

  private func distinctTrainers(in range: Range<Int>) -> Int {
    var count = 0
    var last = -1
    for place in range {
      let trainer = Int(offers[place].resource) / index.span
      if trainer != last { count += 1 }
      last = trainer
    }
    return count
  }

  /// By week, from the one before the first: the most sessions of a chain that H1, H2 and H3 let in.
  private func rooms(ofChain index: Int, free: [Int]) -> [Int] {
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let calendar = grid.days(in: facts.cohorts[chain.cohorts[0]].zone)
    let isRow = free.last.map { $0 - free[0] + 1 == free.count } ?? true
    let gap = isRow ? module.minGapDays : 0
    let step = (module.minutes + grid.stepMinutes - 1) / grid.stepMinutes
    var rooms = Array(repeating: 0, count: calendar.weeks.count)
    var next = 0
    var day = Int.min
    var onDay = 0
    var perDay = 0
    var last: (day: Int, week: Int)?
    for hour in chainStarts[index].hours {
      if calendar.days[hour] != day {
        day = calendar.days[hour]
        onDay = 0
        perDay = gap > 0 ? 1 : mostPerDay(ofChain: chain, day: day)
        next = hour
      }
      guard hour >= next, onDay < perDay else { continue }
      let week = min(
        max(programme.week(of: LocalDate(days: day)), -1), programme.settings.weeks)
      if gap > 0, let last, last.week == week, day < last.day + gap { continue }
      rooms[week + 1] += 1
      onDay += 1
      next = hour + step
      last = (day, week)
    }
    for place in rooms.indices {
      if let most = module.maxPerWeek {
        rooms[place] = min(
          rooms[place], max(0, most - frozen.sessions(ofChain: index, week: place - 1)))
      }
      rooms[place] = min(rooms[place], free.count)
    }
    return rooms
  }

  /// Only where all its cohorts have the same dates: the dates of others begin at another hour.
  private func mostPerDay(ofChain chain: Chain, day: Int) -> Int {
    let zone = facts.cohorts[chain.cohorts[0]].zone.identifier
    return chain.cohorts.reduce(Int.max) { most, cohort in
      guard facts.cohorts[cohort].zone.identifier == zone else { return most }
      return min(
        most,
        max(
          0, programme.cohorts[cohort].maxPerDay - frozen.sessions(ofCohort: cohort, day: day)))
    }
  }
}
