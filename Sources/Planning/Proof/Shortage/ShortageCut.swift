import Training

/// A cut that is counted for its chains alone.
struct ShortageCut {
  let kind: ShortageNetwork.Kind
  /// Ascending.
  let chains: [Int]
  let resources: Set<Int>
  /// Of these chains alone.
  let capacities: Capacities
  let proof: ShortageProof
  /// What a minute more would save.
  let price: Double

  init(
    _ kind: ShortageNetwork.Kind, _ part: ShortageNetwork.Part, _ capacities: Capacities,
    in programme: Programme
  ) {
    self.kind = kind
    self.capacities = capacities
    chains = part.chains.sorted()
    resources = part.resources
    proof = ShortageProof(resources: resources, chains: chains, capacities, in: programme)
    let count = ShortageCount(capacities, programme: programme, resources: resources)
    price = count.price(
      ofMissing: max(0, proof.needed - proof.there),
      chains.map { ($0, count.needs(ofChain: $0)) })
  }
}
