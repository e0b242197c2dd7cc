import ArgumentParser
import Benchmarks
import Engine
import Foundation
import Planning

/// `jadwal-bench cbctt`: a curriculum-based timetable by the same engine.
struct CBCTTCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cbctt",
    abstract: "Timetables an ITC-2007 curriculum-based instance, and writes the solution.")

  @Argument(help: "A .ctt file.")
  var instance: String
  @Option(help: "The file to write, in the competition's format.")
  var solution: String
  @OptionGroup var search: SearchArguments

  func run() async throws {
    let started = ContinuousClock.now
    let instance = try loadInstance(self.instance)
    let budget = Budget(search.limits, threads: search.threads, started: started)
    let signals = SignalStop { budget.stop() }
    defer { signals.cancel() }
    let compiled = CBCTT.CompiledInstance(instance)
    var options = search.options
    options.seed = search.seed
    options.threads = search.threads
    let outcome = solve(compiled.problem, options: options, watch: budget) { count, body in
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
    let timetable = compiled.timetable(outcome.solution)
    do {
      try CBCTT.SolutionWriter.write(timetable, of: instance, to: solution)
    } catch {
      note("\(error)")
      throw ExitCode(73)
    }
    let score = CBCTT.Score(timetable, of: instance)
    print(
      "violations \(score.violations) cost \(score.cost) iterations \(outcome.iterations) "
        + "seconds \(String(format: "%.1f", budget.elapsed))")
    for counts in outcome.statistics {
      note(
        "\(counts.neighbourhood): proposed \(counts.proposed), evaluated \(counts.evaluated), "
          + "kept \(counts.kept), alternatives \(counts.alternatives)")
    }
    guard score.cost == outcome.solution.cost || score.violations > 0 else {
      note("the engine says \(outcome.solution.cost), the score says \(score.cost)")
      throw ExitCode(70)
    }
  }
}

/// The instance of a `.ctt` file; its fault is told.
func loadInstance(_ path: String) throws -> CBCTT.Instance {
  do {
    return try CBCTT.InstanceReader.read(contentsOf: path)
  } catch {
    note("\(error)")
    throw ExitCode(65)
  }
}
