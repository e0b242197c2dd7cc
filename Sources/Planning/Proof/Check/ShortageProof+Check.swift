import Training

extension ShortageProof {
  /// The bound that the hours prove, from the dataset alone; all else that it says has to be so too.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    let programme = premises.facts.programme
    let holders = try holders(in: programme)
    var chains: [Int] = []
    for part in parts {
      guard let chain = premises.chain(named: part.chain) else {
        throw ProofFault("the dataset has no chain \(part.chain)")
      }
      guard !chains.contains(chain) else { throw ProofFault("\(part.chain) is counted twice") }
      chains.append(chain)
    }
    // The same hours are not to be asked for by others: what there is, is there for these chains.
    let hours = CountedHours(
      premises.facts, freeze: premises.freeze, among: Set(chains), sharing: premises.hours)
    let prices = CountedPrices(
      ofHolders: Dictionary(uniqueKeysWithValues: holders.map { ($0, 1) }))
    var needs: [Need] = []
    for (part, index) in zip(parts, chains) {
      let own = Self.needs(ofChain: index, hours, prices)
      let minutes = own.reduce(0) { $0 + $1.minutes }
      guard part.sessions == own.count, part.minutes == minutes else {
        throw ProofFault(
          "\(own.count) sessions of \(part.chain) need \(minutes) minutes of these hours, "
            + "not \(part.sessions) and \(part.minutes)")
      }
      needs += own
    }
    let needed = needs.reduce(0) { $0 + $1.minutes }
    let there = holders.reduce(0) { $0 + hours.limit(of: $1) }
    guard self.needed == needed, self.there == there else {
      throw ProofFault(
        "the sessions need \(needed) minutes of these hours and there are \(there), "
          + "not \(self.needed) and \(self.there)")
    }
    let missing = max(0, needed - there)
    let fewest = Self.fewest(of: needs, worth: missing)
    guard sessionsOut == fewest else {
      throw ProofFault("at least \(fewest) sessions stay out, not \(sessionsOut)")
    }
    let learnerMinutes = Self.least(of: needs, worth: missing, \.learnerMinutes)
    guard learnerHours == (learnerMinutes + 59) / 60 else {
      throw ProofFault(
        "at least \((learnerMinutes + 59) / 60) learner-hours stay out, not \(learnerHours)")
    }
    return Self.least(of: needs, worth: missing, \.cost)
  }

  /// A session that cannot but take some of the hours.
  private struct Need {
    var minutes: Int
    var learnerMinutes: Int
    var cost: Int
  }

  /// Throws where somebody is unknown or told twice.
  private func holders(in programme: Programme) throws(ProofFault) -> Set<CountedHolder> {
    var holders: Set<CountedHolder> = []
    func add(_ holder: CountedHolder?, _ id: String) throws(ProofFault) {
      guard let holder else { throw ProofFault("the dataset has no \(id)") }
      guard holders.insert(holder).inserted else { throw ProofFault("\(id) is counted twice") }
    }
    func weeks(_ weeks: [Int], _ id: String) throws(ProofFault) -> [Int] {
      for week in weeks where week < 0 || week > programme.settings.weeks + 1 {
        throw ProofFault("\(id) has no week \(week)")
      }
      return weeks.map { $0 - 1 }
    }
    for (id, told) in trainers {
      let trainer = programme.trainers.firstIndex { $0.id == id }
      for week in try weeks(told, id) { try add(trainer.map { .trainer($0, week: week) }, id) }
    }
    for (id, told) in venues {
      let venue = programme.venues.firstIndex { $0.id == id }
      for week in try weeks(told, id) { try add(venue.map { .venue($0, week: week) }, id) }
    }
    for id in partners {
      try add(programme.partners.firstIndex { $0.id == id }.map { .partner($0) }, id)
    }
    return holders
  }

  /// By session that finds room: what it takes at least where each has the cheapest week that is left.
  private static func needs(
    ofChain index: Int, _ hours: CountedHours, _ prices: CountedPrices
  ) -> [Need] {
    let programme = hours.programme
    let chain = hours.counted(index)
    let cost = programme.settings.weights.unplaced * Unplaced.amount(ofChain: index, in: programme)
    let minutes = chain.weeks.flatMap { week in
      Array(repeating: Int(prices.least(week, chain, in: programme)), count: week.room)
    }.sorted().prefix(chain.open.count)
    return minutes.filter { $0 > 0 }.map {
      Need(
        minutes: $0, learnerMinutes: programme.chains[index].size * chain.minutes, cost: cost)
    }
  }

  /// The fewest sessions that take so many minutes together.
  private static func fewest(of needs: [Need], worth missing: Int) -> Int {
    var left = missing
    var count = 0
    for need in needs.map(\.minutes).sorted(by: >) where left > 0 {
      left -= need
      count += 1
    }
    return count
  }

  /// The least that sessions which take so many minutes together are worth, one of them in part.
  private static func least(
    of needs: [Need], worth missing: Int, _ value: KeyPath<Need, Int>
  ) -> Int {
    let cheapest = needs.sorted {
      Int128($0[keyPath: value]) * Int128($1.minutes)
        < Int128($1[keyPath: value]) * Int128($0.minutes)
    }
    var left = missing
    var sum: Int128 = 0
    for need in cheapest where left > 0 {
      let part = min(left, need.minutes)
      let whole = Int128(need[keyPath: value]) * Int128(part)
      sum += (whole + Int128(need.minutes) - 1) / Int128(need.minutes)
      left -= part
    }
    return Int(clamping: sum)
  }
}
