import Training

/// A session of the plan in force that is now under another lead costs one.
package struct Reassigned: Rule {
  package let id = "reassigned"

  package init() {}

  package func compile(into model: inout Model) {
    for (session, placement) in model.programme.previous {
      model.sessions[session].keptLead = (placement.lead, model.weights.reassigned)
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    for session in plan.placed {
      guard let placement = plan[session], let previous = programme.previous[session],
        placement.lead != previous.lead
      else { continue }
      ledger.owe(
        of: .session(session), for: [session],
        "\(plan.told(session)) goes from \(programme.name(ofTrainer: previous.lead)) "
          + "to \(programme.name(ofTrainer: placement.lead))")
    }
  }
}
