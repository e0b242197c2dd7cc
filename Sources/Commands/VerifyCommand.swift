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
    let loaded = try LoadedDataset.read(dataset, options)
    let plan = try loaded.plan(at: self.plan)
    let verification = Verification(PlanView(plan, facts: loaded.facts, freeze: loaded.freeze))
    try options.output.write(
      options.json
        ? verification.json(of: plan).bytes
        : Array(verification.text(of: plan).utf8))
    if !verification.violations.isEmpty { throw ExitStatus.badData }
  }
}
