import Planning
import Training

@testable import Engine

/// A walk of random moves through a programme, on which the fast voice is held to the plain one.
///
/// Each neighbourhood proposes in turn; one move in three is kept, so that the timetable wanders
/// through good and bad.
struct VoiceWalk {
  /// What to look at, how often: 1 for every move, 0 for never.
  struct Checks {
    var voices = 1
    var returns = 0
  }

  let compiled: CompiledProgramme
  private let workbench: Workbench
  private var random: Random
  private let name: String

  init(_ programme: Programme, name: String, seed: UInt64) {
    compiled = CompiledProgramme(programme)
    workbench = Workbench(compiled.problem)
    random = Random(seed: seed)
    self.name = "\(name), walk \(seed)"
  }

  /// The first difference within so many moves that change something; nil where there is none.
  ///
  /// A programme may leave nothing to change: proposals end too.
  mutating func difference(moves: Int, _ checks: Checks = Checks()) -> String? {
    if let flaw = voices("before anything is placed") { return flaw }
    construct(on: workbench, random: &random) { false }
    if let flaw = voices("at the first timetable") { return flaw }
    var kept = workbench.cost
    var changed = 0
    for proposal in 0..<20 * moves where changed < moves {
      let neighbourhood = Neighbourhood.allCases[proposal % Neighbourhood.allCases.count]
      if workbench.propose(neighbourhood, random: &random) == .made {
        changed += 1
        let place = "move \(changed), \(neighbourhood)"
        if checks.voices > 0, changed.isMultiple(of: checks.voices), let flaw = voices(place) {
          return flaw
        }
        if checks.returns > 0, changed.isMultiple(of: checks.returns), let flaw = returns(place) {
          return flaw
        }
        if random.once(in: 3) {
          workbench.commit()
          kept = workbench.cost
          continue
        }
      }
      workbench.rollBack(to: 0)
      guard workbench.cost == kept else {
        return "\(name), after \(changed) moves: \(neighbourhood) is not taken back"
      }
    }
    return nil
  }

  /// Where the two voices differ on the timetable as it stands.
  private func voices(_ place: String) -> String? {
    compiled.difference(workbench.solution).map { "\(name), \(place): \($0)" }
  }

  /// Whether the way to a plan and back loses anything.
  private func returns(_ place: String) -> String? {
    compiled.lossOnReturn(workbench.solution).map { "\(name), \(place): \($0)" }
  }
}

extension CompiledProgramme {
  /// What the plain voice says of a solution that the fast one does not; nil where they agree.
  func difference(_ solution: Solution) -> String? {
    let verification = Verification(PlanView(plan(solution), facts: facts, freeze: freeze))
    if let broken = verification.violations.first {
      return "\(broken.rule) is broken: \(broken.sentence)"
    }
    guard verification.cost != solution.cost else { return nil }
    let terms = verification.terms.filter { $0.cost > 0 }.map { "\($0.name) \($0.cost)" }
    return "the engine says \(solution.cost), the rules say \(verification.cost): \(terms)"
  }

  /// What a solution loses on its way to a plan and back; nil where nothing.
  func lossOnReturn(_ there: Solution) -> String? {
    let back = solution(plan(there))
    if back.cost != there.cost { return "\(there.cost) comes back as \(back.cost)" }
    if back.entries != there.entries { return "some session comes back elsewhere" }
    return plan(back).placements == plan(there).placements ? nil : "somebody else comes back"
  }
}
