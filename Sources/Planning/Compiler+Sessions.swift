import Engine
import Training

/// The sessions: when each may be, who may fill its roles, what that costs.
extension Compiler {
  mutating func addSessions() {
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
