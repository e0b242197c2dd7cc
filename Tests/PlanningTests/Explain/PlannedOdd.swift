import Engine
import Planning
import Training

/// A small odd programme with a plan that a short search left.
struct PlannedOdd {
  let name: String
  let compiled: CompiledProgramme
  let plan: Plan
  let view: PlanView

  var programme: Programme { compiled.programme }

  /// - Parameter moves: of the search; few leave sessions out that have a place.
  init(seed: UInt64, inForce: Bool = false, moves: Int = 2000) {
    name = "odd \(inForce ? "in force " : "")\(seed)"
    compiled = CompiledProgramme(
      inForce ? OddProgramme.makeInForce(seed: seed) : OddProgramme.make(seed: seed))
    let budget = Budget(SearchLimits(iterations: moves), threads: 1)
    plan = compiled.search(PlanRequest(seed: seed, threads: 1), within: budget).plan
    view = PlanView(plan, facts: compiled.facts, freeze: compiled.freeze)
  }

  func view(of plan: Plan) -> PlanView {
    PlanView(plan, facts: compiled.facts, freeze: compiled.freeze)
  }

  /// The plan with one session elsewhere, or nowhere.
  func view(with placement: Placement?, for session: Int) -> PlanView {
    var changed = plan
    changed.placements[session] = placement
    return view(of: changed)
  }
}
