import Training

/// Prices of a certificate, by what they are of; whoever is not there costs nothing.
struct CountedPrices {
  /// Of a minute, of a cohort's session: millionths of cost.
  var ofHolders: [CountedHolder: Int] = [:]
  /// Of a learner-minute left out.
  var ofStates: [Int: Int] = [:]
  var ofGroups: [String: Int] = [:]

  init(ofHolders: [CountedHolder: Int]) { self.ofHolders = ofHolders }

  /// Throws where a name is unknown, a list too short or too long, or a price below 0 or too large.
  init(_ prices: CapacityPrices, of programme: Programme) throws(ProofFault) {
    let most = CapacityPrices.limit
    func checked(_ price: Int, _ name: String) throws(ProofFault) -> Int {
      guard price >= 0, price <= most else {
        throw ProofFault("a price of \(name) is below 0 or beyond reason")
      }
      return price
    }
    func place(_ id: String, _ kind: String, among ids: [String: Int]) throws(ProofFault) -> Int {
      guard let place = ids[id] else { throw ProofFault("the dataset has no \(kind) \(id)") }
      return place
    }
    func places(_ ids: [String]) -> [String: Int] {
      Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
    }
    let kinds: [(String, [String: [Int]], [String], (Int, Int) -> CountedHolder)] = [
      ("trainer", prices.trainers, programme.trainers.map(\.id), { .trainer($0, week: $1) }),
      ("venue", prices.venues, programme.venues.map(\.id), { .venue($0, week: $1) }),
      ("cohort", prices.cohorts, programme.cohorts.map(\.id), { .cohort($0, week: $1) }),
    ]
    let count = programme.settings.weeks + 2
    for (kind, rows, ids, holder) in kinds {
      let known = places(ids)
      for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
        let party = try place(id, kind, among: known)
        guard row.count == count else {
          throw ProofFault("\(kind) \(id) has \(row.count) prices in place of \(count)")
        }
        for (week, price) in row.enumerated() where price != 0 {
          ofHolders[holder(party, week - 1)] = try checked(price, "\(kind) \(id)")
        }
      }
    }
    let partners = places(programme.partners.map(\.id))
    for (id, price) in prices.partners.sorted(by: { $0.key < $1.key }) {
      let partner = try place(id, "partner", among: partners)
      ofHolders[.partner(partner)] = try checked(price, "partner \(id)")
    }
    let states = places(programme.states.map(\.code))
    for (code, price) in prices.states.sorted(by: { $0.key < $1.key }) {
      ofStates[try place(code, "state", among: states)] = try checked(price, "state \(code)")
    }
    let tags = Set(programme.cohorts.flatMap(\.groups))
    for (tag, price) in prices.groups.sorted(by: { $0.key < $1.key }) {
      guard tags.contains(tag) else { throw ProofFault("the dataset has no group \(tag)") }
      ofGroups[tag] = try checked(price, "group \(tag)")
    }
  }
}

extension CountedPrices {
  /// The least that a session of the chain pays in the week.
  func least(_ week: CountedWeek, _ chain: CountedChain, in programme: Programme) -> Int128 {
    func cheapest(_ candidate: CountedWeek.Candidate, _ holder: (Int, Int) -> CountedHolder) -> Int
    {
      candidate.weeks.reduce(Int.max) {
        min($0, ofHolders[holder(candidate.party, $1)] ?? 0)
      }
    }
    let staff = week.staff.map { candidate in
      let own = cheapest(candidate) { .trainer($0, week: $1) }
      let shared = programme.trainers[candidate.party].partner.flatMap { ofHolders[.partner($0)] }
      return (price: own + (shared ?? 0), isLead: week.leads.contains(candidate.party))
    }.sorted { $0.price < $1.price }
    var perMinute = Self.leastTeam(staff, count: chain.trainerCount)
    perMinute += Int128(
      week.venues.map { cheapest($0) { .venue($0, week: $1) } }.min() ?? 0)
    let sitting = week.cohorts.reduce(Int128(0)) {
      $0 + Int128(cheapest($1) { .cohort($0, week: $1) })
    }
    return perMinute * Int128(chain.minutes) + sitting
  }

  /// One who leads and the cheapest of the others.
  private static func leastTeam(_ staff: [(price: Int, isLead: Bool)], count: Int) -> Int128 {
    let cheapest = staff.prefix(count - 1).reduce(Int128(0)) { $0 + Int128($1.price) }
    var least: Int128?
    for (place, member) in staff.enumerated() where member.isLead {
      // Where the lead is one of those, the next one takes its place.
      let other = place < count - 1 ? staff[min(count - 1, staff.count - 1)] : member
      let price = cheapest + Int128(other.price)
      least = min(least ?? price, price)
    }
    return least ?? 0
  }
}
