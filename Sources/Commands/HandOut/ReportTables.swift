import Files
import Planning
import Training

/// A report as tables, from which each format is written.
struct ReportTables {
  struct Column {
    var title: String
    /// As CSV and JSON have it.
    var key: String
    var isName = false
  }

  enum Cell {
    case name(String)
    case whole(Int)
    /// In thousandths, told with so many digits behind the point, one to three.
    case decimal(Int, digits: Int)
    /// Words where there is no figure.
    case note(String)
    case nothing
  }

  struct Table {
    var title: String
    var columns: [Column]
    var rows: [[Cell]]
    /// The row's share in thousandths, where a bar may show it.
    var shares: [Int?]

    var nameCount: Int { columns.prefix(while: \.isName).count }
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
        Self.table("By member state", "member state", report.states, total) { name($0) },
        Self.table("By axis", "axis", report.axes, total) {
          $0.name.isEmpty ? "without axis" : $0.name
        },
        Self.table("By audience", "audience", report.audiences, total) {
          $0.name.replacing("_", with: " ")
        },
        Self.partners(report, programme), Self.equity(report, programme),
        Self.evenness(report),
      ].filter { !$0.rows.isEmpty }
  }

  private static func table(
    _ title: String, _ kind: String, _ lines: [ProgrammeReport.Line], _ total: ProgrammeReport.Line,
    name: (ProgrammeReport.Line) -> String
  ) -> Table {
    let asking = lines.filter { $0.sessionsAsked > 0 }
    func row(_ line: ProgrammeReport.Line, _ name: String) -> [Cell] {
      [
        .name(name), .whole(line.sessionsAsked), .whole(line.sessionsPlaced),
        hours(line.minutesAsked), hours(line.minutesPlaced), .whole(line.learnersAsked),
        .whole(line.learnersReached), hours(line.learnerMinutesAsked),
        hours(line.learnerMinutesPlaced), percent(line.share),
      ]
    }
    return Table(
      title: title,
      columns: [
        Column(title: kind, key: kind.replacing(" ", with: "_"), isName: true),
        Column(title: "sessions asked", key: "sessions_asked"),
        Column(title: "placed", key: "sessions_placed"),
        Column(title: "hours asked", key: "hours_asked"),
        Column(title: "taught", key: "hours_taught"),
        Column(title: "learners asked", key: "learners_asked"),
        Column(title: "reached", key: "learners_reached"),
        Column(title: "learner-hours asked", key: "learner_hours_asked"),
        Column(title: "taught to", key: "learner_hours_taught"),
        Column(title: "share %", key: "share_percent"),
      ],
      rows: asking.map { row($0, name($0)) } + (asking.isEmpty ? [] : [row(total, "all")]),
      shares: asking.map(\.share) + (asking.isEmpty ? [] : [total.share]))
  }

  private static func partners(_ report: ProgrammeReport, _ programme: Programme) -> Table {
    func row(_ line: ProgrammeReport.PartnerLine, _ name: String) -> [Cell] {
      [
        .name(name), .whole(line.sessions), .whole(line.learners), hours(line.trainerMinutes),
        line.capMinutes.map(hours) ?? .note("no limit"), percent(used(line)),
      ]
    }
    let lines = report.partners.isEmpty ? [] : report.partners + [report.partnerTotal]
    return Table(
      title: "By partner",
      columns: [
        Column(title: "partner", key: "partner", isName: true),
        Column(title: "sessions", key: "sessions"), Column(title: "learners", key: "learners"),
        Column(title: "trainer-hours given", key: "trainer_hours_given"),
        Column(title: "at most", key: "trainer_hours_at_most"),
        Column(title: "used %", key: "used_percent"),
      ],
      rows: lines.enumerated().map { index, line in
        row(
          line,
          index < programme.partners.count
            ? "\(programme.partners[index].name) (\(line.name))" : line.name)
      }, shares: lines.map(used))
  }

  /// Thousandths of what a partner can give at most.
  private static func used(_ line: ProgrammeReport.PartnerLine) -> Int? {
    line.capMinutes.flatMap { $0 == 0 ? nil : line.trainerMinutes * 1000 / $0 }
  }

  private static func equity(_ report: ProgrammeReport, _ programme: Programme) -> Table {
    let perYouth = Dictionary(
      uniqueKeysWithValues: zip(programme.states.map(\.code), report.hoursPerYouth))
    var rows: [[Cell]] = []
    for (kind, shares) in [("state", report.shares.states), ("group", report.shares.groups)] {
      for share in shares {
        let youth = kind == "state" ? perYouth[share.name].flatMap(\.self) : nil
        rows.append([
          .name(kind), .name(share.name), percent(share.share),
          youth.map { .decimal($0 * 10, digits: 2) } ?? .nothing,
        ])
      }
    }
    return Table(
      title: "Equity",
      columns: [
        Column(title: "of each", key: "of_each", isName: true),
        Column(title: "name", key: "name", isName: true),
        Column(title: "share taught %", key: "share_percent"),
        Column(
          title: "learner-hours per 10,000 youth", key: "learner_hours_per_10000_youth"),
      ],
      rows: rows, shares: rows.map { _ in nil })
  }

  /// How even the shares are, of states and of groups.
  private static func evenness(_ report: ProgrammeReport) -> Table {
    let kinds = [("states", report.shares.states), ("groups", report.shares.groups)].filter {
      !$0.1.isEmpty
    }
    return Table(
      title: "Evenness",
      columns: [
        Column(title: "among", key: "among", isName: true),
        Column(title: "least share %", key: "least_percent"),
        Column(title: "most share %", key: "most_percent"),
        Column(title: "least ÷ most", key: "least_of_most"),
        Column(title: "Jain's index", key: "jain_index"),
      ],
      rows: kinds.map { kind, shares in
        let jain = ProgrammeReport.jainIndex(shares.map { Double($0.placed) / Double($0.asked) })
        return [
          .name(kind), percent(shares.map(\.share).min()), percent(shares.map(\.share).max()),
          ProgrammeReport.leastOfMost(shares.map(\.share)).map { .decimal($0, digits: 3) }
            ?? .nothing,
          .decimal(Int((jain * 1000).rounded()), digits: 3),
        ]
      }, shares: kinds.map { _ in nil })
  }

  private static func hours(_ minutes: Int) -> Cell {
    .decimal(minutes * 10 / 60 * 100, digits: 1)
  }

  private static func percent(_ thousandths: Int?) -> Cell {
    thousandths.map { .decimal($0 * 100, digits: 1) } ?? .nothing
  }
}
