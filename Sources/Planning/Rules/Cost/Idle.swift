import Training

/// Every full half hour that a cohort waits between two sessions of a local date costs one.
package struct Idle: Rule {
  package let id = "idle"

  package init() {}

  package func compile(into model: inout Model) {
    for cohort in model.cohorts.indices { model.cohorts[cohort].idleCost = model.weights.idle }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (cohort, appointments) in plan.cohorts.enumerated() {
      let zone = plan.facts.cohorts[cohort].zone
      for day in appointments.grouped(by: \.date) {
        for (earlier, later) in zip(day, day.dropFirst()) {
          ledger.owe(
            (later.start.seconds - earlier.end.seconds) / 1800,
            of: .cohort(cohort), for: [earlier.session, later.session],
            "\(plan.programme.cohorts[cohort].id) waits from \(zone.moment(earlier.end)) "
              + "to \(zone.moment(later.start))")
        }
      }
    }
  }
}
