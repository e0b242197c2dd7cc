import Training

/// H10: a partner's trainers teach what it pays for, and no more hours in all than it pays.
package struct PartnerLimits: Rule {
  package let id = "H10"

  package init() {}

  /// The first half of the rule: the partner of the trainer, if any, pays for the chain.
  package static func allows(trainer: Int, chain: Int, in facts: Facts) -> Bool {
    guard let partner = facts.programme.trainers[trainer].partner else { return true }
    let chain = facts.programme.chains[chain]
    return paysAxis(ofModule: chain.module, partner: partner, in: facts)
      && chain.cohorts.allSatisfy { paysState(ofCohort: $0, partner: partner, in: facts) }
  }

  private static func paysAxis(ofModule module: Int, partner: Int, in facts: Facts) -> Bool {
    let axes = facts.programme.partners[partner].axes
    guard !axes.isEmpty else { return true }
    guard let axis = facts.programme.modules[module].axis else { return false }
    return axes.contains(axis)
  }

  private static func paysState(ofCohort cohort: Int, partner: Int, in facts: Facts) -> Bool {
    let states = facts.programme.partners[partner].states
    let city = facts.programme.cohorts[cohort].city
    return states.isEmpty || states.contains(facts.programme.cities[city].state)
  }

  package func compile(into model: inout Model) {
    let facts = model.facts
    for chain in model.chains.indices {
      model.chains[chain].leads.removeAll { !Self.allows(trainer: $0, chain: chain, in: facts) }
      model.chains[chain].assistants.removeAll {
        !Self.allows(trainer: $0, chain: chain, in: facts)
      }
    }
    model.partnerCaps = facts.programme.partners.map(\.capMinutes)
    for (index, trainer) in facts.programme.trainers.enumerated() {
      model.trainers[index].partner = trainer.partner
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (session, placement) in plan.bound {
      let chain = plan.programme.sessions[session].chain
      for trainer in placement.knownTrainers
      where !Self.allows(trainer: trainer, chain: chain, in: plan.facts) {
        for flaw in Self.flaws(ofTrainer: trainer, chain: chain, in: plan.facts) {
          ledger.owe(
            for: [session],
            "\(plan.told(session)) is given by \(plan.programme.trainers[trainer].id), whose \(flaw)"
          )
        }
      }
    }
    judgeCaps(in: plan, into: &ledger)
  }

  /// Goes on after "…, whose ".
  static func flaws(ofTrainer trainer: Int, chain: Int, in facts: Facts) -> [String] {
    let programme = facts.programme
    guard let partner = programme.trainers[trainer].partner else { return [] }
    let id = programme.partners[partner].id
    let chain = programme.chains[chain]
    let module = programme.modules[chain.module]
    var flaws: [String] = []
    if !paysAxis(ofModule: chain.module, partner: partner, in: facts) {
      flaws.append("partner \(id) does not pay for \(module.axis ?? "modules without an axis")")
    }
    for cohort in chain.cohorts where !paysState(ofCohort: cohort, partner: partner, in: facts) {
      let state = programme.states[programme.cities[programme.cohorts[cohort].city].state]
      flaws.append(
        "partner \(id) does not pay for \(programme.cohorts[cohort].id) in \(state.code)")
    }
    return flaws
  }

  /// Each trainer of a session counts its minutes, the lead and the assistants alike.
  private func judgeCaps(in plan: PlanView, into ledger: inout Ledger) {
    var minutes = Array(repeating: 0, count: plan.programme.partners.count)
    var sessions = Array(repeating: Set<Int>(), count: plan.programme.partners.count)
    for (trainer, appointments) in plan.trainers.enumerated() {
      guard let partner = plan.programme.trainers[trainer].partner,
        plan.programme.partners[partner].capMinutes != nil
      else { continue }
      for appointment in appointments {
        minutes[partner] += plan.minutes(of: appointment.session)
        sessions[partner].insert(appointment.session)
      }
    }
    for (index, partner) in plan.programme.partners.enumerated() {
      guard let cap = partner.capMinutes, minutes[index] > cap,
        plan.freeze.binds(sessions[index])
      else { continue }
      ledger.owe(
        for: sessions[index].sorted(),
        "the trainers of partner \(partner.id) give \(minutes[index]) minutes in all, "
          + "and it pays for \(cap)")
    }
  }
}
