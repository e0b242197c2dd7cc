import Training

/// A chain keeps its weekday and hour: every further one costs one.
package struct Irregular: Rule {
  private struct Hour: Hashable {
    var weekday: Int
    var second: Int
  }

  package let id = "irregular"

  package init() {}

  package func compile(into model: inout Model) {
    for chain in model.chains.indices {
      model.chains[chain].rhythmChangeCost = model.weights.irregular
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, chain) in plan.programme.chains.enumerated() {
      let zone = plan.programme.zone(of: chain)
      let placed = plan.placed(ofChain: index)
      var hours: Set<Hour> = []
      for session in placed {
        guard let wall = plan[session].map({ zone.wallTime(at: $0.start) }) else { continue }
        hours.insert(Hour(weekday: wall.date.weekday, second: wall.secondOfDay))
      }
      ledger.owe(
        hours.count - 1, of: .chain(index), for: placed,
        "\(chain.id) meets at \(hours.count) different hours of the week (\(zone.identifier))")
    }
  }
}
