import Training

/// The learner-hours that every session left unplaced withholds from its cohorts, by their priority.
package struct Unplaced: Rule {
  package let id = "unplaced"

  package init() {}

  /// What one session of `chain` costs when it is left out.
  package static func amount(ofChain chain: Int, in programme: Programme) -> Int {
    let chain = programme.chains[chain]
    let minutes = programme.modules[chain.module].minutes
    return chain.cohorts.reduce(0) { $0 + amount(ofCohort: $1, minutes: minutes, in: programme) }
  }

  /// A cohort's part of it, for a session of so many minutes.
  static func amount(ofCohort index: Int, minutes: Int, in programme: Programme) -> Int {
    let cohort = programme.cohorts[index]
    return cohort.priority * ((cohort.size * minutes + 59) / 60)
  }

  package func compile(into model: inout Model) {
    for chain in model.chains.indices {
      model.chains[chain].unplacedCost =
        model.weights.unplaced * Self.amount(ofChain: chain, in: model.programme)
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, session) in plan.programme.sessions.enumerated() where plan[index] == nil {
      ledger.owe(
        Self.amount(ofChain: session.chain, in: plan.programme), of: .session(index), for: [index],
        "\(session.id) is not placed")
    }
  }
}
