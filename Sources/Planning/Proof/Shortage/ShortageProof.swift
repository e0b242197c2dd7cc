import Training

/// That some sessions need more of some weeks of some trainers, or of some venues, than there is: a
/// cut of the network in which minutes flow from sessions to those who serve them.
package struct ShortageProof: Sendable, Codable, Equatable {
  /// A chain and what its sessions cannot but take of these hours.
  package struct Part: Sendable, Codable, Equatable {
    /// `c/m`.
    package var chain: String
    package var sessions: Int
    /// Of all of them together.
    package var minutes: Int
  }

  /// What it proves that every plan costs.
  package var bound: Int
  /// Minutes that the sessions need.
  package var needed: Int
  /// Minutes that there are.
  package var there: Int
  /// At least so many of the sessions stay out.
  package var sessionsOut: Int
  /// By id, weeks from 1; 0 is the one before the programme.
  package var trainers: [String: [Int]] = [:]
  package var venues: [String: [Int]] = [:]
  /// Those whose hours in all are the limit.
  package var partners: [String] = []
  package var parts: [Part]

  private enum CodingKeys: String, CodingKey {
    case bound, needed, there, trainers, venues, partners, parts
    case sessionsOut = "sessions_out"
  }

  /// What can be said of these hours: the sessions that need them, and what it costs that they are
  /// not enough.
  ///
  /// - Parameters:
  ///   - resources: numbers in the order of `CapacityIndex`.
  ///   - chains: those that are told; nil for all that need them.
  init(resources: Set<Int>, chains: Set<Int>? = nil, premises: Premises) {
    let programme = premises.facts.programme
    let capacities = premises.capacities
    let count = ShortageCount(capacities, programme: programme, resources: resources)
    let needing = (chains?.sorted() ?? Array(programme.chains.indices)).compactMap { chain in
      let minutes = count.needs(ofChain: chain)
      return minutes.isEmpty ? nil : (chain: chain, minutes: minutes)
    }
    there = resources.reduce(0) { $0 + capacities.limits[$1] }
    needed = needing.reduce(0) { $0 + $1.minutes.reduce(0, +) }
    parts = needing.map {
      Part(
        chain: programme.chains[$0.chain].id, sessions: $0.minutes.count,
        minutes: $0.minutes.reduce(0, +))
    }
    let missing = max(0, needed - there)
    bound = count.cost(ofMissing: missing, needing)
    sessionsOut = ShortageCount.sessions(ofMissing: missing, needing.flatMap(\.minutes))
    let index = capacities.index
    for resource in resources.sorted() {
      if resource >= index.firstPartner, resource < index.firstVenue {
        partners.append(programme.partners[resource - index.firstPartner].id)
        continue
      }
      let (party, week) = index.party(of: resource)
      if index.isTrainer(resource) {
        trainers[programme.trainers[party].id, default: []].append(week + 1)
      } else {
        venues[programme.venues[party].id, default: []].append(week + 1)
      }
    }
  }

  /// The bound that the hours prove, from the dataset alone; all else that it says has to be so too.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    let programme = premises.facts.programme
    let index = premises.capacities.index
    var resources: Set<Int> = []
    func add(_ id: String, _ place: Int?, _ weeks: [Int], _ number: (Int, Int) -> Int)
      throws(ProofFault)
    {
      guard let place else { throw ProofFault("the dataset has no \(id)") }
      for week in weeks {
        guard (0...index.span - 1).contains(week) else {
          throw ProofFault("\(id) has no week \(week)")
        }
        resources.insert(number(place, week - 1))
      }
    }
    for (id, weeks) in trainers {
      let place = programme.trainers.firstIndex { $0.id == id }
      try add(id, place, weeks) { index.trainer($0, week: $1) }
    }
    for (id, weeks) in venues {
      let place = programme.venues.firstIndex { $0.id == id }
      try add(id, place, weeks) { index.venue($0, week: $1) }
    }
    for id in partners {
      let place = programme.partners.firstIndex { $0.id == id }
      try add(id, place, [1]) { partner, _ in index.partner(partner) }
    }
    let places = Dictionary(
      zip(programme.chains.map(\.id), programme.chains.indices), uniquingKeysWith: { $1 })
    var chains: Set<Int> = []
    for part in parts {
      guard let chain = places[part.chain] else {
        throw ProofFault("the dataset has no chain \(part.chain)")
      }
      chains.insert(chain)
    }
    let again = ShortageProof(resources: resources, chains: chains, premises: premises)
    for (mine, own) in zip(parts, again.parts) where mine != own {
      throw ProofFault(
        "the sessions of \(own.chain) need \(own.minutes) minutes of these hours, "
          + "not \(mine.minutes) as is said of \(mine.chain)")
    }
    guard parts == again.parts, needed == again.needed, there == again.there else {
      throw ProofFault(
        "the sessions need \(again.needed) minutes of these hours and there are \(again.there), "
          + "not \(needed) and \(there)")
    }
    guard sessionsOut == again.sessionsOut else {
      throw ProofFault("at least \(again.sessionsOut) sessions stay out, not \(sessionsOut)")
    }
    return again.bound
  }
}
