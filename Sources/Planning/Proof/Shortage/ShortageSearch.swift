import Training

/// Finds the minimal cuts of a dataset that asks too much: every part of the network by itself.
struct ShortageSearch {
  private let facts: Facts
  private let freeze: FreezeState
  private let builder: CapacityBuilder
  private let capacities: Capacities
  private var programme: Programme { facts.programme }

  /// - Parameter builder: of all chains among which to look.
  init(_ builder: CapacityBuilder) {
    self.builder = builder
    facts = builder.facts
    freeze = builder.freeze
    capacities = Capacities(builder)
  }

  /// The cuts among some chains, the dearest first; empty where it is stopped.
  func cuts(
    among chains: [Int], kinds: [ShortageNetwork.Kind] = [.trainers, .venues],
    isStopped: () -> Bool
  ) -> [ShortageCut] {
    var cuts: [ShortageCut] = []
    for kind in kinds {
      var network = ShortageNetwork(capacities, kind: kind, chains: chains)
      network.run(isStopped: isStopped)
      if isStopped() { return [] }
      for part in network.parts {
        cuts += settled(part, kind, isStopped: isStopped)
        if isStopped() { return [] }
      }
    }
    return cuts.sorted { one, other in
      (other.proof.bound, one.chains[0], one.proof.needed)
        < (one.proof.bound, other.chains[0], other.proof.needed)
    }
  }

  /// What coordinators are told of the cuts, with what would help.
  func shortages(of cuts: some Sequence<ShortageCut>, isStopped: () -> Bool) -> [Shortage] {
    var relaxations = RelaxationSearch(facts, freeze: freeze)
    return cuts.map { shortage($0, relaxations.relaxations(of: $0, isStopped: isStopped)) }
  }

  /// A part counted by itself, where others ask for none of its hours, which may fall apart again.
  private func settled(
    _ part: ShortageNetwork.Part, _ kind: ShortageNetwork.Kind, isStopped: () -> Bool
  ) -> [ShortageCut] {
    let whole = ShortageProof(
      resources: part.resources, chains: part.chains, capacities, in: programme)
    let told = Set(whole.parts.map(\.chain))
    let chains = part.chains.filter { told.contains(programme.chains[$0].id) }
    guard !chains.isEmpty,
      let own = builder.restricted(to: chains, isStopped: isStopped)
    else { return [] }
    var network = ShortageNetwork(own, kind: kind, chains: chains.sorted())
    network.run(isStopped: isStopped)
    let parts = network.parts
    if isStopped() { return [] }
    if let only = parts.first, parts.count == 1, only.chains == chains {
      let cut = ShortageCut(kind, only, own, in: programme)
      guard cut.proof.parts.count == chains.count else {
        return settled(only, kind, isStopped: isStopped)
      }
      return cut.proof.needed > cut.proof.there ? [cut] : []
    }
    return parts.flatMap { settled($0, kind, isStopped: isStopped) }
  }

  private func shortage(_ cut: ShortageCut, _ relaxations: [Relaxation]) -> Shortage {
    var states: [Int] = []
    var languages: [[String]] = []
    var skills: [String] = []
    var cities: [Int] = []
    for chain in cut.chains.map({ programme.chains[$0] }) {
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
    let weeks = [cut.proof.trainers, cut.proof.venues].flatMap { $0.values.joined() }
      .filter { (1...programme.settings.weeks).contains($0) }
    return Shortage(
      kind: cut.kind == .trainers ? .trainers : .venues, proof: cut.proof,
      states: states.sorted().map { programme.states[$0].code },
      languages: languages, skills: skills.sorted(),
      cities: cities.sorted().map { programme.cities[$0].id },
      weeks: (weeks.min() ?? 1)...(weeks.max() ?? programme.settings.weeks),
      relaxations: relaxations)
  }
}
