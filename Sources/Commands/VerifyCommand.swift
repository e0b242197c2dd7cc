import ArgumentParser
import Files
import Planning
import Training

/// `jadwal verify`: a plan judged by the rules alone, without the search.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes every rule and cost of a plan from scratch.",
    usage: """
      jadwal verify asean asean/plan
      jadwal verify asean assignments.csv --json
      """)

  @Argument(help: "The dataset folder.")
  var dataset: String
  @Argument(help: "A plan folder or an assignments.csv.")
  var plan: String
  @OptionGroup var options: OutputOptions

  func run() throws {
    let output = options.output
    let loaded = try LoadedDataset.read(dataset, options)
    let plan = try readPlanFile(self.plan, of: loaded, options)
    let verification = Verification(PlanView(plan, facts: loaded.facts, freeze: loaded.freeze))
    output.write(
      options.json
        ? verification.json(of: plan).bytes
        : Array(verification.text(of: plan).utf8))
    if !verification.violations.isEmpty { throw ExitStatus.badData }
  }
}

/// The plan in `path`; every fault of the file is told, and ends the command.
func readPlanFile(
  _ path: String, of loaded: LoadedDataset, _ options: OutputOptions
) throws -> Plan {
  switch readPlan(at: path, for: loaded.programme) {
  case .success(let file): return file.plan
  case .failure(let faults):
    options.output.tell(faults.description)
    if options.json { options.output.write(faultsJSON(faults).bytes) }
    throw ExitStatus.badData
  }
}
