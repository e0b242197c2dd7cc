import ArgumentParser
import Files
import Planning

/// `jadwal check`: every fault, or demand and supply.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reports every fault of a dataset; with none, demand, supply and bottlenecks.",
    usage: """
      jadwal check asean
      jadwal check asean --json
      """)

  @Argument(help: "The dataset folder.")
  var dataset: String
  @OptionGroup var options: OutputOptions

  func run() throws {
    let loaded = try LoadedDataset.read(dataset, options)
    let outlook = Outlook(loaded.facts, freeze: loaded.freeze)
    let shortages = loaded.shortages
    if options.json {
      try options.output.write(
        JSONText.object([
          ("faults", .list([])), ("fault_count", .whole(0)),
          ("warnings", .list(loaded.warnings.map(faultJSON))),
          ("dataset_digest", .text(loaded.dataset.digest)), ("outlook", outlook.json),
          ("shortages", .list(shortages.map(\.json))),
        ]).bytes)
    } else {
      let lines = shortages.isEmpty ? [] : [""] + shortageLines(shortages, limit: 6)
      try options.output.write(
        outlook.text(width: Output.foldingWidth) + lines.map { $0 + "\n" }.joined())
    }
  }
}
