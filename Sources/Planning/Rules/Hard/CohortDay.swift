import Training

/// H2: a cohort's sessions do not overlap, and are at most `max_per_day` a local date.
package struct CohortDay: Rule {
  package let id = "H2"

  package init() {}

  /// That they do not overlap is said of every cohort, trainer and venue by the compiler.
  package func compile(into model: inout Model) {
    for (index, cohort) in model.programme.cohorts.enumerated() {
      model.cohorts[index].maxPerDay = cohort.maxPerDay
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, appointments) in plan.cohorts.enumerated() {
      let cohort = plan.programme.cohorts[index]
      let zone = plan.facts.cohorts[index].zone
      for (earlier, later) in appointments.pairs()
      where plan.freeze.binds([earlier.session, later.session]) {
        ledger.owe(
          of: .cohort(index), for: [earlier.session, later.session],
          "\(cohort.id) would sit in \(plan.programme.sessions[earlier.session].id) and "
            + "\(plan.programme.sessions[later.session].id) together "
            + "at \(zone.moment(later.start))")
      }
      for day in appointments.grouped(by: \.date) where day.count > cohort.maxPerDay {
        guard plan.freeze.binds(day.lazy.map(\.session)) else { continue }
        ledger.owe(
          of: .cohort(index), for: day.map(\.session),
          "\(cohort.id) has \(day.count) sessions on \(day[day.startIndex].date) "
            + "(\(zone.identifier)), and takes at most \(cohort.maxPerDay) a day")
      }
    }
  }
}
