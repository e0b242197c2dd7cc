import Training

/// What became of one session between two plans, and why where that is known.
package struct SessionChange: Sendable, Equatable {
  package var id: String
  /// Index in `Programme.sessions`; nil for one that the dataset does not ask for.
  package var session: Int?
  /// Those of the dataset who sit in it.
  package var cohorts: [Int]
  /// Nil where it had no place, or has none.
  package var old: Placement?
  package var new: Placement?
  package var cause: ChangeCause
}

/// A plan to compare, which may be of another version of the dataset.
package struct ComparedPlan: Sendable {
  package var plan: Plan
  /// Sessions of the dataset that the plan does not know.
  package var missing: Set<Int>
  /// Sessions that it places and the dataset does not ask for.
  package var former: [FormerSession]

  package init(_ plan: Plan, missing: Set<Int> = [], former: [FormerSession] = []) {
    self.plan = plan
    self.missing = missing
    self.former = former
  }
}

/// Two plans of one programme beside each other.
package struct PlanComparison: Sendable {
  /// Sessions that are not where they were, in the plan's order; then those that the dataset does not
  /// ask for, by id.
  package let changes: [SessionChange]
  package let effect: Effect
  /// Whether both plans are of the dataset's sessions, so that their costs tell which is better.
  package let isOfSameSessions: Bool

  /// A cause is told under the dataset as it is now: an absence or a closure that covers the old time,
  /// a pin that asks for another; else what putting the session back would break or cost.
  package init(
    from old: ComparedPlan, to new: ComparedPlan, _ facts: Facts, _ freeze: FreezeState,
    _ compiled: CompiledProgramme? = nil
  ) {
    let before = PlanView(old.plan, facts: facts, freeze: freeze)
    let after = PlanView(new.plan, facts: facts, freeze: freeze)
    let programme = facts.programme
    let judged = Verification(before)
    effect = Effect(of: after, beside: before, judged: judged, explains: false)
    let sessions = Set(effect.changed + effect.placed + effect.unplaced).sorted()
    let search = CauseSearch(
      from: before, to: after, changed: sessions, judged.violations,
      compiled ?? CompiledProgramme(facts, freeze: freeze))
    let own = sessions.map { session in
      SessionChange(
        id: programme.sessions[session].id, session: session,
        cohorts: programme.chain(of: session).cohorts, old: before[session], new: after[session],
        cause: old.missing.contains(session)
          ? .added : new.missing.contains(session) ? .left : search.cause(of: session))
    }
    changes = own + Self.former(old, new, of: programme)
    isOfSameSessions = [old, new].allSatisfy { $0.missing.isEmpty && $0.former.isEmpty }
  }

  private static func former(
    _ old: ComparedPlan, _ new: ComparedPlan, of programme: Programme
  ) -> [SessionChange] {
    func places(_ plan: ComparedPlan) -> [String: Placement] {
      Dictionary(plan.former.map { ($0.id, $0.placement) }) { first, _ in first }
    }
    let (before, after) = (places(old), places(new))
    return Set(before.keys).union(after.keys).sorted().compactMap { id in
      let (one, other) = (before[id], after[id])
      if let one, let other, one.isKept(by: other) { return nil }
      let cohort = programme.cohorts.firstIndex { id.hasPrefix($0.id + "/") }
      return SessionChange(
        id: id, session: nil, cohorts: cohort.map { [$0] } ?? [], old: one, new: other,
        cause: other == nil ? .left : one == nil ? .added : .unknown(saving: 0))
    }
  }
}
