import Training

/// Sizes that no single row shows: how many sessions there are, and what all of them may cost.
extension DatasetReader {
  func checkSize() {
    var sessions = 0
    var attendances = 0
    var counted: Set<Int> = []
    for (index, cohort) in cohorts.enumerated() {
      for module in cohort.modules {
        attendances += modules[module].sessions
        if let joint = jointOf[CohortModule(cohort: index, module: module)],
          !counted.insert(joint).inserted
        {
          continue
        }
        sessions += modules[module].sessions
      }
      guard sessions <= Limits.sessions, attendances <= Limits.attendances else {
        log.fault(
          DatasetFile.cohorts.name, lines.cohorts[index], Columns.modules,
          sessions > Limits.sessions
            ? "more than \(Limits.sessions) sessions in all"
            : "more than \(Limits.attendances) attendances in all")
        return
      }
    }
  }

  private enum Columns {
    static let modules = "modules"
  }

  func checkCost(of programme: Programme) {
    guard let message = costFault(of: programme) else { return }
    log.fault(
      DatasetFile.programme.name, lines.settings["weights"] ?? 1, "weights", message)
  }
}

/// Weights with which leaving every session unplaced would cost more are a fault, so that a cost
/// always fits a machine's integer.
private let greatestCost: Int128 = 1_000_000_000_000_000_000

/// What is wrong with the weights, where they are too great for what is asked; nil where they are not.
package func costFault(of programme: Programme) -> String? {
  let weights = programme.settings.weights
  var learnerHours: Int128 = 0
  var askedByState = Array(repeating: Int128(0), count: programme.states.count)
  var askedByGroup: [String: Int128] = [:]
  for chain in programme.chains {
    let module = programme.modules[chain.module]
    for index in chain.cohorts {
      let cohort = programme.cohorts[index]
      let count = Int128(chain.sessions.count)
      let minutes = cohort.size * module.minutes
      learnerHours += count * Int128(cohort.priority * ((minutes + 59) / 60))
      askedByState[programme.cities[cohort.city].state] += count * Int128(minutes)
      for group in cohort.groups { askedByGroup[group, default: 0] += count * Int128(minutes) }
    }
  }
  // With everything unplaced `r` is 1000 wherever something is asked.
  var inequity: Int128 = 0
  for (state, asked) in zip(programme.states, askedByState) {
    inequity += Int128(state.priority) * (asked / 60)
  }
  for asked in askedByGroup.values { inequity += asked / 60 }
  let moved = programme.previous.keys.reduce(Int128(0)) {
    $0 + Int128(programme.chain(of: $1).cohorts.count)
  }
  let cost =
    learnerHours * Int128(weights.unplaced) + inequity * Int128(weights.inequity)
    + Int128(programme.pins.count) * Int128(weights.unpinned) + moved * Int128(weights.moved)
  guard cost > greatestCost else { return nil }
  return "leaving every session unplaced would cost \(cost), more than 10¹⁸: lower the weights"
}
