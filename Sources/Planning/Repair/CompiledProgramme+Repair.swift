import Engine
import Training

extension CompiledProgramme {
  /// The plan nearest to `earlier` under the facts of today.
  ///
  /// What may stay stays where it is. A session that may not goes where it costs least, and others
  /// move only to make room for one that would be lost otherwise, if that costs less than losing it.
  /// What a departure costs is said by `moved`, `reassigned` and `relocated`, so `earlier` should be the
  /// plan in force (`Programme.inForce`). A session that `earlier` leaves out gets a place where nobody
  /// has to move for it.
  ///
  /// - Parameters:
  ///   - apart: sessions that are taken out first, to be put back as all others that have lost their
  ///     place.
  ///   - draws: chains of moves that are tried for each session that has no place of its own.
  ///   - isOver: asked now and then; the plan as it is then is the result.
  package func repaired(
    _ earlier: Plan, takingOut apart: Set<Int> = [], seed: UInt64 = 1, draws: Int = 2_000,
    isOver: @escaping () -> Bool = { false }
  ) -> PlanResult {
    var kept = earlier
    for session in apart { kept.placements[session] = nil }
    let solution = problem.mended(
      towards: wishes(of: earlier), keeping: solution(kept), seed: seed, draws: draws,
      isOver: isOver)
    return PlanResult(plan: plan(solution), solution: solution, iterations: 0, statistics: [])
  }

  /// Likewise before the budget is spent.
  package func repaired(_ earlier: Plan, seed: UInt64, within budget: Budget) -> PlanResult {
    repaired(earlier, seed: seed) { budget.spent(moves: 0, best: .max) >= 65_536 }
  }

  /// By session: where the plan has it; nil for a frozen one, and for one without a place.
  private func wishes(of plan: Plan) -> [Wish?] {
    let optionAt = optionAt
    return plan.placements.enumerated().map { session, placement in
      guard !freeze.isFrozen(session), let placement else { return nil }
      let team = staff[session]
      let assistants = team.assistants.enumerated().map { place, parties in
        placement.assistants.indices.contains(place)
          ? parties.firstIndex(of: placement.assistants[place]) : nil
      }
      let venue = team.venues.map { venues in
        [placement.venue.flatMap { venues.firstIndex(of: $0) }]
      }
      let choices = [team.leads.firstIndex(of: placement.lead)] + assistants + (venue ?? [])
      return Wish(option: optionAt[placement.start] ?? -1, choices: choices.map { $0 ?? -1 })
    }
  }
}
