import Training

/// Sessions that are short of trainers or venues, and the hours that they all wait for.
package struct Shortage: Sendable, Equatable {
  package enum Kind: Sendable, Equatable { case trainers, venues }

  package var kind: Kind
  package var proof: ShortageProof
  /// Learner-hours at least that stay out with the missing hours.
  package var learnerHours: Int
  /// States of the cohorts, by code.
  package var states: [String]
  /// Of the cohorts, each combination once.
  package var languages: [[String]]
  /// `competence:level` of the modules.
  package var skills: [String]
  /// Of the venues' kind: where.
  package var cities: [String]
  /// From 1.
  package var weeks: ClosedRange<Int>
  /// What would help, the most first.
  package var relaxations: [Relaxation]
}

/// Something more, and what it would let in.
package struct Relaxation: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// One more trainer with a language and the competences.
    case trainer(language: String, skills: [String])
    /// More of a partner's hours.
    case partner(String)
    /// One more venue like those that are full.
    case venue(city: String, seats: Int)
  }

  package var kind: Kind
  package var hours: Int
  /// From 1; nil where any will do.
  package var week: Int?
  /// Sessions more at most that find hours, by the flow alone.
  package var sessions: Int
}

/// Finds the minimal cuts of a dataset that asks too much: every part of the network by itself.
struct ShortageSearch {
  let premises: Premises
  let programme: Programme
  let capacities: Capacities

  init(_ premises: Premises) {
    self.premises = premises
    programme = premises.facts.programme
    capacities = premises.capacities
  }

  /// Those that are found, the dearest first.
  ///
  /// - Parameter chains: the chains among which to look.
  func shortages(among chains: [Int], isStopped: () -> Bool) -> [Shortage] {
    var found: [Shortage] = []
    for kind in [ShortageNetwork.Kind.trainers, .venues] {
      var network = ShortageNetwork(capacities, kind: kind, chains: chains)
      network.run(isStopped: isStopped)
      if isStopped() { return [] }
      for part in parts(of: network) {
        if let shortage = shortage(part, kind) { found.append(shortage) }
        if isStopped() { return [] }
      }
    }
    return found.sorted { one, other in
      (other.proof.bound, one.weeks.lowerBound, one.states.first ?? "", one.proof.needed)
        < (one.proof.bound, other.weeks.lowerBound, other.states.first ?? "", other.proof.needed)
    }
  }

  private struct Part {
    var chains: Set<Int> = []
    var resources: Set<Int> = []
  }

  /// What still is reached from the source falls apart: each piece with the hours that are its limit.
  private func parts(of network: ShortageNetwork) -> [Part] {
    let reached = network.flow.reached
    let short = network.needs.indices.filter { reached[network.needs[$0].node] }
    var leader = Array(network.needs.indices)
    func root(_ need: Int) -> Int {
      var need = need
      while leader[need] != need { need = leader[need] }
      return need
    }
    var met: [Int: Int] = [:]
    var limits = Array(repeating: Set<Int>(), count: network.needs.count)
    for need in short {
      for slot in network.needs[need].slots where reached[slot.node] {
        for place in offers(of: slot.slot, need: network.needs[need], network.kind) {
          let offer = capacities.offers[place]
          guard let node = network.nodes[Int(offer.resource)], reached[node] else { continue }
          var limit = Int(offer.resource)
          if offer.partner >= 0, let partner = network.nodes[Int(offer.partner)], reached[partner] {
            limit = Int(offer.partner)
          }
          limits[need].insert(limit)
          for resource in [Int(offer.resource), limit] {
            if let other = met[resource] {
              let (one, two) = (root(need), root(other))
              leader[max(one, two)] = min(one, two)
            } else {
              met[resource] = need
            }
          }
        }
      }
    }
    var parts: [Int: Part] = [:]
    for need in short {
      parts[root(need), default: Part()].chains.insert(network.needs[need].chain)
      parts[root(need), default: Part()].resources.formUnion(limits[need])
    }
    return parts.sorted { $0.key < $1.key }.map(\.value)
  }

  private func offers(
    of slot: Int, need: ShortageNetwork.Need, _ kind: ShortageNetwork.Kind
  ) -> Range<Int> {
    let slot = capacities.slots[slot]
    switch kind {
    case .trainers: return need.leads ? slot.leads : slot.assistants
    case .venues: return slot.venues
    }
  }

  private func shortage(_ part: Part, _ kind: ShortageNetwork.Kind) -> Shortage? {
    let proof = ShortageProof(resources: part.resources, chains: part.chains, premises: premises)
    guard proof.needed > proof.there, !proof.parts.isEmpty else { return nil }
    let told = Set(proof.parts.map(\.chain))
    let chains = part.chains.filter { told.contains(programme.chains[$0].id) }.sorted()
    var states: [Int] = []
    var languages: [[String]] = []
    var skills: [String] = []
    var cities: [Int] = []
    for chain in chains.map({ programme.chains[$0] }) {
      let module = programme.modules[chain.module]
      let skill = "\(module.competence):\(module.level)"
      if !skills.contains(skill) { skills.append(skill) }
      for cohort in chain.cohorts.map({ programme.cohorts[$0] }) {
        let state = programme.cities[cohort.city].state
        if !states.contains(state) { states.append(state) }
        if !cities.contains(cohort.city) { cities.append(cohort.city) }
        if !languages.contains(cohort.languages) { languages.append(cohort.languages) }
      }
    }
    let weeks = [proof.trainers, proof.venues].flatMap { $0.values.joined() }
      .filter { (1...programme.settings.weeks).contains($0) }
    return Shortage(
      kind: kind == .trainers ? .trainers : .venues, proof: proof,
      learnerHours: learnerHours(of: proof, chains),
      states: states.sorted().map { programme.states[$0].code },
      languages: languages, skills: skills.sorted(),
      cities: cities.sorted().map { programme.cities[$0].id },
      weeks: (weeks.min() ?? 1)...(weeks.max() ?? programme.settings.weeks),
      relaxations: RelaxationSearch(
        programme, capacities, facts: premises.facts, kind: kind, chains: chains,
        resources: part.resources
      ).relaxations)
  }

  /// The fewest whole learner-hours that make up for the missing minutes, priorities apart.
  private func learnerHours(of proof: ShortageProof, _ chains: [Int]) -> Int {
    let items = zip(chains, proof.parts).map { chain, part -> (minutes: Int, learners: Int) in
      let minutes = capacities.demands[chain].minutes
      return (part.minutes, programme.chains[chain].size * minutes * part.sessions)
    }.sorted { left, right in
      let (one, other) = (left.learners * right.minutes, right.learners * left.minutes)
      return one != other ? one < other : left.minutes < right.minutes
    }
    var left = proof.needed - proof.there
    var sum = 0
    for item in items where left > 0 {
      sum += item.learners * min(left, item.minutes) / item.minutes
      left -= item.minutes
    }
    return (sum + 59) / 60
  }
}
