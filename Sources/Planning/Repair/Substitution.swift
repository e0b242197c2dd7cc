import Training

/// Who could take over what a trainer gives from one moment to another.
///
/// A substitute takes the trainer's role, as lead or assistant, in as many of the sessions as is best
/// for the plan; times, venues and everybody else stay, and what the substitute cannot take has no
/// place, nor has what must follow it. They are ranked by what the plan costs then.
package struct Substitution: Sendable {
  package let trainer: Int
  /// The sessions to take over, in the plan's order, and those of them that are frozen, which only an
  /// absence in the dataset can release.
  package let sessions: [Int]
  package let frozen: [Int]
  /// Everybody who can take one at least, the best first.
  package let substitutes: [Substitute]

  /// - Parameters:
  ///   - plan: what it has against a rule elsewhere is left out of every substitute's plan.
  ///   - absence: the trainer's.
  package init(of absence: Absence, in plan: Plan, _ compiled: CompiledProgramme) {
    guard case .trainer(let trainer) = absence.who else {
      preconditionFailure("a trainer is replaced")
    }
    let programme = compiled.programme
    let held = plan.sessions(of: trainer, during: absence)
    self.trainer = trainer
    frozen = held.filter { compiled.freeze.isFrozen($0) }
    sessions = held.filter { !compiled.freeze.isFrozen($0) }
    var handover = Handover(of: trainer, sessions, in: plan, compiled)
    substitutes = programme.trainers.indices.compactMap { other in
      other == trainer ? nil : handover.substitute(other)
    }.sorted {
      ($0.cost, $0.lost.count, programme.trainers[$0.trainer].id)
        < ($1.cost, $1.lost.count, programme.trainers[$1.trainer].id)
    }
  }
}
