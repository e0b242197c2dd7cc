import Training

/// How a plan was made.
package struct PlanMaking: Sendable {
  package var seed: UInt64
  package var threads: Int
  package var iterations: Int
  package var seconds: Double
  package var version: String

  package init(seed: UInt64, threads: Int, iterations: Int, seconds: Double, version: String) {
    self.seed = seed
    self.threads = threads
    self.iterations = iterations
    self.seconds = seconds
    self.version = version
  }
}

extension PlanSummary {
  /// What is told of a plan: judged by the plain voice, whoever made it.
  package init(
    _ verification: Verification, of plan: Plan, datasetDigest: String, lowerBound: Int,
    made: PlanMaking, reasons: [Int: String], shortages: [ToldShortage] = []
  ) {
    let placed = plan.placements.count { $0 != nil }
    self.init(
      programmeID: plan.programme.settings.id, datasetDigest: datasetDigest,
      terms: verification.terms, placed: placed, unplaced: plan.placements.count - placed,
      released: verification.released, states: verification.states, groups: verification.groups,
      lowerBound: lowerBound, seed: made.seed, threads: made.threads, iterations: made.iterations,
      seconds: made.seconds, version: made.version, reasons: reasons,
      toldReasons: Self.told(reasons, of: plan.programme), shortages: shortages)
  }

  private static func told(_ reasons: [Int: String], of programme: Programme) -> [ToldReason] {
    var told: [ToldReason] = []
    var places: [String: Int] = [:]
    for (session, reason) in reasons.sorted(by: { $0.key < $1.key }) {
      let place = places[reason] ?? told.count
      if place == told.count {
        places[reason] = place
        told.append(ToldReason(reason: reason, sessions: []))
      }
      told[place].sessions.append(programme.sessions[session].id)
    }
    return told
  }
}
