import ArgumentParser
import Files
import Foundation

/// `jadwal init`: writes the example dataset.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes the example dataset: eleven member states, ready to plan and to edit.",
    usage: "jadwal init asean")

  @Argument(help: "The folder to write; new or empty.")
  var folder: String
  @OptionGroup var options: OutputOptions

  func run() throws {
    let output = options.output
    do {
      try ExampleDataset.write(to: URL(fileURLWithPath: folder, isDirectory: true))
    } catch {
      throw Failure(ExitStatus.cannotWrite, legible("\(error)"))
    }
    if options.json {
      try output.write(
        JSONText.object([
          ("dataset", .text(folder)),
          ("files", .list(ExampleDataset.files.map { .text($0.name) })),
        ]).bytes)
    } else {
      let path = legible(folder)
      try output.write("\(path): an example dataset. Next: jadwal plan \(path)\n")
    }
  }
}
