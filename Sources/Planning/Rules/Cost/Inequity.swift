import Training

/// Learner-hours asked by a state or a group, times the square of the share left unplaced.
package struct Inequity: Rule {
  package let id = "inequity"

  package init() {}

  /// `priority × ⌊a × r² / 60 000 000⌋` with `r = ⌊1000 × u / a⌋`.
  package static func amount(priority: Int, asked: Int, unplaced: Int) -> Int {
    guard asked > 0 else { return 0 }
    let share = Int128(1000) * Int128(unplaced) / Int128(asked)
    return priority * Int(Int128(asked) * share * share / 60_000_000)
  }

  package func compile(into model: inout Model) {
    let programme = model.programme
    for (index, state) in programme.states.enumerated() {
      let cohorts = programme.cohorts.indices.filter {
        programme.cities[programme.cohorts[$0].city].state == index
      }
      model.stakes.append(
        Model.Stake(cost: model.weights.inequity * state.priority, cohorts: cohorts))
    }
    for group in Set(programme.cohorts.flatMap(\.groups)).sorted() {
      let cohorts = programme.cohorts.indices.filter {
        programme.cohorts[$0].groups.contains(group)
      }
      model.stakes.append(Model.Stake(cost: model.weights.inequity, cohorts: cohorts))
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    let equity = Equity(plan)
    let stakes =
      equity.states.enumerated().map { (Concern.state($0.offset), $0.element) }
      + equity.groups.map { (Concern.group($0.name), $0) }
    for (concern, stake) in stakes {
      ledger.owe(
        Self.amount(priority: stake.priority, asked: stake.asked, unplaced: stake.unplaced),
        of: concern, for: stake.unplacedSessions(in: plan),
        "\(stake.name) asks for \(stake.asked / 60) learner-hours, "
          + "and \(stake.unplaced / 60) of them are not placed")
    }
  }
}
