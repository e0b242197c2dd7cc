import Training

/// A session of the plan in force that is now at another start, or nowhere, costs one a cohort.
package struct Moved: Rule {
  package let id = "moved"

  package init() {}

  package func compile(into model: inout Model) {
    for (session, placement) in model.programme.previous {
      let cost = model.weights.moved * model.programme.chain(of: session).cohorts.count
      model.sessions[session].unplacedCost += cost
      model.sessions[session].keptStart = (placement.start, cost)
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    for session in programme.sessions.indices {
      guard let previous = programme.previous[session], plan[session]?.start != previous.start
      else { continue }
      let chain = programme.chain(of: session)
      let before = { programme.zone(of: chain).moment(previous.start) }
      ledger.owe(
        chain.cohorts.count, of: .session(session), for: [session],
        "\(programme.sessions[session].id) was at \(before()), and now has \(plan.moment(of: session))"
      )
    }
  }
}
