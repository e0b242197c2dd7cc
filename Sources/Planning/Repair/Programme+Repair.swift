import Training

extension Programme {
  /// The same programme with `plan` for the plan in force, as far as the dataset names none: what
  /// departs from it costs what `moved`, `reassigned` and `relocated` say.
  ///
  /// No further session is frozen by it.
  package func inForce(_ plan: Plan) -> Programme {
    var standing = previous
    for (session, placement) in plan.placements.enumerated() {
      guard standing[session] == nil, let placement else { continue }
      if let until = settings.freezeUntil, placement.start < until { continue }
      standing[session] = placement
    }
    return adjusting(settings, inForce: standing)
  }
}
