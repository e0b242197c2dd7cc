import Training

/// H1: a session starts on the grid, on a date of the horizon, when each of its cohorts is there.
package struct CohortTime: Rule {
  package let id = "H1"

  package init() {}

  /// Whether a session of `chain` that starts then keeps the whole rule.
  package static func fits(chain: Int, at start: Instant, in facts: Facts) -> Bool {
    isOnGrid(start, of: facts.programme)
      && facts.programme.chains[chain].cohorts.allSatisfy {
        isInHorizon(start, ofCohort: $0, in: facts)
      }
      && isAttended(chain: chain, at: start, in: facts)
  }

  /// Whether each cohort is there from start to end, whatever the grid and the horizon.
  package static func isAttended(chain: Int, at start: Instant, in facts: Facts) -> Bool {
    let chain = facts.programme.chains[chain]
    let end = start.adding(minutes: facts.programme.modules[chain.module].minutes)
    return chain.cohorts.allSatisfy { facts.cohorts[$0].admits(from: start, to: end) }
  }

  package static func isOnGrid(_ start: Instant, of programme: Programme) -> Bool {
    start.seconds.isMultiple(of: programme.settings.gridMinutes * 60)
  }

  package static func isInHorizon(_ start: Instant, ofCohort cohort: Int, in facts: Facts) -> Bool {
    facts.programme.horizon.contains(facts.cohorts[cohort].zone.date(at: start))
  }

  package func compile(into model: inout Model) {
    let facts = model.facts
    var isMet = Array(repeating: false, count: model.chains.count)
    for cohort in facts.programme.cohorts.indices {
      // Chains of one length share the walk over the grid; a joint chain narrows it cohort by cohort.
      let availability = facts.cohorts[cohort]
      var open: [Int: [Int]] = [:]
      for chain in facts.chains(ofCohort: cohort) {
        let minutes = facts.programme.modules[facts.programme.chains[chain].module].minutes
        let options =
          open[minutes]
          ?? model.options.indices.filter { option in
            let start = model.options[option]
            return Self.isOnGrid(start, of: facts.programme)
              && availability.admits(from: start, to: start.adding(minutes: minutes))
              && Self.isInHorizon(start, ofCohort: cohort, in: facts)
          }
        open[minutes] = options
        if isMet[chain] {
          let both = Set(options)
          model.chains[chain].options.removeAll { !both.contains($0) }
        } else {
          model.chains[chain].options = options
          isMet[chain] = true
        }
      }
    }
    for chain in model.chains.indices {
      model.chains[chain].optionCosts = model.chains[chain].options.map { _ in 0 }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let facts = plan.facts
    let programme = plan.programme
    for (session, placement) in plan.bound {
      let start = placement.start
      let end = programme.end(of: session, startingAt: start)
      if !Self.isOnGrid(start, of: programme) {
        ledger.owe(
          for: [session],
          "\(plan.told(session)) is off the grid of \(programme.settings.gridMinutes) minutes")
      }
      for cohort in programme.chain(of: session).cohorts {
        let availability = facts.cohorts[cohort]
        let told = {
          "\(programme.sessions[session].id) at \(availability.zone.moment(start)) is"
        }
        if !Self.isInHorizon(start, ofCohort: cohort, in: facts) {
          ledger.owe(
            for: [session],
            "\(told()) outside the programme's \(programme.settings.weeks) weeks")
        }
        guard !availability.admits(from: start, to: end) else { continue }
        for obstacle in availability.obstacles(from: start, to: end) {
          ledger.owe(
            for: [session],
            "\(told()) \(obstacle.told(of: programme.cohorts[cohort].id, in: availability.zone))")
        }
      }
    }
  }
}
