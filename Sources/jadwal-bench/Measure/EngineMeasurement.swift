import Dispatch
import Engine
import Planning

/// Measures the engine on a problem.
struct EngineMeasurement {
  let problem: Problem
  let options: SearchOptions
  /// CPU seconds of one measurement; others take a multiple of it.
  let unit: Double
  /// Moves of one measurement, which then takes as long as they take.
  let moves: Int?
  /// Ends all of it.
  let whole: Budget

  /// Where the kernel stands against the engine: both at a quarter of a unit of cost.
  static let kernelTemperature = 64

  /// A plan to measure from, and the CPU time to the first full one.
  func annealed() -> (solution: Solution, constructionSeconds: Double) {
    let started = Budget.threadSeconds()
    // Construction is outside the limit: what is measured needs a full plan.
    let first = solve(
      problem, options: options, watch: Stint(seconds: 0, moves: 0, within: whole),
      run: { _, body in body(0) })
    let construction = Budget.threadSeconds() - started
    let limits =
      moves.map { SearchLimits(iterations: 5 * $0) }
      ?? SearchLimits(cpuSeconds: Budget.cpuSeconds() + 5 * unit)
    let budget = Budget(limits, threads: 1)
    let outcome = solve(
      problem, from: first.solution, options: options, watch: Both(budget, whole),
      run: { _, body in body(0) })
    return (outcome.solution, construction)
  }

  /// Moves of the neighbourhoods that `odds` name, from `solution`; nil: as a search draws them.
  func measure(_ name: String, odds: [Int]?, from solution: Solution) -> EngineFigures.Moves {
    var options = self.options
    options.odds = odds
    options.threads = 1
    var seconds = 0.0
    let outcome = solve(
      problem, from: solution, options: options,
      watch: Stint(seconds: unit, moves: moves, within: whole)
    ) { _, body in
      let started = Budget.threadSeconds()
      body(0)
      seconds += Budget.threadSeconds() - started
    }
    return outcome.statistics.reduce(
      into: EngineFigures.Moves(
        name: name, proposed: 0, evaluated: 0, kept: 0, alternatives: 0, seconds: seconds)
    ) { sum, counts in
      sum.proposed += counts.proposed
      sum.evaluated += counts.evaluated
      sum.kept += counts.kept
      sum.alternatives += counts.alternatives
    }
  }

  /// Each neighbourhood alone.
  func neighbourhoods(from solution: Solution) -> [EngineFigures.Moves] {
    Neighbourhood.allCases.compactMap { neighbourhood in
      guard !whole.isSpent else { return nil }
      let odds = Neighbourhood.allCases.map { $0 == neighbourhood ? 1 : 0 }
      return measure("\(neighbourhood)", odds: odds, from: solution)
    }
  }

  /// The kernel from where it stands.
  func measure(_ kernel: Kernel) -> EngineFigures.Moves {
    var figures = EngineFigures.Moves(
      name: "C kernel", proposed: 0, evaluated: 0, kept: 0, alternatives: 0, seconds: 0)
    let started = Budget.threadSeconds()
    repeat {
      let counts = kernel.run(
        min(moves ?? .max, 100_000),
        temperature: options.endTemperature ?? Self.kernelTemperature)
      figures.proposed += counts.proposed
      figures.evaluated += counts.evaluated
      figures.kept += counts.kept
      figures.alternatives += counts.evaluated
      figures.seconds = Budget.threadSeconds() - started
    } while moves.map({ figures.proposed < $0 }) ?? (figures.seconds < unit) && !whole.isSpent
    return figures
  }

  /// A search from the beginning, for two units of wall time.
  func search(threads: Int) -> EngineFigures.Threads {
    var options = self.options
    options.threads = threads
    let limits = SearchLimits(
      seconds: moves == nil ? 2 * unit : nil, iterations: moves.map { $0 * threads })
    var seconds = 0.0
    var cpuSeconds = 0.0
    let outcome = solve(
      problem, options: options, watch: Both(Budget(limits, threads: threads), whole)
    ) { count, body in
      let started = ContinuousClock.now
      let used = Budget.cpuSeconds()
      if count == 1 {
        body(0)
      } else {
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
      }
      seconds += jadwal_bench.seconds(since: started)
      cpuSeconds += Budget.cpuSeconds() - used
    }
    return EngineFigures.Threads(
      threads: threads, seconds: seconds, cpuSeconds: cpuSeconds, moves: outcome.iterations,
      cost: outcome.solution.cost)
  }
}

/// Two limits, of which the nearer counts.
private struct Both: Watch {
  let one: Budget
  let other: Budget

  init(_ one: Budget, _ other: Budget) {
    self.one = one
    self.other = other
  }

  var movesPerThread: Int { one.movesPerThread }
  func spent(moves: Int, best: Int) -> Int {
    max(one.spent(moves: moves, best: best), other.isSpent ? 65_536 : 0)
  }
  func report(_ progress: SearchProgress) {}
}
