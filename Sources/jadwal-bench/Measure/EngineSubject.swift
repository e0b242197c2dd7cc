import Benchmarks
import Engine
import Planning
import Training

/// What the engine is measured on: a problem of either world.
struct EngineSubject {
  let name: String
  let compileSeconds: Double
  let problem: Problem
  /// The kernel from a solution, where the world is one that it knows.
  let kernel: (Solution) -> Kernel?

  init(_ instance: CBCTT.Instance, named name: String, seed: UInt64) {
    self.name = name
    let started = Budget.threadSeconds()
    let compiled = CBCTT.CompiledInstance(instance)
    compileSeconds = Budget.threadSeconds() - started
    problem = compiled.problem
    kernel = { Kernel(instance, from: compiled.timetable($0), seed: seed) }
  }

  init(_ programme: Programme, named name: String) {
    self.name = name
    let started = Budget.threadSeconds()
    problem = CompiledProgramme(programme).problem
    compileSeconds = Budget.threadSeconds() - started
    kernel = { _ in nil }
  }

  /// Everything about it that the budget leaves time for.
  ///
  /// - Parameters:
  ///   - threads: what one thread is compared with.
  ///   - unit: CPU seconds of a single measurement, of which there are some twenty.
  func figures(
    options: SearchOptions, threads: Int, unit: Double, moves: Int?, within whole: Budget
  ) -> EngineFigures {
    let measurement = EngineMeasurement(
      problem: problem, options: options, unit: unit, moves: moves, whole: whole)
    let (solution, constructionSeconds) = measurement.annealed()
    var figures = EngineFigures(
      name: name, activities: problem.activityCount, resources: problem.resourceCount,
      options: problem.optionCount, compileSeconds: compileSeconds,
      constructionSeconds: constructionSeconds, tableBytes: problem.byteCount, peakBytes: 0,
      annealedCost: solution.cost, unplaced: solution.entries.count { $0 < 0 },
      neighbourhoods: measurement.neighbourhoods(from: solution), threads: [])
    // Where there is a kernel, both stand at its temperature.
    if let kernel = kernel(solution) {
      var options = options
      options.startTemperature = options.endTemperature ?? EngineMeasurement.kernelTemperature
      options.endTemperature = options.startTemperature
      let alike = EngineMeasurement(
        problem: problem, options: options, unit: unit, moves: moves, whole: whole)
      figures.mix = alike.measure("mix", odds: options.odds, from: solution)
      figures.kernel = alike.measure(kernel)
    } else {
      figures.mix = measurement.measure("mix", odds: options.odds, from: solution)
    }
    for count in [1, max(2, threads)] where !whole.isSpent {
      figures.threads.append(measurement.search(threads: count))
    }
    figures.peakBytes = peakBytes()
    return figures
  }
}
