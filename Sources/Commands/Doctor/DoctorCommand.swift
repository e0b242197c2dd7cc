import ArgumentParser
import Files
import Foundation

/// `jadwal doctor`: whether this machine and its database are fit to plan.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks zone data, database, schema and clock, and says what to do.",
    usage: """
      jadwal doctor
      jadwal doctor --database postgresql:///training
      """,
    discussion: """
      A database is looked at where one is named. Exit 69 where it cannot be used, 65 where \
      something else is wrong, 0 where all is well or there are warnings only.
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    var examinations = [zoneData(), encoding(), temporaryFolder(), clock()]
    let own = examinations
    examinations += databaseExaminations()
    let isFit = !examinations.contains { $0.verdict == .bad }
    if options.json {
      try options.output.write(
        JSONText.object([
          ("fit", .truth(isFit)),
          ("examinations", .list(examinations.map(\.json))),
        ]).bytes)
    } else {
      try options.output.write(text(examinations))
    }
    if own.contains(where: { $0.verdict == .bad }) { throw ExitStatus.badData }
    if !isFit { throw ExitStatus.unavailable }
  }

  private func text(_ examinations: [Examination]) -> String {
    let widths = (
      verdict: examinations.map(\.verdict.rawValue.count).max() ?? 0,
      subject: examinations.map(\.subject.count).max() ?? 0
    )
    let indent = widths.verdict + widths.subject + 4
    return examinations.map { examination in
      let head =
        filled(examination.verdict.rawValue, to: widths.verdict) + "  "
        + filled(examination.subject, to: widths.subject) + "  "
      let finding = examination.finding + (examination.remedy.map { ": " + $0 } ?? "")
      let lines = folded(legible(finding), to: Output.foldingWidth, indents: indent, indent)
      return head + lines.joined(separator: "\n").dropFirst(indent) + "\n"
    }.joined()
  }

  /// Only where somebody names a database is one missed.
  private func databaseExaminations() -> [Examination] {
    let environment = ProcessInfo.processInfo.environment
    let isNamed =
      database.database != nil
      || ["DATABASE_URL", "PGHOST", "PGDATABASE", "PGSERVICE"].contains {
        !(environment[$0] ?? "").isEmpty
      }
    guard isNamed else {
      return [
        Examination(
          subject: "database", verdict: .good,
          finding: "none is named, and none is needed to plan a folder",
          remedy: "--database or DATABASE_URL names one")
      ]
    }
    return DatabaseExamination(database).examine()
  }
}
