import ArgumentParser
import Files
import Planning
import Training

/// `jadwal diff`: what changed between two plans, by person affected.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells what changed between two plans, to each person whom it concerns.",
    usage: """
      jadwal diff asean asean/plan asean/new
      jadwal diff asean asean/plan asean/new --trainer T-VN-03
      jadwal diff asean asean/plan asean/new --by-person
      jadwal diff asean asean/plan asean/new --format html --out changes.html
      jadwal diff digital-skills-2026 1 2 --database ""
      """,
    discussion: """
      Both plans are read with the dataset as it is now, stored ones with that of the later version; \
      sessions that have come or gone meanwhile are told as such. Why a session changed is found out by \
      putting it back: what the facts forbid, whom it made room for, or what that would cost.

      Up to five changes are told to each person; of more, the first twenty and how many concern whom.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, html
  }

  @Argument(help: "The dataset folder; with --database a stored programme.")
  var dataset: String
  @Argument(help: "The earlier plan: a folder or an assignments.csv, or a version.")
  var old: String
  @Argument(help: "The later plan.")
  var new: String
  @OptionGroup var storage: StorageOptions
  @Option(help: ArgumentHelp("One trainer's changes.", valueName: "id"))
  var trainer: String?
  @Option(help: ArgumentHelp("One cohort's changes.", valueName: "id"))
  var cohort: String?
  @Option(help: ArgumentHelp("One venue's changes.", valueName: "id"))
  var venue: String?
  @Flag(help: "Each person's own list, however many sessions changed.")
  var byPerson = false
  @Option(help: "What to write.")
  var format: Format = .text
  @Option(help: ArgumentHelp("The file to write. [default: standard output]", valueName: "path"))
  var out: String?
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard [cohort, trainer, venue].compactMap(\.self).count <= 1 else {
      throw ValidationError("Choose one of --cohort, --trainer and --venue.")
    }
    guard !options.json || (format == .text && out == nil) else {
      throw ValidationError("--json stands alone: without --format and --out.")
    }
  }

  func run() throws {
    let source = try storage.open(dataset, at: new, isPlanned: false, options)
    let loaded = source.loaded
    let selection = try TimetableSelection.party(
      cohort: cohort, trainer: trainer, venue: venue, in: loaded.programme)
    let told = ChangesTold(
      comparison: PlanComparison(
        from: try source.comparedPlan(at: old), to: try source.comparedPlan(at: new), loaded.facts,
        loaded.freeze),
      programme: loaded.programme, selection: selection)
    let bytes =
      switch format {
      case .html: page(of: told.sheet(title: loaded.programme.settings.title))
      case .text:
        options.json
          ? told.json.bytes
          : Array((told.lines(byPerson: byPerson).joined(separator: "\n") + "\n").utf8)
      }
    guard let out = try options.output.deliver(bytes, to: out) else { return }
    options.output.warn("\(told.summary) All of it is in \(legible(out)).")
  }
}
