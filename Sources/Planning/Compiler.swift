import Engine
import Training

/// Turns what the rules said of a programme into the engine's tables.
///
/// Activities are the sessions, in the plan's order. Resources are the cohorts, the chains with a
/// weekly limit, the trainers and the venues; the engine never learns which is which.
struct Compiler {
  private let model: Model
  private let programme: Programme
  private let facts: Facts
  /// The moments that some session may have, ascending, and where each of the model's went.
  private let options: [Instant]
  private let compressed: [Int]
  /// Where frozen sessions start, among `options`.
  private let frozenOptions: [Instant: Int]
  private let lengths: [Int]
  private var builder: ProblemBuilder
  private var calendars: [Calendar: Int] = [:]
  private var calendarsByNumbers: [[Int]: Int] = [:]
  private var cohortResources: [Int] = []
  private var chainResources: [Int?] = []
  private var trainerResources: [Int] = []
  private var venueResources: [Int] = []
  private var sites: [Int: Int] = [:]
  private var staff: [CompiledProgramme.Staff] = []

  private struct Calendar: Hashable {
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
      facts: facts, freeze: model.freeze, options: options, staff: staff,
      problem: builder.build())
  }

  private func length(ofChain chain: Int) -> Int {
    programme.modules[programme.chains[chain].module].minutes
  }

  // Calendars

  private mutating func calendar(_ zone: Zone, isWeekly: Bool) -> Int {
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

  private mutating func dayCalendars(of chain: Chain) -> [Int] {
    var found: [Int] = []
    for cohort in chain.cohorts {
      let calendar = calendar(facts.cohorts[cohort].zone, isWeekly: false)
      if !found.contains(calendar) { found.append(calendar) }
    }
    return found
  }

  // Resources

  private mutating func addSites() {
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

  private mutating func addCohorts() {
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

  private mutating func addChains() {
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

  private mutating func addTrainers() {
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

  private mutating func addVenues() {
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
  private mutating func availabilityRows(
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

  // Sessions

  private mutating func addSessions() {
    let balances = model.stakes.map { builder.addBalance(cost: $0.cost) }
    var stakesOfCohort = Array(repeating: [Int](), count: programme.cohorts.count)
    for (stake, balance) in zip(model.stakes, balances) {
      for cohort in stake.cohorts { stakesOfCohort[cohort].append(balance) }
    }
    let venueValues = venueVarieties()
    for index in programme.chains.indices {
      addChain(index, stakesOfCohort: stakesOfCohort, venues: venueValues)
    }
  }

  /// The values that a variety group tells apart.
  private struct Values<Value: Hashable> {
    var group: Int
    var numbers: [Value: Int]
  }

  /// By cohort: the venues that its sessions may have.
  private mutating func venueVarieties() -> [Values<Party>] {
    var values = Array(repeating: [Party: Int](), count: programme.cohorts.count)
    for (index, chain) in programme.chains.enumerated() {
      let frozen = chain.sessions.compactMap { model.sessions[$0].frozen?.venue }
      for cohort in chain.cohorts {
        for party in model.chains[index].venues.map(Party.known) + frozen
        where values[cohort][party] == nil {
          values[cohort][party] = values[cohort].count
        }
      }
    }
    return values.indices.map { cohort in
      Values(
        group: builder.addVariety(
          valueCount: values[cohort].count, cost: model.cohorts[cohort].venueChangeCost),
        numbers: values[cohort])
    }
  }

  private struct Rhythm: Hashable {
    var weekday: Int
    var second: Int
  }

  private mutating func addChain(
    _ index: Int, stakesOfCohort: [[Int]], venues: [Values<Party>]
  ) {
    let chain = programme.chains[index]
    let draft = model.chains[index]
    let minutes = length(ofChain: index)
    let zone = programme.zone(of: chain)
    func rhythm(_ start: Instant) -> Rhythm {
      let wall = zone.wallTime(at: start)
      return Rhythm(weekday: wall.date.weekday, second: wall.secondOfDay)
    }
    let frozen = chain.sessions.compactMap { model.sessions[$0].frozen }
    let rhythms = number(
      draft.options.map { rhythm(model.options[$0]) } + frozen.map { rhythm($0.start) })
    let leads = number(draft.leads.map(Party.known) + frozen.map(\.lead))
    let rhythmGroup = builder.addVariety(valueCount: rhythms.count, cost: draft.rhythmChangeCost)
    let leadGroup = builder.addVariety(valueCount: leads.count, cost: draft.leadChangeCost)
    var demand: [Int: Int] = [:]
    for cohort in chain.cohorts {
      for balance in stakesOfCohort[cohort] {
        demand[balance, default: 0] += programme.cohorts[cohort].size * minutes
      }
    }
    let series = builder.addSeries()
    for session in chain.sessions {
      let own = model.sessions[session]
      let team = team(of: own, chain: index)
      staff.append(team)
      var slots = [
        slot(
          team.leads, cost: { own.costOf(lead: $0) }, values: leads, group: leadGroup)
      ]
      for party in team.assistants {
        slots.append(slot(party, cost: { _ in 0 }, values: [:], group: nil))
      }
      if let choice = team.venues {
        // What has been frozen with a venue counts in each of its cohorts; one of them books it.
        for (place, cohort) in chain.cohorts.enumerated() where place == 0 || own.frozen != nil {
          slots.append(
            slot(
              choice, isVenue: true, isBooked: place == 0, cost: { own.costOf(venue: $0) },
              values: venues[cohort].numbers, group: venues[cohort].group))
        }
      }
      let entries = entries(of: own, chain: draft, hasVenue: team.venues != nil).map {
        ProblemBuilder.Entry(
          option: $0.option, cost: $0.cost, value: rhythms[rhythm(options[$0.option])] ?? 0)
      }
      _ = builder.addActivity(
        ProblemBuilder.Activity(
          duration: minutes * 60, load: minutes,
          durationClass: lengths.firstIndex(of: minutes) ?? 0,
          site: draft.isInPerson ? sites[facts.city(ofChain: index)] : nil,
          domain: builder.addDomain(entries), slots: slots,
          attendees: chain.cohorts.map { cohortResources[$0] }
            + (chainResources[index].map { [$0] } ?? []),
          optionVariety: rhythmGroup, unplacedCost: draft.unplacedCost + own.unplacedCost,
          balances: demand.sorted { $0.key < $1.key }.map {
            ProblemBuilder.BalanceShare(group: $0.key, demand: $0.value)
          },
          series: series,
          fixed: own.frozen.map { _ in
            ProblemBuilder.FixedPlace(entry: 0, choices: slots.map { _ in 0 })
          }))
    }
  }

  private func number<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
    values.reduce(into: [:]) { numbers, value in
      if numbers[value] == nil { numbers[value] = numbers.count }
    }
  }

  /// The options of a session with what each costs by itself.
  private func entries(
    of session: Model.SessionDraft, chain: Model.ChainDraft, hasVenue: Bool
  ) -> [(option: Int, cost: Int)] {
    let everywhere = hasVenue ? 0 : session.costOf(venue: nil)
    if let start = session.frozen?.start {
      guard let option = frozenOptions[start] else {
        preconditionFailure("every frozen session stands at an option")
      }
      return [(option, everywhere + session.frozenCost)]
    }
    return zip(chain.options, chain.optionCosts).compactMap { option, cost in
      let start = model.options[option]
      guard session.admits?(start) ?? true else { return nil }
      var cost = cost + everywhere
      if let kept = session.keptStart, kept.start != start { cost += kept.cost }
      return (compressed[option], cost)
    }
  }

  private func team(of session: Model.SessionDraft, chain: Int) -> CompiledProgramme.Staff {
    if let frozen = session.frozen {
      // A trainer named twice is one person.
      var seen: Set<Party> = [frozen.lead]
      let others = frozen.assistants.filter { seen.insert($0).inserted }
      return CompiledProgramme.Staff(
        leads: [frozen.lead], assistants: others.map { [$0] }, venues: frozen.venue.map { [$0] })
    }
    let draft = model.chains[chain]
    let needed = programme.chains[chain].trainerCount
    // With fewer people than roles nobody can give it: one empty role says so.
    let isHopeless = needed > programme.trainers.count
    let leads = isHopeless ? [] : draft.leads.filter { session.lead == nil || session.lead == $0 }
    let assistants = draft.assistants.map(Party.known)
    let venues = draft.venues.filter { session.venue == nil || session.venue == $0 }
    return CompiledProgramme.Staff(
      leads: leads.map(Party.known),
      assistants: isHopeless ? [] : Array(repeating: assistants, count: needed - 1),
      venues: draft.needsVenue ? venues.map(Party.known) : nil)
  }

  private mutating func slot(
    _ parties: [Party], isVenue: Bool = false, isBooked: Bool = true, cost: (Party) -> Int,
    values: [Party: Int], group: Int?
  ) -> ProblemBuilder.Slot {
    let resources = isVenue ? venueResources : trainerResources
    let candidates = parties.map { party in
      ProblemBuilder.Candidate(
        resource: isBooked ? party.index.map { resources[$0] } : nil, cost: cost(party),
        value: values[party] ?? 0)
    }
    return ProblemBuilder.Slot(candidates: builder.addCandidates(candidates), variety: group)
  }
}

extension Model.SessionDraft {
  fileprivate func costOf(lead: Party) -> Int {
    guard let keptLead, keptLead.lead != lead else { return 0 }
    return keptLead.cost
  }

  fileprivate func costOf(venue: Party?) -> Int {
    guard let keptVenue, keptVenue.venue != venue else { return 0 }
    return keptVenue.cost
  }
}
