import Files
import Planning
import Training

/// A dataset planned as it is and with other facts, and both again under another seed.
struct WhatIf {
  let changes: [String]
  let before: Verification
  let after: Verification
  let again: (before: Verification, after: Verification)

  /// As they were written, signs and all.
  private var written: [String] {
    changes.map { $0.hasPrefix("without ") ? "-" + $0.dropFirst("without ".count) : $0 }
  }

  private struct Row {
    var name: String
    var before: Int
    var after: Int
    /// The difference under the other seed.
    var again: Int
  }

  private func row(_ name: String, _ value: (Verification) -> Int) -> Row {
    Row(
      name: name, before: value(before), after: value(after),
      again: value(again.after) - value(again.before))
  }

  private var rows: [Row] {
    [
      row("sessions asked for") { $0.placed + $0.unplaced },
      row("sessions placed", \.placed), row("without a place", \.unplaced),
      row("cost", \.cost), row("coverage", \.coverage), row("comfort", \.comfort),
    ]
      + before.terms.map(\.name).map { name in
        row("  \(name)") { $0.terms.first { $0.name == name }?.cost ?? 0 }
      }.filter { $0.before != $0.after }
  }

  var text: String {
    let placed = after.placed - before.placed
    let cost = after.cost - before.cost
    let told = written.map(legible).joined(separator: ", ")
    let sessions =
      placed == 0
      ? "as many sessions have a place (\(grouped(after.placed)))"
      : "\(counted(abs(placed), "session")) \(placed > 0 ? "more" : "fewer") "
        + "\(abs(placed) == 1 ? "has" : "have") a place (\(grouped(after.placed)))"
    let price =
      cost == 0 ? "costs the same" : "costs \(grouped(abs(cost))) \(cost > 0 ? "more" : "less")"
    var lines = folded(
      "With these changes (\(told)), \(sessions), and the plan \(price).", to: Output.foldingWidth,
      indents: 0, 0)
    lines += folded(isChance, to: Output.foldingWidth, indents: 0, 0)
    let cells =
      [["", "as it is", "changed", "difference", "under another seed"]]
      + rows.map {
        [
          $0.name, grouped($0.before), grouped($0.after), signed($0.after - $0.before),
          signed($0.again),
        ]
      }
    lines += [""] + table(cells, leading: [0], width: Output.foldingWidth)
    let shares = shares
    if !shares.isEmpty {
      lines += ["", "Taught of what is asked for:"]
      lines += aligned(
        shares.map {
          [
            "  " + legible($0.name), $0.before.map(percent) ?? "–", "to",
            $0.after.map(percent) ?? "–",
          ]
        }, leading: [0])
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether the other seed tells the same.
  private var isChance: String {
    let difference = after.cost - before.cost
    let other = again.after.cost - again.before.cost
    let told =
      other == 0 ? "no difference" : "\(grouped(abs(other))) \(other > 0 ? "more" : "less")"
    return difference.signum() == other.signum()
      ? "Under another seed it is \(told)."
      : "That may be chance: under another seed it is \(told). More --iterations tell better."
  }

  private var shares: [(name: String, before: Int?, after: Int?)] {
    func shares(_ verification: Verification) -> [String: Int] {
      Dictionary(
        (verification.states + verification.groups).map { ($0.name, $0.share) },
        uniquingKeysWith: { first, _ in first })
    }
    let old = shares(before)
    let new = shares(after)
    var names = (before.states + before.groups + after.states + after.groups).map(\.name)
    var seen: Set<String> = []
    names.removeAll { !seen.insert($0).inserted }
    return names.map { ($0, old[$0], new[$0]) }.filter { $0.1 != $0.2 }
  }

  var json: JSONText {
    func side(_ verification: Verification) -> JSONText {
      .object([
        ("placed", .whole(verification.placed)), ("unplaced", .whole(verification.unplaced)),
        ("cost", .whole(verification.cost)), ("coverage", .whole(verification.coverage)),
        ("comfort", .whole(verification.comfort)),
        ("terms", .object(verification.terms.map { ($0.name, .whole($0.cost)) })),
        ("state", .object(verification.states.map { ($0.name, .whole($0.share)) })),
        ("group", .object(verification.groups.map { ($0.name, .whole($0.share)) })),
      ])
    }
    return .object([
      ("changes", .list(written.map(JSONText.text))), ("before", side(before)),
      ("after", side(after)),
      (
        "another_seed",
        .object([("before", side(again.before)), ("after", side(again.after))])
      ),
    ])
  }
}
