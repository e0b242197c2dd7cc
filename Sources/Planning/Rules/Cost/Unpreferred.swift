import Training

/// A session outside the preferred hours of a cohort that has some costs one.
package struct Unpreferred: Rule {
  package let id = "unpreferred"

  package init() {}

  /// How many cohorts of `chain` would rather not sit in a session that starts then.
  package static func amount(ofChain chain: Int, at start: Instant, in facts: Facts) -> Int {
    let chain = facts.programme.chains[chain]
    let end = start.adding(minutes: facts.programme.modules[chain.module].minutes)
    return chain.cohorts.count { !isPreferred(byCohort: $0, from: start, to: end, in: facts) }
  }

  private static func isPreferred(
    byCohort cohort: Int, from start: Instant, to end: Instant, in facts: Facts
  ) -> Bool {
    guard let preferred = facts.programme.cohorts[cohort].preferred else { return true }
    let zone = facts.cohorts[cohort].zone
    return preferred.fits(start: zone.wallTime(at: start), end: zone.wallTime(at: end))
  }

  package func compile(into model: inout Model) {
    let facts = model.facts
    let weight = model.weights.unpreferred
    for chain in model.chains.indices {
      model.price(chain: chain) { weight * Self.amount(ofChain: chain, at: $0, in: facts) }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (cohort, appointments) in plan.cohorts.enumerated() {
      for appointment in appointments
      where !Self.isPreferred(
        byCohort: cohort, from: appointment.start, to: appointment.end, in: plan.facts)
      {
        ledger.owe(
          of: .cohort(cohort), for: [appointment.session],
          "\(plan.programme.sessions[appointment.session].id) "
            + "at \(plan.facts.cohorts[cohort].zone.moment(appointment.start)) is outside "
            + "the hours that \(plan.programme.cohorts[cohort].id) prefers")
      }
    }
  }
}
