import Training

/// H6: a trainer is there, at one session at a time, and has the time to travel.
package struct TrainerTime: Rule {
  package let id = "H6"

  package init() {}

  /// The first sentence of the rule for one trainer.
  package static func isAvailable(
    trainer: Int, from start: Instant, to end: Instant, in facts: Facts
  ) -> Bool {
    facts.trainers[trainer].admits(from: start, to: end)
  }

  /// The first sentence of the rule for all trainers that the dataset has.
  package static func isKept(by placement: Placement, chain: Int, in facts: Facts) -> Bool {
    let module = facts.programme.modules[facts.programme.chains[chain].module]
    let end = placement.start.adding(minutes: module.minutes)
    return placement.knownTrainers.allSatisfy {
      isAvailable(trainer: $0, from: placement.start, to: end, in: facts)
    }
  }

  /// The minutes that must lie between a trainer's sessions of two chains: the way, where both are
  /// in person, else none.
  package static func travelMinutes(betweenChain one: Int, and other: Int, in facts: Facts) -> Int {
    let programme = facts.programme
    guard programme.modules[programme.chains[one].module].mode == .inPerson,
      programme.modules[programme.chains[other].module].mode == .inPerson
    else { return 0 }
    return programme.travel[facts.city(ofChain: one), facts.city(ofChain: other)]
  }

  package func compile(into model: inout Model) {
    for chain in model.chains.indices {
      let module = model.programme.modules[model.programme.chains[chain].module]
      model.chains[chain].isInPerson = module.mode == .inPerson
    }
    for trainer in model.trainers.indices { model.trainers[trainer].travels = true }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for trainer in plan.programme.trainers.indices {
      judgePresence(of: trainer, in: plan, into: &ledger)
      judgePairs(of: trainer, in: plan, into: &ledger)
    }
  }

  private func judgePresence(of trainer: Int, in plan: PlanView, into ledger: inout Ledger) {
    let availability = plan.facts.trainers[trainer]
    for appointment in plan.trainers[trainer] where !plan.freeze.isFrozen(appointment.session) {
      guard !availability.admits(from: appointment.start, to: appointment.end) else { continue }
      for obstacle in availability.obstacles(from: appointment.start, to: appointment.end) {
        ledger.owe(
          of: .trainer(trainer), for: [appointment.session],
          "\(plan.programme.sessions[appointment.session].id) "
            + "at \(availability.zone.moment(appointment.start)) is "
            + obstacle.told(of: plan.programme.trainers[trainer].id, in: availability.zone))
      }
    }
  }

  /// Any two sessions, not neighbours only: a remote one may lie between two in person.
  private func judgePairs(of trainer: Int, in plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    let zone = plan.facts.trainers[trainer].zone
    let margin = plan.facts.longestTravel * 60
    for (earlier, later) in plan.trainers[trainer].pairs(closerThan: margin) {
      let needed = Self.travelMinutes(
        betweenChain: programme.sessions[earlier.session].chain,
        and: programme.sessions[later.session].chain, in: plan.facts)
      let between = later.start.seconds - earlier.end.seconds
      guard between < needed * 60,
        plan.freeze.binds([earlier.session, later.session])
      else { continue }
      let pair =
        "\(programme.sessions[earlier.session].id) at \(zone.moment(earlier.start)) and "
        + "\(programme.sessions[later.session].id) at \(zone.moment(later.start))"
      ledger.owe(
        of: .trainer(trainer), for: [earlier.session, later.session],
        between < 0
          ? "\(programme.trainers[trainer].id) would give \(pair) together"
          : "\(programme.trainers[trainer].id) gives \(pair), \(between / 60) minutes apart, "
            + "and the way takes \(needed)")
    }
  }
}
