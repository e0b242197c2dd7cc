import Planning
import Training

/// A substitute with what having them does.
struct SubstituteOffer {
  let substitute: Substitute
  let effect: Effect
  let concerned: Concerned

  var plan: Plan { substitute.plan }

  init(
    _ substitute: Substitute, of substitution: Substitution, _ earlier: Plan,
    _ judged: Verification, _ loaded: LoadedDataset
  ) {
    self.substitute = substitute
    effect = Effect(
      of: PlanView(substitute.plan, facts: loaded.facts, freeze: loaded.freeze),
      beside: PlanView(earlier, facts: loaded.facts, freeze: loaded.freeze), judged: judged,
      explains: false)
    concerned = Concerned(
      Array(Set(substitution.sessions + substitute.lost)), earlier, substitute.plan)
  }
}
