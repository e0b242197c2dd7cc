import Training

/// A local date that a trainer spends in a city other than the home city costs one.
package struct Away: Rule {
  package let id = "away"

  package init() {}

  package func compile(into model: inout Model) {
    for trainer in model.trainers.indices { model.trainers[trainer].awayCost = model.weights.away }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    for (index, appointments) in plan.trainers.enumerated() {
      let trainer = programme.trainers[index]
      let away = appointments.filter { appointment in
        plan.mode(of: appointment.session) == .inPerson
          && city(of: appointment, in: plan) != trainer.city
      }
      for day in away.grouped(by: \.date) {
        for city in Set(day.map { self.city(of: $0, in: plan) }).sorted() {
          ledger.owe(
            of: .trainer(index),
            for: day.filter { self.city(of: $0, in: plan) == city }.map(\.session),
            "\(trainer.id) is in \(programme.cities[city].name) on \(day[day.startIndex].date) "
              + "(\(programme.cities[trainer.city].zone.identifier))")
        }
      }
    }
  }

  private func city(of appointment: Appointment, in plan: PlanView) -> Int {
    plan.facts.city(ofChain: plan.programme.sessions[appointment.session].chain)
  }
}
