import Training

/// Tries what would help against a shortage, by letting the minutes flow again with it.
struct RelaxationSearch {
  /// Nobody is asked for more than this at once.
  private static let mostHours = 16

  private let programme: Programme
  private let capacities: Capacities
  private let facts: Facts
  private let chains: [Int]
  private let resources: Set<Int>
  private let network: ShortageNetwork

  init(
    _ programme: Programme, _ capacities: Capacities, facts: Facts, kind: ShortageNetwork.Kind,
    chains: [Int], resources: Set<Int>
  ) {
    self.programme = programme
    self.capacities = capacities
    self.facts = facts
    self.chains = chains
    self.resources = resources
    var network = ShortageNetwork(capacities, kind: kind, chains: chains)
    network.run()
    self.network = network
  }

  /// The three that let most in, each of another kind or week.
  var relaxations: [Relaxation] {
    let tried =
      network.kind == .trainers ? trainers + partners : venues
    return Array(
      tried.filter { $0.sessions > 0 }.sorted { one, other in
        // As many sessions in fewer hours, then the earlier week: the order in which they are tried.
        (other.sessions, one.hours) < (one.sessions, other.hours)
      }.prefix(3))
  }

  /// A relaxation of which only what helps is asked: whole hours, and the sessions that they hold.
  private func relaxation(
    _ kind: Relaxation.Kind, week: Int?, gain: Int, lengths: [Int]
  ) -> Relaxation? {
    guard let shortest = lengths.min(), gain >= shortest else { return nil }
    return Relaxation(
      kind: kind, hours: (gain + 59) / 60, week: week.map { $0 + 1 }, sessions: gain / shortest)
  }

  /// One more who speaks a language of the cohorts, for each language and week.
  private var trainers: [Relaxation] {
    var languages: [String] = []
    for chain in chains {
      for cohort in programme.chains[chain].cohorts {
        for language in programme.cohorts[cohort].languages where !languages.contains(language) {
          languages.append(language)
        }
      }
    }
    var found: [Relaxation] = []
    for language in languages {
      let speaking = network.needs.indices.filter { need in
        programme.chains[network.needs[need].chain].cohorts.allSatisfy {
          programme.cohorts[$0].languages.contains(language)
        }
      }
      let skills = skills(of: speaking.map { network.needs[$0].chain })
      for week in 0..<programme.settings.weeks {
        let slots = slots(of: speaking, week: week)
        guard !slots.isEmpty else { continue }
        let gain = network.gain(ofNewcomerWith: Self.mostHours * 60, serving: slots)
        let lengths = slots.map { capacities.demands[network.needs[$0.need].chain].minutes }
        let kind = Relaxation.Kind.trainer(language: language, skills: skills)
        if let one = relaxation(kind, week: week, gain: gain, lengths: lengths) {
          found.append(one)
        }
      }
    }
    return found
  }

  private var partners: [Relaxation] {
    resources.filter { !capacities.index.isTrainer($0) }.sorted().compactMap { resource in
      let gain = network.gain(of: resource, with: Self.mostHours * 60)
      let lengths = chains.map { capacities.demands[$0].minutes }
      let id = programme.partners[resource - capacities.index.firstPartner].id
      return relaxation(.partner(id), week: nil, gain: gain, lengths: lengths)
    }
  }

  /// One more room in a city for all who are short there.
  private var venues: [Relaxation] {
    var found: [Relaxation] = []
    for city in Set(chains.map(facts.city(ofChain:))).sorted() {
      let here = network.needs.indices.filter {
        facts.city(ofChain: network.needs[$0].chain) == city
      }
      let seats = here.map { programme.chains[network.needs[$0].chain].size }.max() ?? 0
      for week in 0..<programme.settings.weeks {
        let slots = slots(of: here, week: week)
        guard !slots.isEmpty else { continue }
        let gain = network.gain(ofNewcomerWith: Self.mostHours * 60, serving: slots)
        let lengths = slots.map { capacities.demands[network.needs[$0.need].chain].minutes }
        let kind = Relaxation.Kind.venue(city: programme.cities[city].id, seats: seats)
        if let one = relaxation(kind, week: week, gain: gain, lengths: lengths) {
          found.append(one)
        }
      }
    }
    return found
  }

  private func slots(of needs: [Int], week: Int) -> [(need: Int, slot: Int)] {
    needs.flatMap { need in
      network.needs[need].slots.indices.filter {
        capacities.slots[network.needs[need].slots[$0].slot].week == week
      }.map { (need, $0) }
    }
  }

  private func skills(of chains: [Int]) -> [String] {
    var levels: [String: Int] = [:]
    for chain in chains {
      let module = programme.modules[programme.chains[chain].module]
      levels[module.competence] = max(levels[module.competence] ?? 0, module.level)
    }
    return levels.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
  }
}
