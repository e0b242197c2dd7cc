import Training

/// A plan cut down to what can matter to one session: to judge many places for it by the plain voice.
///
/// Kept are the sessions of its cohorts, of those who give it now or would, of its venues, and of all
/// trainers of a partner whose hours are limited. What the rest owes is the same before and after.
package struct Vicinity: Sendable {
  package let plan: PlanView
  package let session: Int
  /// Of the whole plan, where all of it matters: a session without a place changes shares of states.
  private let judged: Verification?

  package init(_ plan: PlanView, of session: Int) {
    self.plan = plan
    self.session = session
    judged = plan[session] == nil ? Verification(plan) : nil
  }

  /// What the plan would cost and break with the session there, all others where they are.
  package func effect(of placement: Placement?, explains: Bool = true) -> Effect {
    let kept = keptSessions(placement)
    return Effect(
      of: view(placement, kept), beside: view(plan[session], kept), judged: judged,
      explains: explains)
  }

  /// The rules that the session would break there, by itself or with others where they are.
  package func breaks(at placement: Placement) -> [Finding] {
    let there = view(placement, sessions(around: [plan[session], placement]))
    return Contract.hardRules.flatMap { $0.findings(in: there) }.filter {
      $0.sessions.contains(session)
    }
  }

  /// What the session breaks now, and would break there too.
  package func standing(at placement: Placement) -> [Finding] {
    guard let now = plan[session] else { return [] }
    let broken = Set(breaks(at: now))
    return broken.isEmpty ? [] : breaks(at: placement).filter(broken.contains)
  }

  /// How much the plan's comfort would cost there more, whatever rule that breaks; both placed.
  package func comfort(of placement: Placement) -> Int {
    let kept = keptSessions(placement)
    return comfort(view(placement, kept)) - comfort(view(plan[session], kept))
  }

  private func comfort(_ plan: PlanView) -> Int {
    Contract.costTerms.reduce(0) { sum, term in
      Weights.coverage.contains(term.id)
        ? sum : sum + term.amount(in: plan) * plan.programme.settings.weights[term.id]
    }
  }

  private func view(_ placement: Placement?, _ kept: Set<Int>?) -> PlanView {
    var cut = plan.plan
    if let kept {
      cut = Plan(empty: plan.programme)
      for other in kept { cut.placements[other] = plan[other] }
    }
    cut.placements[session] = placement
    return PlanView(cut, facts: plan.facts, freeze: plan.freeze)
  }

  /// Nil for all.
  private func keptSessions(_ placement: Placement?) -> Set<Int>? {
    guard plan[session] != nil, placement != nil else { return nil }
    return sessions(around: [plan[session], placement])
  }

  private func sessions(around places: [Placement?]) -> Set<Int> {
    let programme = plan.programme
    var kept: Set<Int> = []
    for cohort in programme.chain(of: session).cohorts {
      kept.formUnion(plan.cohorts[cohort].map(\.session))
    }
    var trainers: Set<Int> = []
    for place in places {
      trainers.formUnion(place?.knownTrainers ?? [])
      if let venue = place?.venue?.index { kept.formUnion(plan.venues[venue].map(\.session)) }
    }
    let partners = Set(trainers.compactMap { programme.trainers[$0].partner }).filter {
      programme.partners[$0].capMinutes != nil
    }
    for (index, trainer) in programme.trainers.enumerated()
    where trainer.partner.map(partners.contains) ?? false {
      trainers.insert(index)
    }
    for trainer in trainers { kept.formUnion(plan.trainers[trainer].map(\.session)) }
    return kept
  }
}
