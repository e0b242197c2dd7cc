import Training

extension PriceTables {
  init(_ domain: PriceDomain) {
    self.domain = domain
    stakes = CapacityStake.all(of: domain.programme)
    unit = Self.unit(of: domain.programme)
    let stakesOf = CapacityStake.stakesOfCohorts(domain.programme)
    for chain in domain.programme.chains.indices { add(chain: chain, stakesOf) }
    addTrainers()
    addVenues()
    addCohorts()
  }

  /// The greatest length that measures every session, at least ten minutes.
  static func unit(of programme: Programme) -> Int {
    let common = programme.modules.reduce(0) { greatestCommonDivisor($0, $1.minutes) }
    return max(10, common)
  }

  private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  private mutating func add(chain index: Int, _ stakesOf: [[Int]]) {
    let facts = domain.facts
    let programme = domain.programme
    let weights = programme.settings.weights
    let chain = programme.chains[index]
    let sessions = domain.sessions[index]
    guard !sessions.isEmpty else { return }
    let visits = domain.visits[index]
    let first = starts.count
    let zone = programme.zone(of: chain)
    var rhythms: [Int: [Int]] = [:]
    for (position, visit) in visits.enumerated() {
      starts.append(visit.start)
      baseCost.append(PriceProof.scale * weights.unpreferred * visit.unpreferred)
      let wall = zone.wallTime(at: visit.start)
      week.append(Int32(programme.week(of: wall.date)))
      rhythms[wall.date.weekday * 86_400 + wall.secondOfDay, default: []].append(position)
      for staff in visit.staff {
        staffTrainer.append(Int32(staff.trainer))
        staffLeads.append(staff.canLead)
        staffAssists.append(staff.canAssist)
      }
      venueOf += visit.venues.map { Int32($0) }
      cohortOf += chain.cohorts.map { Int32($0) }
      staffOffset.append(Int32(staffTrainer.count))
      venueOffset.append(Int32(venueOf.count))
      cohortOffset.append(Int32(cohortOf.count))
    }
    let isSteady = PriceDomain.hasSteadyDates(chain, visits, in: facts)
    var last = -1
    for (position, visit) in visits.enumerated() {
      while last + 1 < position, visits[last + 1].end <= visit.start,
        !isSteady
          || ChainOrder.zoneOfShortGap(
            from: visits[last + 1].start, to: visit.start, chain: chain, in: facts) == nil
      {
        last += 1
      }
      latest.append(Int32(last))
    }
    let limit = programme.modules[chain.module].maxPerWeek ?? .max
    let wishes = sessions.map { wish(of: $0) }
    let isPlain = sessions.allSatisfy {
      programme.pins[$0] == nil && programme.previous[$0] == nil
    }
    chains.append(
      ChainPart(
        chain: index, sessions: sessions, isFree: domain.isFree(chain: index),
        visits: first..<starts.count, trainerCount: chain.trainerCount,
        maxPerWeek: isSteady ? min(limit, sessions.count) : sessions.count,
        leads: Set(visits.flatMap { $0.staff.filter(\.canLead).map(\.trainer) }).sorted(),
        memberCount: chain.cohorts.count, wishes: isPlain ? [wishes[0]] : wishes, isPlain: isPlain,
        unplaced: sessions.map { session in
          var cost = weights.unplaced * Unplaced.amount(ofChain: index, in: programme)
          if programme.pins[session] != nil { cost += weights.unpinned }
          if programme.previous[session] != nil { cost += weights.moved * chain.cohorts.count }
          return cost * PriceProof.scale
        },
        withheld: chain.cohorts.flatMap { cohort in
          stakesOf[cohort].map {
            (
              stake: $0,
              minutes: programme.cohorts[cohort].size * programme.modules[chain.module].minutes
            )
          }
        },
        needsVenue: VenueFit.needsVenue(chain: index, in: facts),
        rhythms: rhythms.sorted { $0.key < $1.key }.map(\.value)))
  }

  private func wish(of session: Int) -> Wish {
    let programme = domain.programme
    let weights = programme.settings.weights
    var wish = Wish(session: session)
    if let pin = programme.pins[session] {
      wish.start = pin.start
      wish.lead = pin.lead
      wish.venue = pin.venue
    }
    if let previous = programme.previous[session] {
      wish.keptStart = previous.start
      wish.movedCost =
        PriceProof.scale * weights.moved * programme.chain(of: session).cohorts.count
      wish.hasKeptLead = true
      wish.keptLead = previous.lead.index
      wish.reassignedCost = PriceProof.scale * weights.reassigned
      wish.hasKeptVenue = true
      wish.keptVenue = previous.venue == nil ? -1 : previous.venue?.index
      wish.relocatedCost = PriceProof.scale * weights.relocated
    }
    return wish
  }

  /// Of what a trainer gives at most one a local date: the sessions of a cohort that sits once a day,
  /// or of a chain with a gap. The date is that of the cohort.
  private func colour(ofChain index: Int, at start: Instant) -> Int {
    let programme = domain.programme
    let chain = programme.chains[index]
    let offset = 1 << 24
    if let cohort = chain.cohorts.first(where: { programme.cohorts[$0].maxPerDay == 1 }) {
      let date = domain.facts.cohorts[cohort].zone.date(at: start).days
      return date * offset + cohort
    }
    guard domain.isFree(chain: index), programme.modules[chain.module].minGapDays > 0 else {
      return -1
    }
    let date = programme.zone(of: chain).date(at: start).days
    return date * offset + programme.cohorts.count + index
  }

  private mutating func addTrainers() {
    struct Key: Hashable {
      var trainer: Int
      var date: Int
    }
    let programme = domain.programme
    var byDay: [Key: [Booking]] = [:]
    for part in chains {
      let chain = programme.chains[part.chain]
      let module = programme.modules[chain.module]
      for visit in part.visits {
        let start = starts[visit]
        let colour = colour(ofChain: part.chain, at: start)
        for price in Int(staffOffset[visit])..<Int(staffOffset[visit + 1]) {
          let trainer = Int(staffTrainer[price])
          byDay[
            Key(
              trainer: trainer, date: domain.facts.trainers[trainer].zone.date(at: start).days),
            default: []
          ].append(
            Booking(
              price: price, start: start.seconds, end: start.seconds + 60 * module.minutes,
              minutes: module.minutes / unit,
              city: module.mode == .inPerson ? domain.facts.city(ofChain: part.chain) : -1,
              colour: colour))
        }
      }
    }
    var current: (trainer: Int, week: Int)?
    for (key, list) in byDay.sorted(by: {
      ($0.key.trainer, $0.key.date) < ($1.key.trainer, $1.key.date)
    }) {
      let first = bookings.count
      bookings += list.sorted {
        ($0.start, $0.end, $0.city, $0.price) < ($1.start, $1.end, $1.city, $1.price)
      }
      let week = programme.week(of: LocalDate(days: key.date))
      days.append(Day(bookings: first..<bookings.count))
      if let open = current, open == (key.trainer, week) {
        weeks[weeks.count - 1].days = weeks[weeks.count - 1].days.lowerBound..<days.count
      } else {
        weeks.append(Week(trainer: key.trainer, days: days.count - 1..<days.count))
        current = (key.trainer, week)
      }
    }
  }

  private mutating func addVenues() {
    var byVenue = Array(repeating: [Occupation](), count: domain.programme.venues.count)
    for part in chains {
      let minutes = domain.programme.modules[domain.programme.chains[part.chain].module].minutes
      for visit in part.visits {
        let start = starts[visit].seconds
        for price in Int(venueOffset[visit])..<Int(venueOffset[visit + 1]) {
          byVenue[Int(venueOf[price])].append(
            Occupation(price: venueBase + price, start: start, end: start + 60 * minutes))
        }
      }
    }
    for list in byVenue where !list.isEmpty {
      let first = occupations.count
      occupations += list.sorted { ($0.end, $0.start, $0.price) < ($1.end, $1.start, $1.price) }
      venues.append(first..<occupations.count)
    }
  }

  private mutating func addCohorts() {
    let programme = domain.programme
    var byDate = Array(repeating: [Int: [Sitting]](), count: programme.cohorts.count)
    for part in chains {
      let chain = programme.chains[part.chain]
      let module = programme.modules[chain.module]
      for visit in part.visits {
        let start = starts[visit].seconds
        for (place, cohort) in chain.cohorts.enumerated() {
          let date = domain.facts.cohorts[cohort].zone.date(at: starts[visit]).days
          byDate[cohort][date, default: []].append(
            Sitting(
              price: cohortBase + Int(cohortOffset[visit]) + place, start: start,
              end: start + 60 * module.minutes,
              colour: part.isFree && module.minGapDays > 0 ? part.chain : -1))
        }
      }
    }
    for (cohort, dates) in byDate.enumerated() {
      for (date, list) in dates.sorted(by: { $0.key < $1.key }) {
        let first = sittings.count
        sittings += list.sorted { ($0.start, $0.end, $0.price) < ($1.start, $1.end, $1.price) }
        let isFrozen = domain.frozenDates[cohort].contains(LocalDate(days: date))
        cohortDays.append(
          CohortDay(
            sittings: first..<sittings.count, maxPerDay: programme.cohorts[cohort].maxPerDay,
            idleCost: isFrozen ? 0 : PriceProof.scale * programme.settings.weights.idle))
      }
    }
  }
}
