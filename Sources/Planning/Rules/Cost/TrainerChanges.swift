import Training

/// A chain keeps its lead: every further lead costs one.
package struct TrainerChanges: Rule {
  package let id = "trainer_changes"

  package init() {}

  package func compile(into model: inout Model) {
    for chain in model.chains.indices {
      model.chains[chain].leadChangeCost = model.weights.trainerChanges
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, chain) in plan.programme.chains.enumerated() {
      let placed = plan.placed(ofChain: index)
      let leads = Set(placed.compactMap { plan[$0]?.lead })
      ledger.owe(
        leads.count - 1, of: .chain(index), for: placed,
        "\(chain.id) changes between "
          + leads.map(plan.programme.name(ofTrainer:)).sorted().joined(separator: ", "))
    }
  }
}
