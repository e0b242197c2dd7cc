import Engine
import Training

/// A plan to try changes on: what a change costs is known at once, and it is taken back as quickly.
///
/// It holds what the programme allows alone. A session that `plan` places against a rule is out from
/// the beginning, and stands in `leftOut`.
package final class Trial {
  package let compiled: CompiledProgramme
  /// Sessions that the plan places, and that could not be held, in the plan's order.
  package let leftOut: [Int]
  private let workbench: Workbench
  private let optionAt: [Instant: Int]

  package var programme: Programme { compiled.programme }

  /// What the plan costs as it stands.
  package var cost: Int { workbench.cost }

  package init(_ plan: Plan, in compiled: CompiledProgramme) {
    self.compiled = compiled
    workbench = Workbench(compiled.problem)
    workbench.hold(compiled.solution(plan))
    optionAt = compiled.optionAt
    let workbench = workbench
    leftOut = plan.placements.indices.filter {
      plan.placements[$0] != nil && !compiled.freeze.isFrozen($0) && workbench.wish(of: $0) == nil
    }
  }

  /// The plan as it stands.
  package var plan: Plan { compiled.plan(workbench.solution) }

  /// Where a session stands; nil where it is unplaced.
  package func placement(of session: Int) -> Placement? {
    if compiled.freeze.isFrozen(session) { return programme.previous[session] }
    return workbench.wish(of: session).map { placement(of: session, at: $0) }
  }

  /// Where changes stand; give it to `undo(to:)` to take back those made since.
  package var mark: Int { workbench.point }

  package func undo(to mark: Int) { workbench.takeBack(to: mark) }

  /// Lets all changes stand; earlier marks mean nothing any more.
  package func keep() { workbench.keepChanges() }

  /// Makes all of these changes together, nil takes a session out; false where the plan would break a
  /// rule with them, and nothing has changed then.
  package func change(_ changes: [Int: Placement?]) -> Bool {
    let start = mark
    for session in changes.keys.sorted() where placement(of: session) != nil {
      guard workbench.withdraw(session) else {
        undo(to: start)
        return false
      }
    }
    var waiting = changes.compactMap { session, placement in placement.map { (session, $0) } }
      .sorted { $0.0 < $1.0 }
    var isChanged = true
    // One may have to wait for another that comes before it.
    while isChanged, !waiting.isEmpty {
      isChanged = false
      waiting.removeAll { session, placement in
        guard let wish = wish(for: session, at: placement), workbench.putIn(session, at: wish)
        else {
          return false
        }
        isChanged = true
        return true
      }
    }
    let isOrdered = changes.keys.allSatisfy { session in
      workbench.wish(of: session) != nil
        || workbench.successors(of: session).allSatisfy { workbench.wish(of: $0) == nil }
    }
    guard waiting.isEmpty, isOrdered else {
      undo(to: start)
      return false
    }
    return true
  }

  /// Every place that a session may have, all others staying where they are, cheapest first; of two
  /// that cost the same, the earlier one, then by id of the trainer and of the venue.
  ///
  /// Each start, lead and venue comes once, with the cheapest assistants; where it stands now is among
  /// them, at a change of 0 at most. Frozen sessions have none, nor has one whose predecessor is unplaced.
  ///
  /// - Parameters:
  ///   - holding: this trainer, as lead or assistant.
  ///   - admits: only these starts.
  package func alternatives(
    of session: Int, holding trainer: Int? = nil, admits: (Instant) -> Bool = { _ in true }
  ) -> [Alternative] {
    let team = compiled.staff[session]
    let apart = team.venues == nil ? [0] : [0, 1 + team.assistants.count]
    let holding = trainer.map { compiled.resource(ofTrainer: $0) }
    let offers = workbench.offers(
      for: session, apart: apart, admitting: { admits(compiled.options[$0]) }, holding: holding)
    return offers.map { offer in
      Alternative(
        placement: placement(
          of: session, at: Wish(option: offer.option, choices: offer.choices)),
        change: offer.change)
    }.sorted { isBefore($0, $1) }
  }

  private func isBefore(_ one: Alternative, _ other: Alternative) -> Bool {
    if one.change != other.change { return one.change < other.change }
    if one.placement.start != other.placement.start {
      return one.placement.start < other.placement.start
    }
    func names(_ placement: Placement) -> (String, String) {
      (
        programme.name(ofTrainer: placement.lead),
        placement.venue.map(programme.name(ofVenue:)) ?? ""
      )
    }
    return names(one.placement) < names(other.placement)
  }

  private func placement(of session: Int, at wish: Wish) -> Placement {
    let team = compiled.staff[session]
    let assistants = team.assistants.indices.map { team.assistants[$0][wish.choices[1 + $0]] }
    return Placement(
      start: compiled.options[wish.option], lead: team.leads[wish.choices[0]],
      assistants: assistants.sorted(by: compiled.isBefore),
      venue: team.venues.map { $0[wish.choices[1 + team.assistants.count]] })
  }

  /// Nil where the session may not have such a place by itself.
  private func wish(for session: Int, at placement: Placement) -> Wish? {
    guard let option = optionAt[placement.start],
      (placement.venue == nil) == (compiled.staff[session].venues == nil)
    else { return nil }
    return compiled.wish(for: session, at: placement, option: option)
  }
}
