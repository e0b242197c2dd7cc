import Training

/// A state or a group of learners, and what it costs to leave its learner-minutes out.
struct CapacityStake: Sendable {
  enum Name: Sendable, Hashable, CustomStringConvertible {
    case state(String)
    case group(String)

    var description: String {
      switch self {
      case .state(let code): "state \(code)"
      case .group(let tag): "group \(tag)"
      }
    }
  }

  let name: Name
  /// Of one unit of inequity: the weight times the priority.
  let cost: Int
  /// Learner-minutes that its cohorts ask for.
  var asked = 0

  /// States in the file's order, then groups by tag, as the rule counts them.
  static func all(of programme: Programme) -> [CapacityStake] {
    let weight = programme.settings.weights.inequity
    let tags = Set(programme.cohorts.flatMap(\.groups)).sorted()
    var stakes =
      programme.states.map { CapacityStake(name: .state($0.code), cost: weight * $0.priority) }
      + tags.map { CapacityStake(name: .group($0), cost: weight) }
    let stakesOf = stakesOfCohorts(programme)
    for chain in programme.chains {
      let minutes = programme.modules[chain.module].minutes * chain.sessions.count
      for cohort in chain.cohorts {
        for stake in stakesOf[cohort] {
          stakes[stake].asked += programme.cohorts[cohort].size * minutes
        }
      }
    }
    return stakes
  }

  /// By cohort: its state and its groups, each once.
  static func stakesOfCohorts(_ programme: Programme) -> [[Int]] {
    let tags = Set(programme.cohorts.flatMap(\.groups)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(tags, tags.indices))
    return programme.cohorts.map { cohort in
      [programme.cities[cohort.city].state]
        + Set(cohort.groups).compactMap { places[$0] }.sorted().map { programme.states.count + $0 }
    }
  }

  /// The most by which `price` a learner-minute can overstate the inequity, in millionths of cost:
  /// the inequity is at least `price × learner-minutes − overstated`.
  ///
  /// The inequity rises in a thousand steps of the share left out; a line is furthest above it just
  /// before a step.
  func overstated(price: Int) -> Int128 { mostOverstated(price: price).most }

  /// Likewise, with the learner-minutes at which it does.
  func mostOverstated(price: Int) -> (most: Int128, minutes: Int) {
    guard asked > 0, price > 0 else { return (0, 0) }
    var most = Int128.min
    var place = 0
    for share in 0...1000 {
      // The most learner-minutes at which the share is still this one.
      let next = (Int128(share) + 1) * Int128(asked)
      let minutes = min(Int128(asked), (next + 999) / 1000 - 1)
      guard minutes >= 0, 1000 * minutes / Int128(asked) == Int128(share) else { continue }
      let amount = Int128(asked) * Int128(share * share) / 60_000_000
      let value = Int128(price) * minutes - amount * Int128(cost) * Int128(CapacityPrices.scale)
      if value > most { (most, place) = (value, Int(minutes)) }
    }
    return (most, place)
  }
}
