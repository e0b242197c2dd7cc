import Training

/// The prices of a proof, by number instead of name, and what follows from those of stakes.
struct CheckedPrices {
  private let programme: Programme
  /// By chain: of each trainer, venue and cohort, by grid step.
  private var trainers: [[Int: [Int: Int]]]
  private var venues: [[Int: [Int: Int]]]
  private var cohorts: [[Int: [Int: Int]]]
  /// Of a minute, by partner; 0 where nothing caps it.
  private(set) var partners: [Int]
  private var stakes: [CheckedStake] = []

  init(_ proof: PriceProof, programme: Programme) throws(ProofFault) {
    self.programme = programme
    let none = Array(repeating: [Int: [Int: Int]](), count: programme.chains.count)
    (trainers, venues, cohorts) = (none, none, none)
    partners = Array(repeating: 0, count: programme.partners.count)
    try take(proof.lines)
    let partnerOf = Self.places(programme.partners.map(\.id))
    for (id, price) in proof.partners.sorted(by: { $0.key < $1.key }) {
      let partner = try Self.known(partnerOf[id], "partner \(id)")
      guard (0...PriceProof.partnerLimit).contains(price) else {
        throw Self.beyond("partner \(id)")
      }
      if programme.partners[partner].capMinutes != nil { partners[partner] = price }
    }
    let stateOf = Self.places(programme.states.map(\.code))
    for (code, price) in proof.states.sorted(by: { $0.key < $1.key }) {
      let state = try Self.known(stateOf[code], "state \(code)")
      guard (0...PriceProof.limit).contains(price) else { throw Self.beyond("state \(code)") }
      stakes.append(CheckedStake(state: state, price: price, in: programme))
    }
    for (tag, price) in proof.groups.sorted(by: { $0.key < $1.key }) {
      guard programme.cohorts.contains(where: { $0.groups.contains(tag) }) else {
        throw ProofFault("the dataset has no group \(tag)")
      }
      guard (0...PriceProof.limit).contains(price) else { throw Self.beyond("group \(tag)") }
      stakes.append(CheckedStake(group: tag, price: price, in: programme))
    }
  }

  private mutating func take(_ lines: [PriceLine]) throws(ProofFault) {
    let chainOf = Self.places(programme.chains.map(\.id))
    let trainerOf = Self.places(programme.trainers.map(\.id))
    let venueOf = Self.places(programme.venues.map(\.id))
    let cohortOf = Self.places(programme.cohorts.map(\.id))
    for line in lines {
      let chain = try Self.known(chainOf[line.chain], "chain \(line.chain)")
      guard line.prices.values.allSatisfy({ (0...PriceProof.limit).contains($0) }) else {
        throw Self.beyond(line.chain)
      }
      let isNew: Bool
      switch line.owner {
      case .trainer(let id):
        let party = try Self.known(trainerOf[id], "trainer \(id)")
        isNew = trainers[chain].updateValue(line.prices, forKey: party) == nil
      case .venue(let id):
        let party = try Self.known(venueOf[id], "venue \(id)")
        isNew = venues[chain].updateValue(line.prices, forKey: party) == nil
      case .cohort(let id):
        let party = try Self.known(cohortOf[id], "cohort \(id)")
        isNew = cohorts[chain].updateValue(line.prices, forKey: party) == nil
      }
      guard isNew else { throw ProofFault("\(line.chain) pays one party by two lists") }
    }
  }

  /// Writes what a chain pays into its starts.
  func put(into starts: inout [CheckedStart], chain: Int) {
    for index in starts.indices {
      let step = PriceLine.step(of: starts[index].start, in: programme)
      for place in starts[index].staff.indices {
        let trainer = starts[index].staff[place].trainer
        starts[index].staff[place].price = trainers[chain][trainer]?[step] ?? 0
      }
      for place in starts[index].venues.indices {
        let venue = starts[index].venues[place].owner
        starts[index].venues[place].price = venues[chain][venue]?[step] ?? 0
      }
      for place in starts[index].cohorts.indices {
        let cohort = starts[index].cohorts[place].owner
        starts[index].cohorts[place].price = cohorts[chain][cohort]?[step] ?? 0
      }
    }
  }

  /// What one session of a chain, left out, adds to the lines of its stakes, in thousandths, rounded down.
  func inequity(ofChain index: Int) -> Int {
    let chain = programme.chains[index]
    let minutes = programme.modules[chain.module].minutes
    var sum: Int128 = 0
    for stake in stakes {
      for cohort in chain.cohorts where stake.cohorts.contains(cohort) {
        sum += Int128(stake.price) * Int128(programme.cohorts[cohort].size * minutes)
      }
    }
    return Int(min(sum / 1000, Int128(PriceProof.costLimit)))
  }

  /// How far the lines of all stakes lie above their inequity at most, in thousandths, rounded up.
  var overstatedInequity: Int128 {
    (stakes.reduce(Int128(0)) { $0 + $1.overstated } + 999) / 1000
  }

  private static func places(_ ids: [String]) -> [String: Int] {
    Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
  }

  private static func known(_ place: Int?, _ name: String) throws(ProofFault) -> Int {
    guard let place else { throw ProofFault("the dataset has no \(name)") }
    return place
  }

  private static func beyond(_ name: String) -> ProofFault {
    ProofFault("a price of \(name) is below 0 or beyond reason")
  }
}
