import Training

/// Teaching asked and available, and where it is short.
struct OutlookStaff: Sendable {
  let table: [TeachingOutlook]
  let bottlenecks: [Bottleneck]

  /// Asks for which the same trainers qualify, by H5 and the first half of H10.
  private struct Key: Hashable {
    var states: [Int]
    var languages: [[String]]
    var competence: String
    var level: Int
    var inPerson: Bool
    var axis: String?
  }

  private struct Cell {
    var key: Key
    /// One that asks for it, and whether it asks for leads or for assistants.
    var example: Int
    var leads: Bool
    var chains = 0
    var ask: OutlookAsk
  }

  init(_ facts: Facts, hours: OutlookHours, demands: [OutlookDemand]) {
    let spans = OutlookSpans(weeks: facts.programme.settings.weeks)
    var cells = Self.cells(facts, demands: demands, spans: spans)
    for cell in cells.indices { cells[cell].ask.settle() }
    let qualified = cells.map { Self.qualified($0, facts) }
    let pools = OutlookPool.pools(
      qualified: qualified, groups: Self.groups(cells, qualified), asks: cells.map(\.ask),
      resourceCount: facts.programme.trainers.count, weeks: facts.programme.settings.weeks,
      spans: spans)
    let supplies = pools.map {
      Self.supply(of: $0.resources, to: $0.ask, facts, hours: hours)
    }
    bottlenecks = OutlookPool.shortages(of: pools, supplies: supplies, spans: spans).map {
      Self.bottleneck($0, pools[$0.pool], cells, facts)
    }
    table = zip(cells, qualified).map { cell, trainers in
      let supply = Self.supply(of: trainers, to: cell.ask, facts, hours: hours)
      return TeachingOutlook(
        states: cell.key.states.map { facts.programme.states[$0].code },
        languages: cell.key.languages, competence: cell.key.competence, level: cell.key.level,
        inPerson: cell.key.inPerson, chains: cell.chains, trainers: trainers.count,
        asked: cell.ask.weeks, able: cell.ask.weeks.indices.map { supply.minutes(in: $0...$0) })
    }
  }

  /// Those who qualify for anything in a state, in a language there, or at all.
  private static func groups(_ cells: [Cell], _ qualified: [[Int]]) -> [[Int]] {
    var members: [[String]: Set<Int>] = [:]
    for (cell, trainers) in zip(cells, qualified) {
      let states = cell.key.states.map(String.init)
      for name in [[], states, states + cell.key.languages.joined()] {
        members[name, default: []].formUnion(trainers)
      }
    }
    return members.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { $0.value.sorted() }
  }

  /// A chain asks for its leads at the module's level, for its assistants one below.
  private static func cells(
    _ facts: Facts, demands: [OutlookDemand], spans: OutlookSpans
  ) -> [Cell] {
    var cells: [Cell] = []
    var index: [Key: Int] = [:]
    for demand in demands {
      let trainers = facts.programme.chains[demand.chain].trainerCount
      for (leads, times) in [(true, 1), (false, trainers - 1)] where times > 0 {
        let key = key(ofChain: demand.chain, leads: leads, facts)
        let cell = index[key] ?? cells.count
        if cell == cells.count {
          index[key] = cell
          cells.append(
            Cell(
              key: key, example: demand.chain, leads: leads,
              ask: OutlookAsk(weeks: facts.programme.settings.weeks, spans: spans)))
        }
        cells[cell].chains += 1
        cells[cell].ask.add(demand, times: times, spans: spans)
      }
    }
    return cells
  }

  private static func key(ofChain index: Int, leads: Bool, _ facts: Facts) -> Key {
    let programme = facts.programme
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    var states: [Int] = []
    var languages: [[String]] = []
    for cohort in chain.cohorts.map({ programme.cohorts[$0] }) {
      let state = programme.cities[cohort.city].state
      if !states.contains(state) { states.append(state) }
      if !languages.contains(cohort.languages) { languages.append(cohort.languages) }
    }
    return Key(
      states: states.sorted(),
      languages: languages.sorted { $0.lexicographicallyPrecedes($1) },
      competence: module.competence,
      level: leads
        ? Qualification.leadLevel(ofChain: index, in: facts)
        : Qualification.assistantLevel(ofChain: index, in: facts),
      inPerson: module.mode == .inPerson, axis: module.axis)
  }

  private static func qualified(_ cell: Cell, _ facts: Facts) -> [Int] {
    facts.programme.trainers.indices.filter { trainer in
      (cell.leads
        ? Qualification.canLead(trainer: trainer, chain: cell.example, in: facts)
        : Qualification.canAssist(trainer: trainer, chain: cell.example, in: facts))
        && PartnerLimits.allows(trainer: trainer, chain: cell.example, in: facts)
    }
  }

  private static func supply(
    of trainers: [Int], to ask: OutlookAsk, _ facts: Facts, hours: OutlookHours
  ) -> OutlookSupply {
    let fill = OutlookFill(lengths: ask.lengths)
    var free = Array(repeating: 0, count: ask.weeks.count)
    var sent: [Int: [Int]] = [:]
    for trainer in trainers {
      let weeks = hours.teachable(
        byTrainer: trainer, in: hours.trainers[trainer].common(with: ask.hours),
        fill: fill.callAsFunction)
      let partner = facts.programme.trainers[trainer].partner
      if let partner, hours.partnerLimits[partner] != nil {
        sent[partner, default: Array(repeating: 0, count: free.count)].add(weeks)
      } else {
        free.add(weeks)
      }
    }
    let parts = sent.sorted { $0.key < $1.key }.map {
      OutlookSupply.Part(cap: hours.partnerLimits[$0.key], weeks: $0.value)
    }
    return OutlookSupply(parts: [OutlookSupply.Part(cap: nil, weeks: free)] + parts)
  }

  private static func bottleneck(
    _ shortage: OutlookPool.Shortage, _ pool: OutlookPool, _ cells: [Cell], _ facts: Facts
  ) -> Bottleneck {
    var states: [Int] = []
    var languages: [[String]] = []
    var skills: [String] = []
    // Those that ask for exactly these trainers give the name, before those that ask for some.
    for cell in pool.own + pool.all.filter({ !pool.own.contains($0) }) {
      let key = cells[cell].key
      for state in key.states where !states.contains(state) { states.append(state) }
      for language in key.languages where !languages.contains(language) {
        languages.append(language)
      }
      let skill = "\(key.competence):\(key.level)"
      if !skills.contains(skill) { skills.append(skill) }
    }
    return Bottleneck(
      kind: .teaching(
        states: states.sorted().map { facts.programme.states[$0].code }, languages: languages,
        skills: skills),
      weeks: shortage.weeks.lowerBound + 1...shortage.weeks.upperBound + 1,
      askedMinutes: shortage.asked, availableMinutes: shortage.available,
      resources: pool.resources.count, isCertain: shortage.isCertain)
  }
}

extension [Int] {
  fileprivate mutating func add(_ other: [Int]) {
    for index in indices { self[index] += other[index] }
  }
}
