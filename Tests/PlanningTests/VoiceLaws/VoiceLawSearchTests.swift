import Planning
import Testing
import Training

/// What a search ends with keeps every rule, costs what the rules say, and comes back from its plan.
@Suite struct VoiceLawSearchTests {
  static let seeds = Array(UInt64(1)...(VoiceLawTests.isLong ? 1000 : 60))

  @Test("Both voices agree on what a search ends with")
  func searchEndsWithWhatTheRulesSay() {
    for seed in Self.seeds {
      let compiled = CompiledProgramme(OddProgramme.makeInForce(seed: seed))
      let result = search(compiled, seed: seed, threads: 1 + Int(seed % 3), moves: 3000)
      let flaw =
        compiled.difference(result.solution) ?? compiled.lossOnReturn(result.solution)
      #expect(flaw == nil, "odd in force \(seed)")
    }
  }

  @Test("A search from a plan is never worse than the plan")
  func searchFromAPlanIsNeverWorse() {
    for seed in Self.seeds {
      let compiled = CompiledProgramme(OddProgramme.makeInForce(seed: seed))
      var best = Int.max
      var earlier: Plan?
      // The first rounds find, the last ones hardly try.
      for moves in [2000, 500, 64, 0] {
        let result = search(compiled, seed: seed + 1, threads: 2, moves: moves, from: earlier)
        #expect(result.solution.cost <= best, "odd in force \(seed), \(moves) moves")
        #expect(compiled.difference(result.solution) == nil, "odd in force \(seed)")
        best = result.solution.cost
        earlier = result.plan
      }
    }
  }

  private func search(
    _ compiled: CompiledProgramme, seed: UInt64, threads: Int, moves: Int, from earlier: Plan? = nil
  ) -> PlanResult {
    let budget = Budget(SearchLimits(iterations: moves), threads: threads)
    return compiled.search(
      PlanRequest(seed: seed, threads: threads, earlier: earlier), within: budget)
  }
}
