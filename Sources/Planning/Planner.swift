import Engine
import Foundation
import Training

/// What a search for a plan is asked.
package struct PlanRequest: Sendable {
  package var seed: UInt64
  package var threads: Int
  /// An earlier plan to start from; the result is never worse.
  package var earlier: Plan?
  /// Whether the earlier plan is mended first, with as few changes as that takes, and searched from there.
  package var mends: Bool
  /// How to search; seed and threads of its own are not looked at.
  package var options: SearchOptions

  package init(
    seed: UInt64 = 1, threads: Int = 1, earlier: Plan? = nil, mends: Bool = false,
    options: SearchOptions = SearchOptions()
  ) {
    self.seed = seed
    self.threads = threads
    self.earlier = earlier
    self.mends = mends
    self.options = options
  }
}

/// A plan as the search left it, and what the search did.
package struct PlanResult: Sendable {
  package var plan: Plan
  package var solution: Solution
  package var iterations: Int
  package var statistics: [MoveCounts]
}

extension CompiledProgramme {
  /// The best plan found before the budget is spent.
  package func search(_ request: PlanRequest, within budget: Budget) -> PlanResult {
    var options = request.options
    options.seed = request.seed
    options.threads = request.threads
    let mended =
      request.mends
      ? request.earlier.map { repaired($0, seed: request.seed, within: budget).solution } : nil
    let outcome = solve(
      problem, from: mended ?? request.earlier.map(solution), options: options, watch: budget
    ) { count, body in
      if count == 1 {
        body(0)
      } else {
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
      }
    }
    return PlanResult(
      plan: plan(outcome.solution), solution: outcome.solution, iterations: outcome.iterations,
      statistics: outcome.statistics)
  }
}
