import Training

/// H4: a session waits until every session of the modules before it is placed and over.
package struct Prerequisites: Rule {
  package let id = "H4"

  package init() {}

  /// The last session of the one chain and the first of the other say it all, but for those that H3
  /// does not hold together: it binds no frozen one to what comes before it.
  package func compile(into model: inout Model) {
    let chains = model.programme.chains
    let freeze = model.freeze
    for (index, chain) in chains.enumerated() where !model.facts.prerequisites[index].isEmpty {
      let after = chain.sessions.filter {
        !freeze.isFrozen($0) && ($0 == chain.sessions.lowerBound || freeze.isFrozen($0 - 1))
      }
      for earlier in model.facts.prerequisites[index].map({ chains[$0].sessions }) {
        let before = earlier.filter { $0 + 1 == earlier.upperBound || freeze.isFrozen($0 + 1) }
        for session in after {
          model.order += before.map { Model.Follows(before: $0, after: session, gapDays: 0) }
        }
      }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, chain) in plan.programme.chains.enumerated() {
      let bound = chain.sessions.filter { plan[$0] != nil && !plan.freeze.isFrozen($0) }
      guard !bound.isEmpty else { continue }
      for earlier in plan.facts.prerequisites[index] {
        judge(bound, after: plan.programme.chains[earlier], in: plan, into: &ledger)
      }
    }
  }

  private func judge(
    _ sessions: [Int], after earlier: Chain, in plan: PlanView, into ledger: inout Ledger
  ) {
    let unplaced = earlier.sessions.filter { plan[$0] == nil }
    for session in sessions {
      guard let start = plan[session]?.start else { continue }
      if let first = unplaced.first {
        ledger.owe(
          for: unplaced + [session],
          "\(plan.told(session)) needs all of \(earlier.id) first, and "
            + "\(plan.programme.sessions[first].id) is not placed")
        continue
      }
      let late = earlier.sessions.filter { other in
        guard let placement = plan[other] else { return false }
        return start < plan.programme.end(of: other, startingAt: placement.start)
      }
      guard let last = late.last else { continue }
      ledger.owe(
        for: late + [session],
        "\(plan.told(session)) needs all of \(earlier.id) first, and \(plan.told(last)) "
          + "is not over by then")
    }
  }
}
