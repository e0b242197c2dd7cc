import Training

/// A session of the plan in force that is now in another venue costs one.
package struct Relocated: Rule {
  package let id = "relocated"

  package init() {}

  package func compile(into model: inout Model) {
    for (session, placement) in model.programme.previous {
      model.sessions[session].keptVenue = (placement.venue, model.weights.relocated)
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    func name(_ venue: Party?) -> String { venue.map(programme.name(ofVenue:)) ?? "no venue" }
    for session in plan.placed {
      guard let placement = plan[session], let previous = programme.previous[session],
        placement.venue != previous.venue
      else { continue }
      ledger.owe(
        of: .session(session), for: [session],
        "\(plan.told(session)) goes from \(name(previous.venue)) to \(name(placement.venue))")
    }
  }
}
