@testable import Engine

/// Small problems with every kind of constraint, drawn from a seed.
enum RandomProblem {
  static func make(seed: UInt64) -> Problem {
    var random = Random(seed: seed)
    let step = [1800, 3600][random.below(2)]
    let perDay = 6 + random.below(6)
    let days = 4 + random.below(8)
    let starts = (0..<days * perDay).map { $0 / perDay * 86_400 + 8 * 3600 + $0 % perDay * step }
    // In one of four, what stands at one option never reaches into another.
    let isDisjoint = seed.isMultiple(of: 4)
    let lengths =
      isDisjoint
      ? (seed.isMultiple(of: 8) ? [step] : [step / 2, step]) : [1500, 3600, 5400]
    var builder = ProblemBuilder(optionStarts: starts, durationClassCount: lengths.count)
    // Two zones: in the second a day begins some hours earlier.
    let shift = 3600 * (10 + random.below(8))
    let dayCalendars = [0, shift].map { shift in
      builder.addCalendar(numbers: starts.map { ($0 + shift) / 86_400 })
    }
    let weekCalendar = builder.addCalendar(numbers: starts.map { $0 / (3 * 86_400) })
    let siteCount = 3
    builder.setTravel(
      siteCount: siteCount,
      seconds: (0..<9).map { $0 / 3 == $0 % 3 ? 0 : 1800 * (1 + ($0 / 3 + $0 % 3) * 3) })
    let pool = builder.addPool(capacity: 400 + random.below(400))
    func rows(_ builder: inout ProblemBuilder, _ random: inout Random) -> [Int?] {
      lengths.map { _ in
        var word = random.word() | random.word()
        return builder.addAvailability { option in
          if option % 60 == 0 { word = random.word() | random.word() }
          return word >> UInt64(option % 60) & 1 == 1
        }
      }
    }
    let always = lengths.map { _ -> Int? in nil }
    let attendees = (0..<5).map { index in
      var resource = ProblemBuilder.Resource(availability: always)
      resource.dayCalendar = dayCalendars[index % 2]
      resource.gapCost = isDisjoint && index > 1 ? 0 : 2
      resource.gapUnit = 1800
      resource.isolationCost = index == 4 || isDisjoint && index > 2 ? 3 : 0
      resource.ledgers = [
        ProblemBuilder.Ledger(
          calendar: dayCalendars[index % 2], countsActivities: true, capacity: 2)
      ]
      return builder.addResource(resource)
    }
    let people = (0..<7).map { index in
      var resource = ProblemBuilder.Resource(availability: rows(&builder, &random))
      resource.dayCalendar = dayCalendars[index % 2]
      resource.restSeconds = 3600 * (10 + random.below(5))
      resource.travels = true
      resource.homeSite = index % 4 == 3 ? nil : index % 4
      resource.outingCost = 8
      resource.pool = index < 3 ? pool : nil
      resource.ledgers = [
        ProblemBuilder.Ledger(calendar: dayCalendars[index % 2], capacity: 150 + random.below(100)),
        ProblemBuilder.Ledger(
          calendar: weekCalendar, capacity: 400, threshold: 100 + random.below(200), unit: 60,
          cost: 6),
      ]
      return builder.addResource(resource)
    }
    let rooms = (0..<4).map { _ in
      builder.addResource(ProblemBuilder.Resource(availability: rows(&builder, &random)))
    }
    let balances = (0..<3).map { builder.addBalance(cost: 1 + $0) }
    let roomVarieties = attendees.map { _ in
      builder.addVariety(valueCount: rooms.count, cost: 5)
    }
    var last: Int?
    for chain in 0..<10 {
      let series = builder.addSeries()
      let length = random.below(lengths.count)
      let rhythm = builder.addVariety(valueCount: perDay * 7, cost: 4)
      let spread = builder.addSpread(valueCount: days, minimum: 3, cost: 7)
      let lead = builder.addVariety(valueCount: people.count, cost: 15)
      // Fixed activities may overlap; where they do, nobody asks who is isolated.
      let attendee = random.below(chain < 3 ? 3 : attendees.count)
      let isOnline = random.once(in: 3)
      var weekly = ProblemBuilder.Resource(availability: always)
      weekly.isExclusive = false
      weekly.ledgers = [
        ProblemBuilder.Ledger(calendar: weekCalendar, countsActivities: true, capacity: 2)
      ]
      let limiter = builder.addResource(weekly)
      let entries = starts.indices.filter { _ in random.below(3) > 0 }.map { option in
        ProblemBuilder.Entry(
          option: option, cost: random.below(2) * 5,
          value: (option / perDay % 7) * perDay + option % perDay, spreadValue: option / perDay)
      }
      let leads = people.filter { _ in random.below(2) > 0 }
      var before: Int?
      for number in 0..<1 + random.below(4) {
        let assistants = builder.addCandidates(
          people.map { ProblemBuilder.Candidate(resource: $0) })
        var slots = [
          ProblemBuilder.Slot(
            candidates: builder.addCandidates(
              leads.map {
                ProblemBuilder.Candidate(
                  resource: $0, cost: random.below(2) * 6, value: $0 - people[0])
              }), variety: lead)
        ]
        if chain % 3 == 0 { slots.append(ProblemBuilder.Slot(candidates: assistants)) }
        if !isOnline {
          slots.append(
            ProblemBuilder.Slot(
              candidates: builder.addCandidates(
                rooms.map { ProblemBuilder.Candidate(resource: $0, value: $0 - rooms[0]) }),
              variety: roomVarieties[attendee]))
        }
        // Fixed activities may break what they like among themselves.
        let isFixed = number == 0 && chain < 3 && !leads.isEmpty && !entries.isEmpty
        let demand = 100 + random.below(900)
        let activity = builder.addActivity(
          ProblemBuilder.Activity(
            duration: lengths[length], load: lengths[length] / 60, durationClass: length,
            site: isOnline ? nil : attendee % siteCount,
            domain: builder.addDomain(entries), slots: slots,
            attendees: [attendees[attendee], limiter]
              + (chain % 4 == 0 ? [attendees[(attendee + 1) % attendees.count]] : []),
            optionVariety: rhythm, optionSpread: chain % 2 == 0 ? spread : nil,
            unplacedCost: 100 + random.below(300),
            balances: [
              ProblemBuilder.BalanceShare(group: balances[attendee % 3], demand: demand)
            ], series: series,
            fixed: isFixed
              ? ProblemBuilder.FixedPlace(entry: 0, choices: slots.indices.map { $0 % 2 })
              : nil))
        if let before, !isFixed {
          builder.addOrder(
            before, activity, gapDays: chain % 2, calendars: chain % 2 == 0 ? [] : dayCalendars)
        }
        if number == 0, chain % 4 == 3, let last, !isFixed { builder.addOrder(last, activity) }
        before = activity
      }
      last = before
    }
    return builder.build()
  }
}
