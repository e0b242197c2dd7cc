import Training

/// A state or a group at a price for each of its learner-minutes that is left out.
struct CheckedStake {
  let cohorts: Set<Int>
  /// In millionths of cost.
  let price: Int
  /// What one unit of its inequity costs.
  private let cost: Int
  /// Learner-minutes.
  private let asked: Int

  init(state: Int, price: Int, in programme: Programme) {
    self.init(price: price, priority: programme.states[state].priority, in: programme) {
      programme.cities[$0.city].state == state
    }
  }

  init(group tag: String, price: Int, in programme: Programme) {
    self.init(price: price, priority: 1, in: programme) { $0.groups.contains(tag) }
  }

  private init(
    price: Int, priority: Int, in programme: Programme, _ isMember: (Cohort) -> Bool
  ) {
    self.price = price
    cost = programme.settings.weights.inequity * priority
    let cohorts = Set(programme.cohorts.indices.filter { isMember(programme.cohorts[$0]) })
    self.cohorts = cohorts
    asked = programme.chains.reduce(0) { sum, chain in
      let minutes = programme.modules[chain.module].minutes * chain.sessions.count
      return chain.cohorts.filter(cohorts.contains).reduce(sum) {
        $0 + programme.cohorts[$1].size * minutes
      }
    }
  }

  /// The most by which `price × learner-minutes left out` is above what their inequity costs, in
  /// millionths: looked for where each thousandth of the share ends.
  var overstated: Int128 {
    guard asked > 0 else { return 0 }
    var most: Int128 = 0
    for share in 0...1000 {
      // The most minutes of which 1000 / asked, rounded down, is no more than the share.
      let minutes = min(Int128(asked), (Int128(share + 1) * Int128(asked) - 1) / 1000)
      let inequity = Int128(asked) * Int128(share * share) / 60_000_000
      most = max(most, Int128(price) * minutes - inequity * Int128(cost) * 1_000_000)
    }
    return most
  }
}
