import ArgumentParser
import Files
import Planning
import Training

/// `jadwal report`: what a plan gives, and to whom.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports hours, learners and sessions by state, axis, partner and audience; equity.",
    usage: """
      jadwal report asean asean/plan
      jadwal report asean asean/plan --format html --out report.html
      jadwal report asean asean/plan --format csv > report.csv
      jadwal report digital-skills-2026 published --database ""
      """,
    discussion: """
      A joint session counts once in all, and once in each state and audience that sits in it. A \
      partner's hours are those that its trainers give.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case md, csv, html
  }

  @OptionGroup var source: PlanSource
  @Option(help: "What to write.")
  var format: Format = .md
  @Option(help: ArgumentHelp("The file to write. [default: standard output]", valueName: "path"))
  var out: String?
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard !options.json || (format == .md && out == nil) else {
      throw ValidationError("--json stands alone: without --format and --out.")
    }
  }

  func run() throws {
    let opened = try source.open(options)
    let loaded = opened.loaded
    let tables = ReportTables(
      ProgrammeReport(PlanView(opened.plan, facts: loaded.facts, freeze: loaded.freeze)),
      of: loaded.programme)
    let bytes =
      switch format {
      case .csv: tables.csv
      case .html: page(of: tables.sheet)
      case .md: options.json ? tables.json.bytes : Array(tables.markdown.utf8)
      }
    guard let out = try options.output.deliver(bytes, to: out) else { return }
    options.output.warn("\(tables.summary) The report is in \(legible(out)).")
  }
}
