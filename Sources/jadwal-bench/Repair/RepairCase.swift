import Foundation
import Planning
import Training

/// One absence and the plan after it.
struct RepairCase {
  let illness: Illness
  let trainerID: String
  let hit: [Int]
  let changes: PlanChanges
  /// Sessions disturbed beside those hit; of these, the ones that the trainer had no part in.
  let beyond: Int
  let others: Int
  /// Frozen sessions that were touched: never one.
  let frozen: Int
  let violations: Int
  let costBefore: Int
  let costAfter: Int
  let seconds: Double

  /// - Parameter search: searches everything for so many seconds from the plan on, and repairs nothing.
  init(_ illness: Illness, of plan: Plan, draws: Int = 2_000, search: Double?) {
    let started = ContinuousClock.now
    var settings = plan.programme.settings
    settings.freezeUntil = illness.from.adding(minutes: 2 * 1440)
    var standing: [Int: Placement] = [:]
    for (session, placement) in plan.placements.enumerated() { standing[session] = placement }
    let programme = plan.programme.adjusting(
      settings, adding: [illness.absence], inForce: standing)
    let facts = Facts(programme)
    let freeze = FreezeState(facts)
    let compiled = CompiledProgramme(facts, freeze: freeze)
    let earlier = Plan(programme: programme, placements: plan.placements)
    let result: PlanResult
    if let search {
      result = compiled.search(
        PlanRequest(earlier: earlier),
        within: Budget(SearchLimits(seconds: search), threads: 1))
    } else {
      result = compiled.repaired(earlier, draws: draws)
    }
    let after = Verification(PlanView(result.plan, facts: facts, freeze: freeze))
    let (whole, part) = started.duration(to: .now).components
    seconds = Double(whole) + Double(part) / 1e18
    self.illness = illness
    trainerID = programme.trainers[illness.trainer].id
    hit = illness.hits(in: plan)
    changes = PlanChanges(from: earlier, to: result.plan)
    let beside = Set(changes.disturbed).subtracting(hit)
    beyond = beside.count
    others = beside.count { session in
      !(plan.placements[session]?.trainers.contains(.known(illness.trainer)) ?? false)
    }
    frozen = changes.disturbed.count { freeze.isFrozen($0) }
    violations =
      after.violations.count + (after.cost == result.solution.cost ? 0 : 1)
    costBefore = Verification(PlanView(earlier, facts: facts, freeze: freeze)).cost
    costAfter = after.cost
  }

  var row: String {
    let counts = [
      illness.days, hit.count, changes.retimed.count, changes.reassigned.count,
      changes.relocated.count, changes.lost.count, changes.gained.count, beyond, others, frozen,
      violations, costBefore, costAfter,
    ]
    return "\(trainerID),\(illness.from),"
      + counts.map(String.init).joined(separator: ",") + String(format: ",%.3f", seconds)
  }
}
