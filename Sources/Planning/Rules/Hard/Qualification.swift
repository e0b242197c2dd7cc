import Training

/// H5: a session has exactly the trainers it needs, all different, each able to give it.
package struct Qualification: Rule {
  /// What a trainer lacks for a chain.
  enum Shortcoming {
    case level(Int)
    case language(cohort: Int)
    case mode
    case travel(cohort: Int)
  }

  package let id = "H5"

  package init() {}

  package static func canLead(trainer: Int, chain: Int, in facts: Facts) -> Bool {
    suits(trainer: trainer, chain: chain, level: leadLevel(ofChain: chain, in: facts), in: facts)
  }

  package static func canAssist(trainer: Int, chain: Int, in facts: Facts) -> Bool {
    suits(
      trainer: trainer, chain: chain, level: assistantLevel(ofChain: chain, in: facts), in: facts)
  }

  /// Whether a placement keeps the whole rule.
  package static func isKept(by placement: Placement, chain: Int, in facts: Facts) -> Bool {
    let known = placement.knownTrainers
    guard placement.trainers.count == facts.programme.chains[chain].trainerCount,
      known.count == placement.trainers.count
    else { return false }
    return canLead(trainer: known[0], chain: chain, in: facts)
      && known.dropFirst().allSatisfy { canAssist(trainer: $0, chain: chain, in: facts) }
  }

  static func leadLevel(ofChain chain: Int, in facts: Facts) -> Int {
    facts.programme.modules[facts.programme.chains[chain].module].level
  }

  static func assistantLevel(ofChain chain: Int, in facts: Facts) -> Int {
    max(1, leadLevel(ofChain: chain, in: facts) - 1)
  }

  private static func suits(trainer: Int, chain index: Int, level: Int, in facts: Facts) -> Bool {
    let chain = facts.programme.chains[index]
    return facts.level(ofTrainer: trainer, inModule: chain.module) >= level
      && worksInMode(trainer: trainer, module: chain.module, in: facts)
      && chain.cohorts.allSatisfy { cohort in
        facts.speaks(trainer: trainer, withCohort: cohort)
          && reaches(trainer: trainer, cohort: cohort, module: chain.module, in: facts)
      }
  }

  private static func worksInMode(trainer: Int, module: Int, in facts: Facts) -> Bool {
    facts.programme.modules[module].mode == .inPerson
      ? facts.programme.trainers[trainer].worksInPerson
      : facts.programme.trainers[trainer].worksRemotely
  }

  private static func reaches(trainer: Int, cohort: Int, module: Int, in facts: Facts) -> Bool {
    let programme = facts.programme
    guard programme.modules[module].mode == .inPerson else { return true }
    let state = programme.cities[programme.cohorts[cohort].city].state
    return programme.cities[programme.trainers[trainer].city].state == state
      || programme.trainers[trainer].travelsTo.contains(state)
  }
}

extension Qualification {
  package func compile(into model: inout Model) {
    let facts = model.facts
    for chain in model.chains.indices {
      let trainers = facts.programme.trainers.indices
      model.chains[chain].assistants = trainers.filter {
        Self.canAssist(trainer: $0, chain: chain, in: facts)
      }
      model.chains[chain].leads = model.chains[chain].assistants.filter {
        Self.canLead(trainer: $0, chain: chain, in: facts)
      }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let facts = plan.facts
    for (session, placement) in plan.bound {
      let index = plan.programme.sessions[session].chain
      guard !Self.isKept(by: placement, chain: index, in: facts) else { continue }
      let needed = plan.programme.chains[index].trainerCount
      if placement.trainers.count != needed {
        ledger.owe(
          for: [session],
          "\(plan.told(session)) has \(placement.trainers.count) trainers and needs \(needed)")
      }
      if Set(placement.trainers).count < placement.trainers.count {
        ledger.owe(for: [session], "\(plan.told(session)) names a trainer twice")
      }
      for (place, party) in placement.trainers.enumerated() {
        guard let trainer = party.index else {
          ledger.owe(
            for: [session],
            "\(plan.told(session)) is given by \(plan.programme.name(ofTrainer: party)), "
              + "whom the dataset does not have")
          continue
        }
        let level =
          place == 0
          ? Self.leadLevel(ofChain: index, in: facts)
          : Self.assistantLevel(ofChain: index, in: facts)
        for shortcoming in Self.shortcomings(
          ofTrainer: trainer, chain: index, level: level, in: facts)
        {
          ledger.owe(
            for: [session],
            "\(plan.told(session)) is given by \(plan.programme.trainers[trainer].id), who "
              + shortcoming.told(chain: index, in: facts))
        }
      }
    }
  }

  static func shortcomings(
    ofTrainer trainer: Int, chain index: Int, level: Int, in facts: Facts
  ) -> [Shortcoming] {
    let chain = facts.programme.chains[index]
    var shortcomings: [Shortcoming] = []
    if facts.level(ofTrainer: trainer, inModule: chain.module) < level {
      shortcomings.append(.level(level))
    }
    if !worksInMode(trainer: trainer, module: chain.module, in: facts) {
      shortcomings.append(.mode)
    }
    for cohort in chain.cohorts {
      if !facts.speaks(trainer: trainer, withCohort: cohort) {
        shortcomings.append(.language(cohort: cohort))
      }
      if !reaches(trainer: trainer, cohort: cohort, module: chain.module, in: facts) {
        shortcomings.append(.travel(cohort: cohort))
      }
    }
    return shortcomings
  }
}

extension Qualification.Shortcoming {
  /// Goes on after "…, who ".
  func told(chain: Int, in facts: Facts) -> String {
    let programme = facts.programme
    let module = programme.modules[programme.chains[chain].module]
    switch self {
    case .level(let level):
      return "does not have competence \(module.competence) at level \(level)"
    case .language(let cohort):
      return "shares no language with \(programme.cohorts[cohort].id)"
    case .mode:
      return module.mode == .inPerson ? "does not teach in person" : "does not teach remotely"
    case .travel(let cohort):
      let state = programme.states[programme.cities[programme.cohorts[cohort].city].state]
      return "does not travel to \(state.code)"
    }
  }
}
