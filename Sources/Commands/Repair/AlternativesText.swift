import Files
import Planning
import Training

/// What several good plans trade for each other.
struct AlternativesText {
  let plans: [AlternativePlan]
  /// What they are to stay near to: the plan in force, or the one that the search began with.
  let earlier: Plan?
  let lowerBound: Int

  private struct Row {
    var title: String
    var placed: Int
    var unplaced: Int
    /// The share of the state of which least is taught.
    var least: EquityShare?
    /// Trainers' days away from home.
    var away: Int
    /// Sessions of the earlier plan that do not stay as they were.
    var changed: Int?
    /// Sessions that are not as in the first plan.
    var unlike: Int
    var verification: Verification
  }

  private var rows: [Row] {
    plans.map { alternative in
      let verification = alternative.verification
      let placed = alternative.plan.placements.count { $0 != nil }
      let unlike = PlanChanges(from: plans[0].plan, to: alternative.plan)
      return Row(
        title: alternative.title, placed: placed,
        unplaced: alternative.plan.placements.count - placed,
        least: verification.states.min { ($0.share, $0.name) < ($1.share, $1.name) },
        away: verification.terms.first { $0.name == "away" }?.amount ?? 0,
        changed: earlier.map { PlanChanges(from: $0, to: alternative.plan).disturbed.count },
        unlike: unlike.all.count, verification: verification)
    }
  }

  /// By number from 1: the folder inside of the plan's.
  static func folder(_ number: Int) -> String { "alternative-\(number)" }

  private var header: [String] {
    ["", "good for", "placed", "least taught", "days away"] + (earlier == nil ? [] : ["changed"])
      + ["unlike 1", "coverage", "comfort", "cost"]
  }

  private var cells: [[String]] {
    rows.enumerated().map { index, row in
      [
        "\(index + 1)", row.title, grouped(row.placed),
        row.least.map { "\(legible($0.name)) \(percent($0.share))" } ?? "–", grouped(row.away),
      ] + (row.changed.map { [grouped($0)] } ?? []) + [
        grouped(row.unlike), grouped(row.verification.coverage),
        grouped(row.verification.comfort), grouped(row.verification.cost),
      ]
    }
  }

  func text(in folder: String, asked count: Int) -> String {
    guard let first = rows.first else { return "" }
    var lines = [
      plans.count == 1
        ? "One plan was found; all others came out the same."
        : "\(counted(plans.count, "plan")), each good for something else; every rule is kept in each.",
      "Of \(grouped(first.placed + first.unplaced)) sessions; no plan can cost less than "
        + "\(grouped(lowerBound)).", "",
    ]
    lines += table([header] + cells, leading: [1], width: Output.foldingWidth)
    lines += [
      "",
      "Days away: trainers' days of teaching outside their home city. Unlike 1: sessions that are not as in plan 1.",
    ]
    if earlier != nil { lines.append("Changed: sessions that do not stay as they were.") }
    if plans.count < count, plans.count > 1 {
      lines.append("\(grouped(count - plans.count)) more came out the same as one of these.")
    }
    let name = legible(folder)
    lines += [
      "",
      "\(name) is plan 1; the others are in "
        + plans.indices.dropFirst().map { "\(name)/\(Self.folder($0 + 1))" }.joined(separator: ", ")
        + ".",
    ]
    if plans.count == 1 { lines[lines.count - 1] = "The plan is in \(name)." }
    return fitted(lines).joined(separator: "\n") + "\n"
  }

  func json(in folder: String) -> JSONText {
    .object([
      ("lower_bound", .whole(lowerBound)),
      (
        "alternatives",
        .list(
          rows.enumerated().map { index, row in
            var members: [(String, JSONText)] = [
              ("folder", .text(index == 0 ? folder : "\(folder)/\(Self.folder(index + 1))")),
              ("good_for", .text(row.title)), ("placed", .whole(row.placed)),
              ("unplaced", .whole(row.unplaced)),
            ]
            if let least = row.least {
              members.append(
                (
                  "least_taught",
                  .object([("state", .text(least.name)), ("share", .whole(least.share))])
                ))
            }
            members.append(("days_away", .whole(row.away)))
            if let changed = row.changed { members.append(("changed", .whole(changed))) }
            return .object(
              members + [
                ("unlike_first", .whole(row.unlike)), ("cost", .whole(row.verification.cost)),
                ("coverage", .whole(row.verification.coverage)),
                ("comfort", .whole(row.verification.comfort)),
              ])
          })
      ),
    ])
  }

  /// The same table for a spreadsheet.
  var csv: [UInt8] {
    var writer = CSVWriter(header: [
      "plan", "good_for", "placed", "unplaced", "least_taught", "least_share", "days_away",
      "changed", "unlike_first", "coverage", "comfort", "cost",
    ])
    for (index, row) in rows.enumerated() {
      writer.row([
        .number(index + 1), .text(row.title), .number(row.placed), .number(row.unplaced),
        row.least.map { .value($0.name) } ?? .empty, row.least.map { .number($0.share) } ?? .empty,
        .number(row.away), row.changed.map { .number($0) } ?? .empty, .number(row.unlike),
        .number(row.verification.coverage), .number(row.verification.comfort),
        .number(row.verification.cost),
      ])
    }
    return writer.bytes
  }
}
