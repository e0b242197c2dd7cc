import ArgumentParser
import Files
import Foundation
import Planning
import Training

/// `jadwal what-if`: the same search with other facts, and what that changes.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Plans with other facts beside the dataset's own, and tells the difference.",
    usage: """
      jadwal what-if asean "+trainer T-NEW like T-VN-03"
      jadwal what-if asean "-venue V-HAN-LAB1" "closed MM 2026-08-10..14"
      jadwal what-if asean "trainer T-VN-03 max_hours_week=30" "away T-LA-01 2026-08-10..14"
      jadwal what-if asean "weight idle=10 away=0"
      jadwal what-if digital-skills-2026 "-venue V-HAN-LAB1" --database ""
      """,
    discussion: """
      Both searches have the same seed and number of moves. Since a search is partly chance, both are done \
      again under a second seed: what differs only under one of them tells nothing. \
      The dataset is not touched and no plan is written. \
      Other weights make other costs: then look at the sessions and at the single terms.

      Changes: "+trainer ID like ID column=value", "+venue …", "+cohort …"; "-trainer ID", "-venue ID", \
      "-cohort ID"; "trainer ID column=value" and so on; "closed PLACE DATE..DATE"; "away ID DATE..DATE"; \
      "weight NAME=NUMBER".
      """)

  @Argument(help: "The dataset folder; with --database a stored programme.")
  var dataset: String
  @Argument(
    help: ArgumentHelp(
      "What is to be otherwise: + adds, - takes away (also: without), else column=value.",
      valueName: "change"))
  var changes: [String]
  @OptionGroup var storage: StorageOptions
  @Option(parsing: .unconditional, help: "Moves of each search, all threads together.")
  var iterations = 3_000_000
  @Option(parsing: .unconditional, help: "Where the random numbers start.")
  var seed: UInt64 = 1
  @Option(parsing: .unconditional, help: "Threads that search.")
  var threads = 1
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard iterations >= 0 else {
      throw ValidationError("--iterations is a whole number, 0 or more.")
    }
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads is a whole number from 1 to 256.")
    }
    guard !changes.isEmpty else {
      throw ValidationError("What is to be otherwise? A change is \(FactChange.forms).")
    }
  }

  func run() throws {
    let (loaded, stored, taken) = try storage.openWithFiles(dataset, options)
    var facts = ChangedFacts(
      loaded.programme, Dictionary(stored.map { ($0.name, $0.bytes) }) { $1 })
    for change in changes { try facts.make(try FactChange(change)) }
    var changed = try LoadedDataset.read(
      .memory(facts.files), named: "\(dataset), changed", options)
    try changed.weigh(facts.weights)
    try changed.occupy(taken)
    for note in facts.notes { options.output.warn(note) }
    let pairs = [seed, seed &+ 1].map { seed in
      (search(loaded, seed, "as it is"), search(changed, seed, "changed"))
    }
    let comparison = WhatIf(
      changes: changes, before: pairs[0].0, after: pairs[0].1, again: pairs[1])
    options.output.live("")
    try options.output.write(
      options.json ? comparison.json.bytes : Array(comparison.text.utf8))
  }

  /// The arguments with `without venue X` for `-venue X`, which a parser of options would take apart.
  static func withoutSigns(_ arguments: [String]) -> [String] {
    guard arguments.first == "what-if" else { return arguments }
    return arguments.map { argument in
      let isChange = FactChange.Kind.allCases.contains {
        argument.hasPrefix("-\($0.rawValue) ")
      }
      return isChange ? "without " + argument.dropFirst() : argument
    }
  }

  private func search(_ loaded: LoadedDataset, _ seed: UInt64, _ what: String) -> Verification {
    let output = options.output
    let budget = Budget(SearchLimits(iterations: iterations), threads: threads) { progress in
      output.live(
        "\(what) · cost \(grouped(progress.cost)) · \(grouped(progress.unplaced)) unplaced")
    }
    let result = CompiledProgramme(loaded.facts, freeze: loaded.freeze).search(
      PlanRequest(seed: seed, threads: threads), within: budget)
    return Verification(PlanView(result.plan, facts: loaded.facts, freeze: loaded.freeze))
  }
}
