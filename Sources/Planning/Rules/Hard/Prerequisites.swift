import Training

/// H4: a session waits until every session of the modules before it is placed and over.
package struct Prerequisites: Rule {
  package let id = "H4"

  package init() {}

  /// Between two chains of which nothing is frozen the last and the first session say it all.
  package func compile(into model: inout Model) {
    let chains = model.programme.chains
    for (index, chain) in chains.enumerated() {
      for earlier in model.facts.prerequisites[index].map({ chains[$0] }) {
        let isPlain = !(Array(earlier.sessions) + Array(chain.sessions)).contains {
          model.freeze.isFrozen($0)
        }
        let before = isPlain ? Array(earlier.sessions.suffix(1)) : Array(earlier.sessions)
        let after = isPlain ? Array(chain.sessions.prefix(1)) : Array(chain.sessions)
        for session in after where !model.freeze.isFrozen(session) {
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
