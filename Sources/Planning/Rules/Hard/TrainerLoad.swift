import Training

/// H8: a trainer's minutes stay within `max_hours_day` and `max_hours_week`.
package struct TrainerLoad: Rule {
  package let id = "H8"

  package init() {}

  package func compile(into model: inout Model) {
    for (index, trainer) in model.programme.trainers.enumerated() {
      model.trainers[index].maxMinutesPerDay = trainer.maxMinutesPerDay
      model.trainers[index].maxMinutesPerWeek = trainer.maxMinutesPerWeek
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, appointments) in plan.trainers.enumerated() where !appointments.isEmpty {
      let trainer = plan.programme.trainers[index]
      for day in appointments.grouped(by: \.date) {
        judge(
          day, of: index, limit: trainer.maxMinutesPerDay,
          "on \(day[day.startIndex].date)", in: plan, into: &ledger)
      }
      for week in appointments.grouped(by: \.week) {
        judge(
          week, of: index, limit: trainer.maxMinutesPerWeek,
          "in the week of "
            + "\(plan.programme.settings.startsOn.adding(days: 7 * week[week.startIndex].week))",
          in: plan, into: &ledger)
      }
    }
  }

  private func judge(
    _ appointments: ArraySlice<Appointment>, of index: Int, limit: Int,
    _ period: @autoclosure () -> String, in plan: PlanView, into ledger: inout Ledger
  ) {
    let trainer = plan.programme.trainers[index]
    let minutes = appointments.reduce(0) { $0 + plan.minutes(of: $1.session) }
    guard minutes > limit, plan.freeze.binds(appointments.lazy.map(\.session)) else { return }
    ledger.owe(
      of: .trainer(index), for: appointments.map(\.session),
      "\(trainer.id) gives \(minutes) minutes \(period()) "
        + "(\(plan.programme.cities[trainer.city].zone.identifier)), and may give \(limit)")
  }
}
