import Training

/// H11: a pinned session, where it is placed, has each value that its row gives.
package struct Pins: Rule {
  package let id = "H11"

  package init() {}

  package func compile(into model: inout Model) {
    for (session, pin) in model.programme.pins {
      if let start = pin.start { model.restrict(session: session) { $0 == start } }
      model.sessions[session].lead = pin.lead
      model.sessions[session].venue = pin.venue
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    for (session, placement) in plan.bound {
      guard let pin = programme.pins[session] else { continue }
      let zone = programme.zone(of: programme.chain(of: session))
      if let start = pin.start, placement.start != start {
        ledger.owe(
          for: [session], "\(plan.told(session)) is pinned to \(zone.moment(start))")
      }
      if let lead = pin.lead, placement.lead != .known(lead) {
        ledger.owe(
          for: [session],
          "\(plan.told(session)) is led by \(programme.name(ofTrainer: placement.lead)), "
            + "and pinned to \(programme.trainers[lead].id)")
      }
      if let venue = pin.venue, placement.venue != .known(venue) {
        ledger.owe(
          for: [session],
          "\(plan.told(session)) is in \(placement.venue.map(programme.name(ofVenue:)) ?? "no venue"), "
            + "and pinned to \(programme.venues[venue].id)")
      }
    }
  }
}
