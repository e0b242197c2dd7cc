import Files
import Planning
import Training

/// A dataset planned as it is, with other facts, and as it is under another seed.
struct WhatIf {
  let changes: [String]
  let before: Verification
  let after: Verification
  let chance: Verification

  private struct Row {
    var name: String
    var before: Int
    var after: Int
    var chance: Int
  }

  private func row(_ name: String, _ value: (Verification) -> Int) -> Row {
    Row(name: name, before: value(before), after: value(after), chance: value(chance))
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
    let told = changes.map(legible).joined(separator: ", ")
    let sessions =
      placed == 0
      ? "as many sessions have a place (\(grouped(after.placed)))"
      : "\(counted(abs(placed), "session")) \(placed > 0 ? "more" : "fewer") "
        + "\(abs(placed) == 1 ? "has" : "have") a place (\(grouped(after.placed)))"
    let price =
      cost == 0 ? "costs the same" : "costs \(grouped(abs(cost))) \(cost > 0 ? "more" : "less")"
    var lines = folded(
      "With \(told): \(sessions), and the plan \(price).", to: Output.foldingWidth, indents: 0, 0)
    lines += folded(isChance, to: Output.foldingWidth, indents: 0, 0)
    let cells =
      [["", "as it is", "changed", "difference", "another seed"]]
      + rows.map {
        [
          $0.name, grouped($0.before), grouped($0.after), signed($0.after - $0.before),
          signed($0.chance - $0.before),
        ]
      }
    lines += [""] + aligned(cells, leading: [0])
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

  /// Whether the difference is larger than another seed's.
  private var isChance: String {
    let difference = abs(after.cost - before.cost)
    let noise = abs(chance.cost - before.cost)
    return difference > noise
      ? "Chance alone, another seed, makes a difference of \(grouped(noise)) in cost."
      : "That may be chance: another seed alone makes a difference of \(grouped(noise)) in cost. "
        + "More --iterations tell better."
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
      ("changes", .list(changes.map(JSONText.text))), ("before", side(before)),
      ("after", side(after)), ("another_seed", side(chance)),
    ])
  }
}
