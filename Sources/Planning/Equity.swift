import Training

/// What each state and each group asks for, and how much of it a plan leaves out.
package struct Equity: Sendable {
  package struct Stake: Sendable {
    /// The state's code or the group's tag.
    package var name: String
    package var priority: Int
    /// Learner-minutes.
    package var asked = 0
    package var unplaced = 0
    fileprivate var cohorts: Set<Int> = []

    package var share: EquityShare {
      EquityShare(name: name, asked: asked, placed: asked - unplaced)
    }
  }

  /// In the file's order.
  package private(set) var states: [Stake]
  /// By tag.
  package private(set) var groups: [Stake]

  package init(_ plan: PlanView) {
    let programme = plan.programme
    states = programme.states.map { Stake(name: $0.code, priority: $0.priority) }
    let tags = Set(programme.cohorts.flatMap(\.groups)).sorted()
    groups = tags.map { Stake(name: $0, priority: 1) }
    let groupIndex = Dictionary(uniqueKeysWithValues: zip(tags, tags.indices))
    var asked = Array(repeating: 0, count: programme.cohorts.count)
    var unplaced = asked
    for chain in programme.chains {
      let minutes = programme.modules[chain.module].minutes
      let left = chain.sessions.count { plan[$0] == nil }
      for cohort in chain.cohorts {
        asked[cohort] += programme.cohorts[cohort].size * minutes * chain.sessions.count
        unplaced[cohort] += programme.cohorts[cohort].size * minutes * left
      }
    }
    for (index, cohort) in programme.cohorts.enumerated() {
      states[programme.cities[cohort.city].state].add(index, asked[index], unplaced[index])
      for group in cohort.groups.compactMap({ groupIndex[$0] }) {
        groups[group].add(index, asked[index], unplaced[index])
      }
    }
  }

  /// The shares of `plan.json`: states and groups for which something is asked.
  package var shares: (states: [EquityShare], groups: [EquityShare]) {
    (states.filter { $0.asked > 0 }.map(\.share), groups.filter { $0.asked > 0 }.map(\.share))
  }
}

extension Equity.Stake {
  fileprivate mutating func add(_ cohort: Int, _ asked: Int, _ unplaced: Int) {
    cohorts.insert(cohort)
    self.asked += asked
    self.unplaced += unplaced
  }

  /// The sessions that make up `unplaced`, in the plan's order.
  func unplacedSessions(in plan: PlanView) -> [Int] {
    plan.programme.sessions.indices.filter { session in
      plan[session] == nil && !cohorts.isDisjoint(with: plan.programme.chain(of: session).cohorts)
    }
  }
}
