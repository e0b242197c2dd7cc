import Training

/// A plan judged from scratch by the plain voice of every rule.
package struct Verification: Sendable {
  /// What breaks H1 … H12, rule by rule.
  package let violations: [Finding]
  /// The cost terms, in the contract's order.
  package let terms: [TermCost]
  /// Ids of the sessions that H12 lets go, in the plan's order.
  package let released: [String]
  /// Shares of states, in the file's order, and of groups, by tag.
  package let states: [EquityShare]
  package let groups: [EquityShare]
  /// How many sessions have a place, and how many have none.
  package let placed: Int
  package let unplaced: Int

  package init(_ plan: PlanView) {
    let programme = plan.programme
    violations = Contract.hardRules.flatMap { $0.findings(in: plan) }
    terms = Contract.costTerms.map { term in
      TermCost(
        name: term.id, amount: term.amount(in: plan), weight: programme.settings.weights[term.id])
    }
    released = plan.freeze.released.map { programme.sessions[$0].id }
    (states, groups) = Equity(plan).shares
    placed = plan.placed.count
    unplaced = programme.sessions.count - placed
  }

  package var cost: Int { terms.reduce(0) { $0 + $1.cost } }

  /// The cost of what is left out: `unplaced`, `inequity`, `unpinned`.
  package var coverage: Int {
    terms.filter { Weights.coverage.contains($0.name) }.reduce(0) { $0 + $1.cost }
  }

  /// The cost of how the rest is placed.
  package var comfort: Int { cost - coverage }
}
