import Testing

@testable import Engine

/// Ends after a number of moves a thread.
struct MoveLimit: Watch {
  var movesPerThread: Int
  func spent(moves: Int, best: Int) -> Int { moves * 65_536 / movesPerThread }
  func report(_ progress: SearchProgress) {}
}

private func solve(
  _ problem: Problem, from earlier: Solution? = nil, seed: UInt64 = 1, threads: Int = 1,
  moves: Int = 20_000
) -> Solution {
  var options = SearchOptions()
  options.seed = seed
  options.threads = threads
  options.round = 2_000
  return Engine.solve(
    problem, from: earlier, options: options, watch: MoveLimit(movesPerThread: moves)
  ) {
    count, body in
    // Backwards on purpose: what is found must not depend on who runs first.
    for thread in (0..<count).reversed() { body(thread) }
  }.solution
}

@Suite struct SolverTests {
  @Test("The best is what a recount says, and breaks no rule", arguments: UInt64(1)...20)
  func bestIsRecounted(seed: UInt64) {
    let problem = RandomProblem.make(seed: seed)
    let solution = solve(problem, seed: seed, threads: 1 + Int(seed % 3))
    let recount = Recount(solution, of: problem)
    #expect(recount.cost == solution.cost, "seed \(seed)")
    #expect(recount.violations.isEmpty, "seed \(seed): \(recount.violations)")
  }

  @Test("The same seed, threads and moves find the same", arguments: [1, 2, 3])
  func isRepeatable(threads: Int) {
    let problem = RandomProblem.make(seed: 7)
    #expect(
      solve(problem, seed: 5, threads: threads) == solve(problem, seed: 5, threads: threads))
  }

  @Test("It is never worse than what it starts from", arguments: UInt64(1)...10)
  func keepsWhatItWasGiven(seed: UInt64) {
    let problem = RandomProblem.make(seed: seed)
    let good = solve(problem, seed: seed, moves: 60_000)
    #expect(solve(problem, from: good, seed: seed + 1, moves: 256).cost <= good.cost)
  }

  @Test("More moves find better plans than construction alone")
  func improves() {
    let seeds = UInt64(1)...10
    let short = seeds.reduce(0) { $0 + solve(RandomProblem.make(seed: $1), moves: 1).cost }
    let long = seeds.reduce(0) { $0 + solve(RandomProblem.make(seed: $1), moves: 60_000).cost }
    #expect(long < short)
  }

  @Test("A problem without activities has a solution")
  func empty() {
    let problem = ProblemBuilder(optionStarts: []).build()
    #expect(solve(problem) == Solution(cost: 0, entries: [], choices: []))
  }
}

@Suite struct AnnealingTests {
  @Test("The table holds −ln of evenly spread numbers", arguments: [0, 100, 511, 1023])
  func draws(index: Int) {
    // −ln((2 i + 1) ÷ 2048) in 65 536ths, worked out by hand.
    let expected = [0: 499_685, 100: 152_129, 511: 45_490, 1023: 32]
    let drawn = Int(Annealing.draws[index])
    #expect(abs(drawn - (expected[index] ?? 0)) <= 8, "\(index): \(drawn)")
  }

  @Test("What is allowed is the temperature on average", arguments: [0, 32_768, 65_536])
  func allowance(spent: Int) {
    var annealing = Annealing(start: 256 * 400, end: 256 * 4)
    annealing.cool(spent: spent)
    var random = Random(seed: 1)
    var sum = 0
    Annealing.draws.withUnsafeBufferPointer { draws in
      guard let base = draws.baseAddress else { return }
      for _ in 0..<100_000 { sum += annealing.allowance(&random, base) }
    }
    // Geometric: half-way between 400 and 4 is 40. Whole numbers lose half a unit each.
    let expected: Double = spent == 0 ? 400 : spent == 32_768 ? 40 : 4
    let mean = Double(sum) / 100_000 + 0.5
    #expect(abs(mean - expected) < expected / 10, "\(mean)")
  }

  @Test("Powers and logarithms of two undo each other")
  func logarithms() {
    for value in [1, 2, 3, 10, 255, 10_240, 1_000_000] {
      let back = Annealing.exp2(Annealing.log2(UInt64(value))) >> 8
      #expect(abs(back - value * 256) <= max(2, value / 32), "\(value): \(back)")
    }
  }
}
