import Training

/// H12: frozen sessions stay as they are, and no other starts before `freeze_until`.
package struct Freeze: Rule {
  package let id = "H12"

  package init() {}

  package func compile(into model: inout Model) {
    guard model.freeze.until != nil else { return }
    let freeze = model.freeze
    for session in model.sessions.indices {
      if freeze.isFrozen(session) {
        model.sessions[session].frozen = model.programme.previous[session]
      } else {
        model.restrict(session: session) { freeze.admits(session, at: $0) }
      }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    guard let until = plan.freeze.until else { return }
    let programme = plan.programme
    for session in programme.sessions.indices {
      let placement = plan[session]
      let zone = programme.zone(of: programme.chain(of: session))
      if plan.freeze.isFrozen(session) {
        guard let previous = programme.previous[session], !previous.isKept(by: placement) else {
          continue
        }
        ledger.owe(
          for: [session],
          "\(programme.sessions[session].id) is frozen at \(zone.moment(previous.start)) with "
            + previous.trainers.map(programme.name(ofTrainer:)).joined(separator: ", ")
            + (previous.venue.map { " in \(programme.name(ofVenue: $0))" } ?? "")
            + ", and the plan changes it")
      } else if let placement, !plan.freeze.admits(session, at: placement.start) {
        ledger.owe(
          for: [session],
          "\(plan.told(session)) starts before \(zone.moment(until)), until when the plan is frozen"
        )
      }
    }
  }
}

extension Placement {
  /// Whether `other` has the same start, lead, assistants in whatever order, and venue.
  package func isKept(by other: Placement?) -> Bool {
    guard let other else { return false }
    return start == other.start && lead == other.lead && venue == other.venue
      && assistants.count == other.assistants.count
      && Set(assistants) == Set(other.assistants)
  }
}
