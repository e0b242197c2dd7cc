import Training

/// What became of one session between two plans, and why where that is known.
package struct SessionChange: Sendable, Equatable {
  /// Index in `Programme.sessions`.
  package var session: Int
  /// Nil where it had no place, or has none.
  package var old: Placement?
  package var new: Placement?
  /// What the facts of today would break if it had stayed where it was, a sentence each; none where it
  /// could have stayed.
  package var causes: [String]
}

/// Two plans of one programme beside each other.
package struct PlanComparison: Sendable {
  /// Sessions that are not where they were, in the plan's order.
  package let changes: [SessionChange]
  package let effect: Effect

  /// A cause is a rule that the earlier plan breaks under the dataset as it is now: an absence or a
  /// closure that covers the old time, a pin that asks for another, a trainer who has left.
  package init(from before: PlanView, to after: PlanView) {
    let judged = Verification(before)
    effect = Effect(of: after, beside: before, judged: judged, explains: false)
    var causes: [Int: [String]] = [:]
    for finding in judged.violations {
      for session in Set(finding.sessions) { causes[session, default: []].append(finding.sentence) }
    }
    let sessions = Set(effect.changed + effect.placed + effect.unplaced).sorted()
    changes = sessions.map { session in
      SessionChange(
        session: session, old: before[session], new: after[session],
        causes: causes[session] ?? [])
    }
  }
}
