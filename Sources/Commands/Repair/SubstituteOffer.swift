import Planning
import Training

/// A substitute with what having them does.
struct SubstituteOffer {
  let substitute: Substitute
  let effect: Effect
  let concerned: Concerned

  var plan: Plan { substitute.plan }

  init(
    _ substitute: Substitute, of substitution: Substitution, beside earlier: PlanView,
    _ judged: Verification
  ) {
    self.substitute = substitute
    effect = Effect(
      of: PlanView(substitute.plan, facts: earlier.facts, freeze: earlier.freeze),
      beside: earlier, judged: judged, explains: false)
    concerned = Concerned(
      Array(Set(substitution.sessions + substitute.lost)), earlier.plan, substitute.plan)
  }
}
