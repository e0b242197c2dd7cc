import Training

/// Every hour, also one begun, that a trainer gives in a week beyond those wished for costs one.
package struct Overtime: Rule {
  package let id = "overtime"

  package init() {}

  package func compile(into model: inout Model) {
    for (index, trainer) in model.programme.trainers.enumerated() {
      model.trainers[index].wishedMinutesPerWeek = trainer.wishedMinutesPerWeek
      model.trainers[index].overtimeCost = model.weights.overtime
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, appointments) in plan.trainers.enumerated() where !appointments.isEmpty {
      let trainer = plan.programme.trainers[index]
      for week in appointments.grouped(by: \.week) {
        let minutes = week.reduce(0) { $0 + plan.minutes(of: $1.session) }
        let monday = plan.programme.settings.startsOn.adding(days: 7 * week[week.startIndex].week)
        ledger.owe(
          (max(0, minutes - trainer.wishedMinutesPerWeek) + 59) / 60, of: .trainer(index),
          for: week.map(\.session),
          "\(trainer.id) gives \(minutes) minutes in the week of \(monday) "
            + "(\(plan.programme.cities[trainer.city].zone.identifier)), "
            + "and wished for \(trainer.wishedMinutesPerWeek)")
      }
    }
  }
}
