import Training

/// H4: a session waits until every session of the modules before it is placed and over.
package struct Prerequisites: Rule {
  package let id = "H4"

  package init() {}

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
