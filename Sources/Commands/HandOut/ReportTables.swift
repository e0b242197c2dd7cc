import Files
import Planning
import Training

/// A report as tables of text, from which each format is written.
struct ReportTables {
  struct Table {
    var title: String
    var header: [String]
    var rows: [[String]]
    /// The row's share in thousandths, where a bar may show it.
    var shares: [Int?]
  }

  let title: String
  let summary: String
  let tables: [Table]

  init(_ report: ProgrammeReport, of programme: Programme) {
    title = programme.settings.title
    let total = report.total
    summary =
      "\(grouped(total.sessionsPlaced)) of \(counted(total.sessionsAsked, "session")) have a place; "
      + "\(grouped(total.learnersReached)) of \(counted(total.learnersAsked, "learner")) are "
      + "reached; \(grouped(total.learnerMinutesPlaced / 60)) of "
      + "\(grouped(total.learnerMinutesAsked / 60)) learner-hours are taught."
    func name(_ line: ProgrammeReport.Line) -> String {
      programme.states.first { $0.code == line.name }.map { "\($0.name) (\($0.code))" } ?? line.name
    }
    tables =
      [
        Self.table("By member state", "member state", report.states) { name($0) },
        Self.table("By axis", "axis", report.axes) { $0.name.isEmpty ? "without axis" : $0.name },
        Self.table("By audience", "audience", report.audiences) {
          $0.name.replacing("_", with: " ")
        },
        Self.partners(report, programme), Self.equity(report, programme),
      ].filter { !$0.rows.isEmpty }
  }

  private static func table(
    _ title: String, _ kind: String, _ lines: [ProgrammeReport.Line],
    name: (ProgrammeReport.Line) -> String
  ) -> Table {
    let asking = lines.filter { $0.sessionsAsked > 0 }
    return Table(
      title: title,
      header: [
        kind, "sessions asked", "placed", "hours asked", "taught", "learners asked", "reached",
        "learner-hours asked", "taught to", "share %",
      ],
      rows: asking.map { line in
        [
          name(line), String(line.sessionsAsked), String(line.sessionsPlaced),
          hours(line.minutesAsked), hours(line.minutesPlaced), String(line.learnersAsked),
          String(line.learnersReached), hours(line.learnerMinutesAsked),
          hours(line.learnerMinutesPlaced), line.share.map(tenths) ?? "",
        ]
      }, shares: asking.map(\.share))
  }

  private static func partners(_ report: ProgrammeReport, _ programme: Programme) -> Table {
    Table(
      title: "By partner",
      header: ["partner", "sessions", "learners", "trainer-hours given", "at most", "used %"],
      rows: zip(report.partners, programme.partners).map { line, partner in
        [
          "\(partner.name) (\(partner.id))", String(line.sessions), String(line.learners),
          hours(line.trainerMinutes), line.capMinutes.map(hours) ?? "no limit",
          used(line).map(tenths) ?? "",
        ]
      }, shares: report.partners.map(used))
  }

  /// Thousandths of what a partner can give at most.
  private static func used(_ line: ProgrammeReport.PartnerLine) -> Int? {
    line.capMinutes.flatMap { $0 == 0 ? nil : line.trainerMinutes * 1000 / $0 }
  }

  private static func equity(_ report: ProgrammeReport, _ programme: Programme) -> Table {
    let perYouth = Dictionary(
      uniqueKeysWithValues: zip(programme.states.map(\.code), report.hoursPerYouth))
    var rows: [[String]] = []
    for (kind, shares) in [("state", report.shares.states), ("group", report.shares.groups)] {
      for share in shares {
        let youth = kind == "state" ? perYouth[share.name].flatMap(\.self) : nil
        rows.append([kind, share.name, tenths(share.share), youth.map(hundredths) ?? ""])
      }
      guard let least = shares.map(\.share).min(), let most = shares.map(\.share).max() else {
        continue
      }
      let jain = ProgrammeReport.jainIndex(shares.map { Double($0.placed) / Double($0.asked) })
      rows.append([kind, "least ÷ most", most == 0 ? "" : tenths(least * 1000 / most), ""])
      rows.append([kind, "Jain's index (of 100)", tenths(Int((jain * 1000).rounded())), ""])
    }
    return Table(
      title: "Equity",
      header: ["of each", "name", "share taught %", "learner-hours per 10,000 youth"], rows: rows,
      shares: rows.map { _ in nil })
  }

  private static func hours(_ minutes: Int) -> String { tenths(minutes * 10 / 60) }

  private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

  private static func hundredths(_ value: Int) -> String {
    "\(value / 100).\(value / 10 % 10)\(value % 10)"
  }

  var markdown: String {
    func cell(_ text: String) -> String {
      legible(text).replacing("\\", with: "\\\\").replacing("|", with: "\\|")
    }
    func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    let parts = tables.map { table in
      let named = table.header.prefix(while: Self.isName).count
      let rule = table.header.indices.map { $0 < max(1, named) ? "---" : "---:" }
      return
        ([
          "## \(table.title)", "", row(table.header.map(cell)), row(rule),
        ] + table.rows.map { row($0.map(cell)) }).joined(separator: "\n")
    }
    return (["# \(cell(title))", summary] + parts).joined(separator: "\n\n") + "\n"
  }

  private static func isName(_ header: String) -> Bool {
    ["member state", "axis", "audience", "partner", "of each", "name"].contains(header)
  }

  /// One long table: which part, which row, which figure, its value.
  var csv: [UInt8] {
    var writer = CSVWriter(header: ["table", "row", "figure", "value"])
    for table in tables {
      let names = table.header.prefix(while: Self.isName).count
      for row in table.rows {
        for column in row.indices.dropFirst(names) where !row[column].isEmpty {
          writer.row([
            .value(table.title), .text(row.prefix(names).joined(separator: ": ")),
            .value(table.header[column]), .text(row[column]),
          ])
        }
      }
    }
    return writer.bytes
  }

  var json: JSONText {
    .object([
      ("title", .text(title)), ("summary", .text(summary)),
      (
        "tables",
        .list(
          tables.map { table in
            .object([
              ("title", .text(table.title)),
              (
                "rows",
                .list(
                  table.rows.map { row in
                    .object(zip(table.header, row).map { ($0, .text($1)) })
                  })
              ),
            ])
          })
      ),
    ])
  }

  var sheet: ReportSheet {
    ReportSheet(
      title: title, summary: summary,
      tables: tables.map { table in
        ReportSheet.Table(
          title: table.title, header: table.header, rows: table.rows, shares: table.shares,
          names: max(1, table.header.prefix(while: Self.isName).count))
      })
  }
}
