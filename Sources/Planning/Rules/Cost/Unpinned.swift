import Training

/// Every pinned session that is left unplaced costs one.
package struct Unpinned: Rule {
  package let id = "unpinned"

  package init() {}

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, session) in plan.programme.sessions.enumerated()
    where plan[index] == nil && plan.programme.pins[index] != nil {
      ledger.owe(for: [index], "\(session.id) is pinned, and not placed")
    }
  }
}
