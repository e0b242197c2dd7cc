import Training

/// Every pinned session that is left unplaced costs one.
package struct Unpinned: Rule {
  package let id = "unpinned"

  package init() {}

  package func compile(into model: inout Model) {
    for session in model.programme.pins.keys {
      model.sessions[session].unplacedCost += model.weights.unpinned
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, session) in plan.programme.sessions.enumerated()
    where plan[index] == nil && plan.programme.pins[index] != nil {
      ledger.owe(of: .session(index), for: [index], "\(session.id) is pinned, and not placed")
    }
  }
}
