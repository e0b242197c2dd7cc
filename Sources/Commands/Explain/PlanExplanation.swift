import Files
import Planning
import Training

/// What a plan costs: by rule, member state, cohort and trainer, and what limits it.
struct PlanExplanation: Explanation {
  let plan: PlanView
  let verification: Verification
  let breakdown: Breakdown
  let limits: PlanLimits

  init(_ plan: PlanView, limits: PlanLimits) {
    self.plan = plan
    self.limits = limits
    verification = Verification(plan)
    breakdown = Breakdown(plan)
  }

  private var programme: Programme { plan.programme }
  private var owed: [(term: TermCost, points: [Breakdown.Point])] {
    breakdown.terms.filter { $0.term.cost > 0 }.enumerated().sorted {
      ($1.element.term.cost, $0.offset) < ($0.element.term.cost, $1.offset)
    }.map(\.element)
  }

  func lines(all: Bool) -> [String] {
    var lines = paragraph(summary)
    if !verification.violations.isEmpty {
      lines += paragraph(
        "It breaks \(counted(verification.violations.count, "rule")): jadwal verify lists where.")
    }
    if verification.cost > 0 {
      lines += [""] + termLines(all: all)
      lines += [""] + partLines("By member state", breakdown.states, all: all, limit: 11)
      lines += [""] + partLines("By cohort", breakdown.cohorts, all: all, limit: 10)
      if !breakdown.trainers.isEmpty {
        lines += [""] + partLines("By trainer", breakdown.trainers, all: all, limit: 10)
      }
    }
    return lines + [""] + limits.lines(cost: verification.cost)
  }

  private var summary: String {
    let placed = plan.placed.count
    let count = programme.sessions.count
    let head =
      (placed == count
        ? "All \(counted(count, "session")) have a place."
        : "\(grouped(placed)) of \(counted(count, "session")) have a place.")
      + " The plan costs \(grouped(verification.cost)): \(grouped(verification.coverage)) for what "
      + "is not taught or unevenly spread, \(grouped(verification.comfort)) for what is "
      + "inconvenient."
    guard let first = owed.first, verification.cost > 0 else { return head }
    let share = first.term.cost * 100 / verification.cost
    return head
      + " The largest part, \(share) %, is \(CostWords.told(first.term.name, first.term.amount))."
  }

  private func termLines(all: Bool) -> [String] {
    var lines = ["By rule:"]
    let widest = owed.map { grouped($0.term.cost).count }.max() ?? 0
    for (term, points) in owed {
      let cost = grouped(term.cost)
      lines += paragraph(
        blanks(widest - cost.count) + cost + blanks(2)
          + "\(CostWords.told(term.name, term.amount)), \(grouped(term.weight)) each "
          + "(\(term.name))", indents: 2, 6)
      lines += pointLines(points, all: all, limit: 3, indent: widest + 4)
    }
    return lines
  }

  private func pointLines(
    _ points: [Breakdown.Point], all: Bool, limit: Int, indent: Int
  ) -> [String] {
    var lines: [String] = []
    for point in points.prefix(all ? .max : limit) {
      lines += paragraph(
        "\(grouped(point.cost)): \(point.finding.sentence)\(sessions(of: point.finding))",
        indents: indent, indent + 2)
    }
    if !all, points.count > limit {
      lines += paragraph(
        "and \(counted(points.count - limit, "more point")): --all lists them", indents: indent)
    }
    return lines
  }

  /// The sessions that the sentence does not name.
  private func sessions(of finding: Finding) -> String {
    let names = finding.sessions.map { programme.sessions[$0].id }.filter {
      !finding.sentence.contains($0)
    }
    guard !names.isEmpty else { return "" }
    let rest = names.count - 4
    return " [" + names.prefix(rest > 1 ? 4 : 5).joined(separator: ", ")
      + (rest > 1 ? " and \(counted(rest, "more session"))" : "") + "]"
  }

  private func partLines(
    _ title: String, _ parts: [Breakdown.Part], all: Bool, limit: Int
  ) -> [String] {
    guard !parts.isEmpty else { return ["\(title): nothing."] }
    let words = FactWords(plan: plan, session: 0)
    let shown = parts.prefix(all ? .max : limit)
    let name = shown.map { displayWidth(words.name($0.concern)) }.max() ?? 0
    let cost = shown.map { grouped($0.cost).count }.max() ?? 0
    var lines = ["\(title):"]
    for part in shown {
      let told = grouped(part.cost)
      lines += paragraph(
        words.name(part.concern)
          + blanks(name - displayWidth(words.name(part.concern)) + 2 + cost - told.count) + told
          + blanks(2) + terms(of: part),
        indents: 2, 6)
      if all { lines += pointLines(part.points, all: true, limit: .max, indent: 6) }
    }
    if parts.count > shown.count {
      let rest = parts.dropFirst(shown.count)
      lines += fitted([
        "  and \(grouped(rest.count)) more with \(grouped(rest.reduce(0) { $0 + $1.cost })) "
          + "together: --all lists them"
      ])
    }
    return lines
  }

  /// `away 24, overtime 6`, dearest first.
  private func terms(of part: Breakdown.Part) -> String {
    termCosts(of: part).sorted { $0.cost > $1.cost }
      .map { "\($0.name) \(grouped($0.cost))" }.joined(separator: ", ")
  }

  /// In the contract's order.
  private func termCosts(of part: Breakdown.Part) -> [(name: String, cost: Int)] {
    let costs = part.points.reduce(into: [String: Int]()) {
      $0[$1.finding.rule, default: 0] += $1.cost
    }
    return Weights.names.compactMap { name, _ in costs[name].map { (name, $0) } }
  }

  var json: JSONText {
    .object([
      ("summary", .text(summary)), ("cost", .whole(verification.cost)),
      ("coverage", .whole(verification.coverage)), ("comfort", .whole(verification.comfort)),
      ("placed", .whole(plan.placed.count)),
      ("unplaced", .whole(programme.sessions.count - plan.placed.count)),
      ("violations", .whole(verification.violations.count)),
      (
        "terms",
        .list(
          breakdown.terms.map { term, points in
            .object([
              ("term", .text(term.name)), ("amount", .whole(term.amount)),
              ("weight", .whole(term.weight)), ("cost", .whole(term.cost)),
              ("points", .list(points.map(json))),
            ])
          })
      ),
      ("states", json(breakdown.states)), ("cohorts", json(breakdown.cohorts)),
      ("trainers", json(breakdown.trainers)), ("limits", limits.json(cost: verification.cost)),
    ])
  }

  private func json(_ parts: [Breakdown.Part]) -> JSONText {
    let words = FactWords(plan: plan, session: 0)
    return .list(
      parts.map { part in
        var members: [(String, JSONText)] = [("id", .text(words.name(part.concern)))]
        if case .group = part.concern { members.append(("kind", .text("group"))) }
        return .object(
          members + [
            ("cost", .whole(part.cost)),
            ("terms", .object(termCosts(of: part).map { ($0.name, .whole($0.cost)) })),
            ("points", .list(part.points.map(json))),
          ])
      })
  }

  private func json(_ point: Breakdown.Point) -> JSONText {
    .object([
      ("term", .text(point.finding.rule)), ("cost", .whole(point.cost)),
      ("sentence", .text(point.finding.sentence)),
      ("sessions", .list(point.finding.sessions.map { .text(programme.sessions[$0].id) })),
    ])
  }
}
