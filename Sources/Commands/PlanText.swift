import Files
import Planning
import Training

extension PlanSummary {
  /// What a coordinator wants to know first, and where to look next.
  func text(of plan: Plan, in folder: String) -> String {
    let all = placed + unplaced
    var lines = [
      "\(grouped(placed)) of \(grouped(all)) sessions placed; every rule is kept.",
      "Cost \(grouped(cost)): coverage \(grouped(coverage)), comfort "
        + "\(grouped(comfort)); no plan can cost less than \(grouped(lowerBound)).",
    ]
    if !released.isEmpty {
      lines.append("Let go from the frozen days: \(released.joined(separator: ", ")).")
    }
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
    lines += ["", "Look at \(legible(folder))/plan.html"]
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
