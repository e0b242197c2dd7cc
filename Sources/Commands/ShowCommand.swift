import ArgumentParser
import Files
import Planning
import Training

/// `jadwal show`: a timetable on the terminal.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a timetable on the terminal, in the local time of what is shown.",
    usage: """
      jadwal show asean asean/plan --trainer T-VN-03
      jadwal show asean asean/plan --state VN --week 2
      jadwal show digital-skills-2026 published --cohort HAN-Y1 --database ""
      """)

  @OptionGroup var source: PlanSource
  @Option(help: ArgumentHelp("One cohort's.", valueName: "id"))
  var cohort: String?
  @Option(help: ArgumentHelp("One trainer's.", valueName: "id"))
  var trainer: String?
  @Option(help: ArgumentHelp("One venue's.", valueName: "id"))
  var venue: String?
  @Option(help: ArgumentHelp("One member state's.", valueName: "code"))
  var state: String?
  @Option(parsing: .unconditional, help: "One week only, from 1.")
  var week: Int?
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard [cohort, trainer, venue, state].compactMap(\.self).count <= 1 else {
      throw ValidationError("Choose one of --cohort, --trainer, --venue and --state.")
    }
  }

  func run() throws {
    let opened = try source.open(options)
    let (loaded, plan) = (opened.loaded, opened.plan)
    let programme = loaded.programme
    let selection = try selection(in: programme)
    if let week, !(1...programme.settings.weeks).contains(week) {
      throw Failure(
        ExitStatus.usage, "--week: the programme has weeks 1 to \(programme.settings.weeks).")
    }
    if options.json {
      try options.output.write(timetableJSON(plan, of: selection, week: week).bytes)
      return
    }
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    try options.output.write(
      timetable(
        plan, of: selection, week: week, reasons: compiled.reasons(for: plan),
        width: Output.width, inColour: Output.inColour))
  }

  private func selection(in programme: Programme) throws -> TimetableSelection {
    if let state {
      return .state(
        try TimetableSelection.find(state, "state", among: programme.states.map(\.code)))
    }
    return try .party(cohort: cohort, trainer: trainer, venue: venue, in: programme) ?? .programme
  }
}
