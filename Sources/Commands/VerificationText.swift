import Files
import Planning
import Training

extension Verification {
  /// Every violation, then the cost by term.
  func text(of plan: Plan) -> String {
    var lines = violations.map { "\($0.rule): \($0.sentence)" }
    let placed = plan.placements.count { $0 != nil }
    let count = violations.count
    lines.append(
      count == 0
        ? "Every rule is kept." : "\(count) violation\(count == 1 ? "" : "s") of the rules.")
    lines.append("\(placed) sessions placed, \(plan.placements.count - placed) unplaced.")
    if !released.isEmpty { lines.append("Released: \(released.joined(separator: ", ")).") }
    lines += [""] + costLines
    return lines.joined(separator: "\n") + "\n"
  }

  /// The terms as a table: amount, weight, cost.
  private var costLines: [String] {
    let rows =
      [("term", "amount", "weight", "cost")]
      + terms.map { ($0.name, grouped($0.amount), grouped($0.weight), grouped($0.cost)) }
      + [
        ("cost", "", "", grouped(cost)), ("coverage", "", "", grouped(coverage)),
        ("comfort", "", "", grouped(comfort)),
      ]
    func width(_ path: KeyPath<(String, String, String, String), String>) -> Int {
      rows.map { $0[keyPath: path].count }.max() ?? 0
    }
    let widths = (width(\.0), width(\.1), width(\.2), width(\.3))
    return rows.map { row in
      [
        filled(row.0, to: widths.0), leading(row.1, widths.1), leading(row.2, widths.2),
        leading(row.3, widths.3),
      ].joined(separator: "  ")
    }
  }

  private func leading(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// - Parameter lowerBound: where it has been proved again.
  func json(of plan: Plan, lowerBound: Int? = nil) -> JSONText {
    let sessions = plan.programme.sessions
    let placed = plan.placements.count { $0 != nil }
    let proved: [(String, JSONText)] = lowerBound.map { [("lower_bound", .whole($0))] } ?? []
    return .object(
      [
        (
          "violations",
          .list(
            violations.map { finding in
              .object([
                ("rule", .text(finding.rule)), ("amount", .whole(finding.amount)),
                ("sessions", .list(finding.sessions.map { .text(sessions[$0].id) })),
                ("sentence", .text(finding.sentence)),
              ])
            })
        ),
        ("cost", .whole(cost)), ("coverage", .whole(coverage)), ("comfort", .whole(comfort)),
        (
          "terms",
          .object(
            terms.map { term in
              (
                term.name,
                .object([
                  ("amount", .whole(term.amount)), ("weight", .whole(term.weight)),
                  ("cost", .whole(term.cost)),
                ])
              )
            })
        ),
        ("placed", .whole(placed)), ("unplaced", .whole(plan.placements.count - placed)),
        ("released", .list(released.map(JSONText.text))),
      ] + proved)
  }
}

/// `28504` as `28,504`.
func grouped(_ value: Int) -> String {
  var digits = Array(String(value.magnitude))
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: place)
    place -= 3
  }
  return (value < 0 ? "-" : "") + String(digits)
}
