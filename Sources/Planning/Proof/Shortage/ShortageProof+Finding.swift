import Training

extension ShortageProof {
  /// What can be said of these hours: the sessions that need them, and what it costs that they are
  /// not enough.
  ///
  /// - Parameters:
  ///   - resources: numbers in the order of `CapacityIndex`.
  ///   - chains: those that are told, where they need some of the hours.
  init(
    resources: Set<Int>, chains: some Sequence<Int>, _ capacities: Capacities,
    in programme: Programme
  ) {
    let count = ShortageCount(capacities, programme: programme, resources: resources)
    let needing = chains.sorted().compactMap { chain in
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
    learnerHours = count.learnerHours(ofMissing: missing, needing)
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
}
