import Training

/// What might help against a shortage: for each language, partner or city, and each week, the minutes
/// more that would flow.
struct RelaxationGuesses {
  private let facts: Facts
  private let capacities: Capacities
  private let chains: [Int]
  private let resources: Set<Int>
  private let network: ShortageNetwork
  private let mostHours: Int
  private var programme: Programme { facts.programme }

  init(_ facts: Facts, _ cut: ShortageCut, mostHours: Int) {
    self.facts = facts
    self.mostHours = mostHours
    capacities = cut.capacities
    chains = cut.chains
    resources = cut.resources
    var network = ShortageNetwork(capacities, kind: cut.kind, chains: cut.chains)
    network.run()
    self.network = network
  }

  /// Sessions are as many of the shortest as the minutes hold.
  var all: [Relaxation] { network.kind == .trainers ? trainers + partners : venues }

  /// A relaxation of which only what helps is asked: whole hours.
  private func relaxation(
    _ kind: Relaxation.Kind, week: Int?, gain: Int, among needs: some Sequence<Int>
  ) -> Relaxation? {
    let shortest = needs.map { capacities.demands[network.needs[$0].chain].minutes }.min() ?? .max
    guard gain >= shortest else { return nil }
    return Relaxation(
      kind: kind, hours: (gain + 59) / 60, week: week.map { $0 + 1 }, sessions: gain / shortest)
  }

  /// One more who speaks a language of the cohorts, for each language and week.
  private var trainers: [Relaxation] {
    var languages: [String] = []
    for cohort in chains.flatMap({ programme.chains[$0].cohorts }) {
      for language in programme.cohorts[cohort].languages where !languages.contains(language) {
        languages.append(language)
      }
    }
    return languages.flatMap { language in
      let speaking = network.needs.indices.filter { need in
        programme.chains[network.needs[need].chain].cohorts.allSatisfy {
          programme.cohorts[$0].languages.contains(language)
        }
      }
      let skills = skills(of: speaking.map { network.needs[$0].chain })
      return weeks(.trainer(language: language, skills: skills), for: speaking, hours: mostHours)
    }
  }

  private var partners: [Relaxation] {
    resources.filter { !capacities.index.isTrainer($0) }.sorted().compactMap { resource in
      relaxation(
        .partner(programme.partners[resource - capacities.index.firstPartner].id), week: nil,
        gain: network.gain(of: resource, with: mostHours * 60), among: network.needs.indices)
    }
  }

  /// One more room in a city for all who are short there.
  private var venues: [Relaxation] {
    Set(chains.map(facts.city(ofChain:))).sorted().flatMap { city in
      let here = network.needs.indices.filter {
        facts.city(ofChain: network.needs[$0].chain) == city
      }
      let seats = here.map { programme.chains[network.needs[$0].chain].size }.max() ?? 0
      return weeks(
        .venue(city: programme.cities[city].id, seats: seats), for: here, hours: 168)
    }
  }

  private func weeks(_ kind: Relaxation.Kind, for needs: [Int], hours: Int) -> [Relaxation] {
    (0..<programme.settings.weeks).compactMap { week in
      let slots = needs.flatMap { need in
        network.needs[need].slots.indices.filter {
          capacities.slots[network.needs[need].slots[$0].slot].week == week
        }.map { (need: need, slot: $0) }
      }
      guard !slots.isEmpty else { return nil }
      return relaxation(
        kind, week: week, gain: network.gain(ofNewcomerWith: hours * 60, serving: slots),
        among: slots.map(\.need))
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
