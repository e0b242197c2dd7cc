import Training

extension CapacityBuilder {
  /// The starts at which a session of the chain could be by itself: its cohorts, enough trainers
  /// and a venue are there, nobody of them in a frozen session, and what comes before can be done.
  ///
  /// - Parameter done: by chain, the second before which its last session cannot have ended.
  mutating func addStarts(ofChain index: Int, done: inout [Int]) {
    let chain = programme.chains[index]
    let minutes = minutes(ofChain: index)
    let length = length(ofChain: index)
    let free = chain.sessions.filter { !freeze.isFrozen($0) }
    var starts = attended(byCohort: chain.cohorts[0], length: length)
    for cohort in chain.cohorts.dropFirst() {
      starts.formIntersection(attended(byCohort: cohort, length: length))
    }
    let staff = staff(ofChain: index)
    staffOfChain[index] = staff
    starts.formIntersection(staffed(by: staff, count: chain.trainerCount, length: length))
    if VenueFit.needsVenue(chain: index, in: facts) {
      let venues = programme.venues.indices.filter {
        VenueFit.suits(venue: $0, chain: index, in: facts)
      }
      venuesOfChain[index] = venues
      var housed = grid.none
      for venue in venues { housed.formUnion(open(venue, length: length)) }
      starts.formIntersection(housed)
    }
    var earliest = Int.min
    for before in facts.prerequisites[index] { earliest = max(earliest, done[before]) }
    if free.isEmpty {
      starts = grid.none
    } else if earliest > .min || freeze.until != nil {
      var kept = grid.none
      for hour in starts.hours where grid.starts[hour].seconds >= earliest {
        let start = grid.starts[hour]
        if free.contains(where: { freeze.admits($0, at: start) }) { kept.insert(hour) }
      }
      starts = kept
    }
    chainStarts[index] = starts
    done[index] = doneAtEarliest(chain: index, free: free, minutes: minutes)
    if asks[index] { ask(index) }
  }

  /// Where a chain could be, its parties are asked for.
  mutating func ask(_ index: Int) {
    let chain = programme.chains[index]
    let length = length(ofChain: index)
    let starts = chainStarts[index]
    let staff = staffOfChain[index]
    for cohort in chain.cohorts { ask(&cohortAsked, cohort, length, starts) }
    for trainer in chain.trainerCount > 1 ? staff.assistants : staff.leads {
      ask(&trainerAsked, trainer, length, starts)
    }
    for venue in venuesOfChain[index] { ask(&venueAsked, venue, length, starts) }
  }

  private func ask(_ table: inout [[HourSet?]], _ party: Int, _ length: Int, _ starts: HourSet) {
    if table[party][length] == nil {
      table[party][length] = starts
    } else {
      table[party][length]?.formUnion(starts)
    }
  }

  /// The second at which the last session of a chain can end at the earliest; `Int.max` for never.
  ///
  /// Each as early as the one before, the gap and the week's limit allow: no order does better.
  private func doneAtEarliest(chain index: Int, free: [Int], minutes: Int) -> Int {
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let frozenEnd = frozen.ends[index]?.seconds ?? .min
    guard let first = free.first, let last = free.last else { return frozenEnd }
    // Where frozen sessions lie between, the others need not follow each other.
    let isRow = last - first + 1 == free.count
    let days = grid.days(in: facts.cohorts[chain.cohorts[0]].zone).days
    var left = isRow ? free.count : 1
    var end = Int.min
    var day = Int.min
    var taken: [Int: Int] = [:]
    for hour in chainStarts[index].hours {
      let start = grid.starts[hour].seconds
      guard start >= end, day == .min || days[hour] >= day + module.minGapDays else { continue }
      let week = programme.week(of: LocalDate(days: days[hour]))
      if let most = module.maxPerWeek {
        let used = taken[week] ?? frozen.sessions(ofChain: index, week: week)
        guard used < most else { continue }
        taken[week] = used + 1
      }
      end = start + minutes * 60
      day = days[hour]
      left -= 1
      if left == 0 { return max(end, frozenEnd) }
    }
    return .max
  }

  private mutating func attended(byCohort cohort: Int, length: Int) -> HourSet {
    if let known = cohortStarts[cohort][length] { return known }
    let availability = facts.cohorts[cohort]
    let horizon = programme.horizon
    let starts = starts(length: length, besides: frozen.cohorts[cohort]) {
      horizon.contains(availability.zone.date(at: $0)) && availability.admits(from: $0, to: $1)
    }
    cohortStarts[cohort][length] = starts
    return starts
  }

  mutating func there(_ trainer: Int, length: Int) -> HourSet {
    if let known = trainerStarts[trainer][length] { return known }
    let starts = starts(length: length, besides: frozen.trainers[trainer]) {
      TrainerTime.isAvailable(trainer: trainer, from: $0, to: $1, in: facts)
    }
    trainerStarts[trainer][length] = starts
    return starts
  }

  mutating func open(_ venue: Int, length: Int) -> HourSet {
    if let known = venueStarts[venue][length] { return known }
    let starts = starts(length: length, besides: frozen.venues[venue]) {
      VenueFit.isOpen(venue: venue, from: $0, to: $1, in: facts)
    }
    venueStarts[venue][length] = starts
    return starts
  }

  /// The starts from which a party is open for a session of that length, and in no frozen one meanwhile.
  private func starts(
    length: Int, besides taken: [Range<Int>]?, where isOpen: (Instant, Instant) -> Bool
  ) -> HourSet {
    let minutes = lengths[length]
    var starts = grid.starts { isOpen($0, $0.adding(minutes: minutes)) }
    starts.subtract(grid.starts(meeting: taken ?? [], minutes: minutes))
    return starts
  }

  private mutating func staff(ofChain index: Int) -> Staff {
    let chain = programme.chains[index]
    let key = StaffKey(
      module: chain.module,
      cohorts: chain.cohorts.map { cohort in
        let cohort = programme.cohorts[cohort]
        return [String(programme.cities[cohort.city].state)] + cohort.languages
      })
    if let known = staffs[key] { return known }
    let minutes = minutes(ofChain: index)
    let able = programme.trainers.indices.filter { trainer in
      programme.trainers[trainer].maxMinutesPerDay >= minutes
        && programme.trainers[trainer].maxMinutesPerWeek >= minutes
        && Qualification.canAssist(trainer: trainer, chain: index, in: facts)
        && PartnerLimits.allows(trainer: trainer, chain: index, in: facts)
    }
    let staff = Staff(
      leads: able.filter { Qualification.canLead(trainer: $0, chain: index, in: facts) },
      assistants: able)
    staffs[key] = staff
    return staff
  }

  /// The starts at which one can lead and enough are there in all.
  private mutating func staffed(by staff: Staff, count: Int, length: Int) -> HourSet {
    var led = grid.none
    for trainer in staff.leads { led.formUnion(there(trainer, length: length)) }
    guard count > 1 else { return led }
    guard staff.assistants.count >= count else { return grid.none }
    var atLeast = Array(repeating: grid.none, count: count)
    for trainer in staff.assistants {
      let hours = there(trainer, length: length)
      for more in stride(from: count - 1, to: 0, by: -1) {
        atLeast[more].formUnion(atLeast[more - 1].intersection(hours))
      }
      atLeast[0].formUnion(hours)
    }
    led.formIntersection(atLeast[count - 1])
    return led
  }
}
