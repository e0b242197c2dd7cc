import Training

/// H7: between a trainer's sessions on different local dates lie at least `rest_hours`.
package struct Rest: Rule {
  package let id = "H7"

  package init() {}

  package func compile(into model: inout Model) {
    for trainer in model.trainers.indices {
      model.trainers[trainer].restMinutes = model.programme.settings.restMinutes
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    let rest = programme.settings.restMinutes
    for (trainer, appointments) in plan.trainers.enumerated() {
      let zone = plan.facts.trainers[trainer].zone
      for (earlier, later) in appointments.pairs(closerThan: rest * 60)
      where earlier.date != later.date && plan.freeze.binds([earlier.session, later.session]) {
        ledger.owe(
          of: .trainer(trainer), for: [earlier.session, later.session],
          "\(programme.trainers[trainer].id) gives \(programme.sessions[earlier.session].id) until "
            + "\(zone.moment(earlier.end)) and \(programme.sessions[later.session].id) from "
            + "\(zone.moment(later.start)), and rests less than \(hours(rest)) hours between")
      }
    }
  }

  private func hours(_ minutes: Int) -> String {
    minutes.isMultiple(of: 60) ? "\(minutes / 60)" : "\(minutes / 60).5"
  }
}
