import ArgumentParser
import Engine
import Files
import Foundation
import Planning
import Training

/// `jadwal-bench training`: plans a dataset and prints the cost over time as CSV.
struct TrainingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Plans a dataset and prints the best cost over time as CSV.",
    discussion: "The last lines, on standard error, tell of each neighbourhood's moves.")

  @Argument(help: "The dataset folder.")
  var dataset: String
  @OptionGroup var search: SearchArguments

  func run() async throws {
    let started = ContinuousClock.now
    let programme = try loadProgramme(dataset)
    let budget = Budget(search.limits, threads: search.threads, started: started) { progress in
      let (seconds, attoseconds) = started.duration(to: .now).components
      let elapsed = Double(seconds) + Double(attoseconds) / 1e18
      print(
        String(
          format: "%.3f,%.3f,%ld,%ld,%ld", elapsed, Budget.cpuSeconds(), progress.iterations,
          progress.cost, progress.unplaced))
      fflush(nil)
    }
    let signals = SignalStop { budget.stop() }
    defer { signals.cancel() }
    let compiled = CompiledProgramme(programme)
    print("seconds,cpu_seconds,iterations,cost,unplaced")
    let result = compiled.search(
      PlanRequest(seed: search.seed, threads: search.threads, options: search.options),
      within: budget)
    let verification = Verification(PlanView(result.plan))
    note(
      "cost \(verification.cost) coverage \(verification.coverage) comfort \(verification.comfort) "
        + "unplaced \(result.plan.placements.count { $0 == nil }) "
        + "violations \(verification.violations.count) iterations \(result.iterations)")
    for counts in result.statistics {
      note(
        "\(counts.neighbourhood): proposed \(counts.proposed), evaluated \(counts.evaluated), "
          + "kept \(counts.kept), alternatives \(counts.alternatives)")
    }
    for violation in verification.violations.prefix(10) {
      note("\(violation.rule): \(violation.sentence)")
    }
    guard verification.violations.isEmpty, verification.cost == result.solution.cost else {
      note("the engine says \(result.solution.cost), the rules say \(verification.cost)")
      throw ExitCode(70)
    }
  }
}

/// Writes a line to standard error.
func note(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// The programme of a dataset folder; every fault is told.
func loadProgramme(_ path: String) throws -> Programme {
  switch readDataset(at: path) {
  case .success(let dataset): return dataset.programme
  case .failure(let faults):
    note(faults.description)
    throw ExitCode(65)
  }
}
