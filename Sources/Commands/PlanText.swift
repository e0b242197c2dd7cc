import Files
import Planning
import Training

extension PlanSummary {
  /// What a coordinator wants to know first, and where to look next.
  ///
  /// - Parameter changed: what is different from the plan that it stays near to, in lines.
  func text(of plan: Plan, in folder: String?, changed: [String] = []) -> String {
    let all = placed + unplaced
    var lines = [
      "\(grouped(placed)) of \(grouped(all)) sessions placed; every rule is kept.",
      "Cost \(grouped(cost)): coverage \(grouped(coverage)), comfort "
        + "\(grouped(comfort)); no plan can cost less than \(grouped(lowerBound)) "
        + "(\(gap.told)).",
    ]
    if !released.isEmpty {
      lines.append("Let go from the frozen days: \(released.joined(separator: ", ")).")
    }
    lines += changed
    let gaps = Self.gaps(in: plan)
    if !gaps.isEmpty { lines += ["", "Not placed:"] }
    for gap in gaps.prefix(10) {
      let rest =
        switch gap.count {
        case 1: ""
        case 2: " and the session after it"
        default: " and the \(gap.count - 1) sessions after it"
        }
      let reason = reasons[gap.first] ?? "no reason was recorded"
      lines += folded(
        legible("\(plan.programme.sessions[gap.first].id)\(rest): \(reason)"),
        to: Output.foldingWidth, indents: 2, 4)
    }
    if gaps.count > 10 {
      let hidden = gaps.dropFirst(10).reduce(0) { $0 + $1.count }
      lines.append("  and \(counted(hidden, "session")) more; plan.html has all of them.")
    }
    if !shortages.isEmpty { lines += [""] + shortageLines(shortages, limit: 3) }
    if let folder { lines += ["", "Look at \(legible(folder))/plan.html"] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first unplaced session of each chain, which holds up those after it (H3), and how many they are.
  private static func gaps(in plan: Plan) -> [(first: Int, count: Int)] {
    var gaps: [(first: Int, count: Int)] = []
    var chain: Int?
    for session in plan.placements.indices where plan.placements[session] == nil {
      let own = plan.programme.sessions[session].chain
      if own == chain {
        gaps[gaps.count - 1].count += 1
      } else {
        gaps.append((session, 1))
      }
      chain = own
    }
    return gaps
  }
}

extension Gap {
  /// `gap 1,204, 12.3 %`: how much less another plan could cost at most, of the cost of this one.
  var told: String { cost > 0 ? "gap \(grouped(cost)), \(percent)" : "gap 0" }
}

/// What no plan can serve with the hours that there are, and what would help.
func shortageLines(_ shortages: [ToldShortage], limit: Int) -> [String] {
  var lines = ["Whatever is planned, these hours are too few:"]
  for shortage in shortages.prefix(limit) {
    lines += folded(legible(shortage.headline), to: Output.foldingWidth, indents: 2, 4)
    for detail in shortage.details {
      lines += folded(legible(detail), to: Output.foldingWidth, indents: 4, 6)
    }
    for remedy in shortage.remedies {
      lines += folded("- " + legible(remedy), to: Output.foldingWidth, indents: 4, 6)
    }
  }
  if shortages.count > limit {
    lines.append("  and \(counted(shortages.count - limit, "shortage")) more.")
  }
  return lines
}
