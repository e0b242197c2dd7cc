import Engine
import Training

/// Turns what the rules said of a programme into the engine's tables.
///
/// Activities are the sessions, in the plan's order. Resources are the cohorts, the chains with a
/// weekly limit, the trainers and the venues; the engine never learns which is which.
struct Compiler {
  let model: Model
  let programme: Programme
  let facts: Facts
  /// The moments that some session may have, ascending, and where each of the model's went.
  let options: [Instant]
  let compressed: [Int]
  /// Where frozen sessions start, among `options`.
  let frozenOptions: [Instant: Int]
  let lengths: [Int]
  var builder: ProblemBuilder
  var calendars: [Calendar: Int] = [:]
  var calendarsByNumbers: [[Int]: Int] = [:]
  var cohortResources: [Int] = []
  var chainResources: [Int?] = []
  var trainerResources: [Int] = []
  var venueResources: [Int] = []
  var sites: [Int: Int] = [:]
  var staff: [CompiledProgramme.Staff] = []

  struct Calendar: Hashable {
    var zone: String
    var isWeekly: Bool
  }

  init(_ model: Model) {
    self.model = model
    programme = model.programme
    facts = model.facts
    var isUsed = Array(repeating: false, count: model.options.count)
    for chain in model.chains {
      for option in chain.options { isUsed[option] = true }
    }
    var frozenStarts: Set<Instant> = []
    for session in model.sessions {
      if let start = session.frozen?.start { frozenStarts.insert(start) }
    }
    var kept: [Instant] = []
    var compressed = Array(repeating: -1, count: model.options.count)
    var frozenOptions: [Instant: Int] = [:]
    for (index, option) in model.options.enumerated() {
      let isFrozen = frozenStarts.contains(option)
      guard isUsed[index] || isFrozen else { continue }
      if isFrozen { frozenOptions[option] = kept.count }
      compressed[index] = kept.count
      kept.append(option)
    }
    options = kept
    self.compressed = compressed
    self.frozenOptions = frozenOptions
    lengths = Set(programme.chains.map { model.programme.modules[$0.module].minutes }).sorted()
    let origin = programme.settings.startsOn.days * 86_400
    builder = ProblemBuilder(
      optionStarts: kept.map { $0.seconds - origin }, durationClassCount: max(1, lengths.count))
  }

  mutating func compile() -> CompiledProgramme {
    addSites()
    addCohorts()
    addChains()
    addTrainers()
    addVenues()
    addSessions()
    for follows in model.order {
      let chain = programme.chain(of: follows.after)
      builder.addOrder(
        follows.before, follows.after, gapDays: follows.gapDays,
        calendars: follows.gapDays > 0 ? dayCalendars(of: chain) : [])
    }
    return CompiledProgramme(
      facts: facts, freeze: model.freeze, options: options,
      trainerResources: trainerResources, staff: staff, problem: builder.build())
  }

  func length(ofChain chain: Int) -> Int {
    programme.modules[programme.chains[chain].module].minutes
  }

  // Calendars

  mutating func calendar(_ zone: Zone, isWeekly: Bool) -> Int {
    let key = Calendar(zone: zone.identifier, isWeekly: isWeekly)
    if let known = calendars[key] { return known }
    let numbers = options.map { start in
      let date = zone.date(at: start)
      return isWeekly ? programme.week(of: date) : date.days - programme.settings.startsOn.days
    }
    let id = calendarsByNumbers[numbers] ?? builder.addCalendar(numbers: numbers)
    calendarsByNumbers[numbers] = id
    calendars[key] = id
    return id
  }

  mutating func dayCalendars(of chain: Chain) -> [Int] {
    var found: [Int] = []
    for cohort in chain.cohorts {
      let calendar = calendar(facts.cohorts[cohort].zone, isWeekly: false)
      if !found.contains(calendar) { found.append(calendar) }
    }
    return found
  }

  // Resources

  mutating func addSites() {
    var cities: [Int] = []
    for (index, chain) in model.chains.enumerated() where chain.isInPerson {
      let city = facts.city(ofChain: index)
      if sites[city] == nil {
        sites[city] = cities.count
        cities.append(city)
      }
    }
    let travel = cities.flatMap { from in cities.map { programme.travel[from, $0] * 60 } }
    builder.setTravel(siteCount: cities.count, seconds: travel)
  }

  private func always() -> [Int?] { Array(repeating: nil, count: max(1, lengths.count)) }

  mutating func addCohorts() {
    for (index, cohort) in model.cohorts.enumerated() {
      let days = calendar(facts.cohorts[index].zone, isWeekly: false)
      var resource = ProblemBuilder.Resource(availability: always())
      resource.dayCalendar = days
      resource.gapCost = cohort.idleCost
      resource.gapUnit = 1800
      if cohort.maxPerDay != .max {
        resource.ledgers = [
          ProblemBuilder.Ledger(
            calendar: days, countsActivities: true, capacity: cohort.maxPerDay)
        ]
      }
      cohortResources.append(builder.addResource(resource))
    }
  }

  mutating func addChains() {
    for (index, chain) in model.chains.enumerated() {
      guard let limit = chain.maxPerWeek, limit < programme.chains[index].sessions.count else {
        chainResources.append(nil)
        continue
      }
      var weeks: [Int] = []
      for cohort in programme.chains[index].cohorts {
        let calendar = calendar(facts.cohorts[cohort].zone, isWeekly: true)
        if !weeks.contains(calendar) { weeks.append(calendar) }
      }
      var resource = ProblemBuilder.Resource(availability: always())
      resource.isExclusive = false
      resource.ledgers = weeks.map {
        ProblemBuilder.Ledger(calendar: $0, countsActivities: true, capacity: limit)
      }
      chainResources.append(builder.addResource(resource))
    }
  }

  mutating func addTrainers() {
    let pools = model.partnerCaps.map { cap in cap.map { builder.addPool(capacity: $0) } }
    var lengthsWanted = Array(repeating: Set<Int>(), count: model.trainers.count)
    for (index, chain) in model.chains.enumerated() {
      let length = length(ofChain: index)
      for trainer in chain.leads { lengthsWanted[trainer].insert(length) }
      guard programme.chains[index].trainerCount > 1 else { continue }
      for trainer in chain.assistants { lengthsWanted[trainer].insert(length) }
    }
    for (index, trainer) in model.trainers.enumerated() {
      let zone = facts.trainers[index].zone
      let availability = facts.trainers[index]
      let days = calendar(zone, isWeekly: false)
      var resource = ProblemBuilder.Resource(
        availability: availabilityRows(for: lengthsWanted[index], in: availability))
      resource.dayCalendar = days
      resource.restSeconds = trainer.restMinutes * 60
      resource.travels = trainer.travels
      resource.homeSite = sites[programme.trainers[index].city]
      resource.outingCost = trainer.awayCost
      resource.pool = trainer.partner.flatMap { pools[$0] }
      resource.ledgers = [
        ProblemBuilder.Ledger(calendar: days, capacity: trainer.maxMinutesPerDay),
        ProblemBuilder.Ledger(
          calendar: calendar(zone, isWeekly: true), capacity: trainer.maxMinutesPerWeek,
          threshold: trainer.wishedMinutesPerWeek, unit: 60, cost: trainer.overtimeCost),
      ]
      trainerResources.append(builder.addResource(resource))
    }
  }

  mutating func addVenues() {
    var lengthsWanted = Array(repeating: Set<Int>(), count: programme.venues.count)
    for (index, chain) in model.chains.enumerated() {
      for venue in chain.venues { lengthsWanted[venue].insert(length(ofChain: index)) }
    }
    for index in programme.venues.indices {
      let rows = availabilityRows(for: lengthsWanted[index], in: facts.venues[index])
      venueResources.append(builder.addResource(ProblemBuilder.Resource(availability: rows)))
    }
  }

  /// By length class: when a session of that length can be given; nil where nobody asks.
  mutating func availabilityRows(
    for wanted: Set<Int>, in availability: Availability
  ) -> [Int?] {
    var rows = always()
    for (place, minutes) in lengths.enumerated() where wanted.contains(minutes) {
      let options = options
      rows[place] = builder.addAvailability {
        availability.admits(from: options[$0], to: options[$0].adding(minutes: minutes))
      }
    }
    return rows
  }
}
