import ArgumentParser
import Files

/// `jadwal import`: stores a version of a dataset.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Stores a version of a dataset in PostgreSQL; the same files twice are one version.")

  @Argument(help: "The dataset folder.")
  var dataset: String
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let (source, isNew) = try StoredSource.store(
      dataset, as: actor.actor, database.connect(), options)
    let programme = source.programme
    if options.json {
      try options.output.write(
        JSONText.object([
          ("programme", .text(programme.name)), ("domain", .text(programme.domain)),
          ("version", .whole(source.version)), ("new", .text(isNew ? "yes" : "no")),
          ("dataset_digest", .text(source.loaded.dataset.digest)),
        ]).bytes)
    } else {
      try options.output.write(
        "\(programme.name): dataset version \(source.version)"
          + (isNew ? " is stored.\n" : " has these files already.\n"))
    }
  }
}
