import Files
import Planning
import Training

extension PlanChanges {
  /// How many changed, and each of them, the first ones only where they are many.
  func lines(from earlier: Plan, to later: Plan, limit: Int = 20) -> [String] {
    let all = all
    guard !all.isEmpty else { return ["Every session is where it was."] }
    let kinds = [
      (retimed.count, "at another time"), (reassigned.count, "with another trainer"),
      (relocated.count, "in another venue"), (lost.count, "without a place now"),
      (gained.count, "with a place at last"),
    ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    let kept = earlier.placements.count { $0 != nil } - disturbed.count
    var lines = [
      "\(counted(all.count, "session")) changed: \(kinds.joined(separator: ", ")). "
        + "\(grouped(kept)) stay as they were."
    ]
    for session in all.prefix(limit) {
      let programme = earlier.programme
      let told = ChangeWords(programme: programme).difference(
        from: earlier.placements[session], to: later.placements[session],
        in: programme.zone(of: programme.chain(of: session)))
      lines += folded(
        legible("\(programme.sessions[session].id): \(told)"), to: Output.foldingWidth, indents: 2,
        4)
    }
    if all.count > limit { lines.append("  and \(grouped(all.count - limit)) more.") }
    return lines
  }

  func json(from earlier: Plan, to later: Plan) -> JSONText {
    let programme = earlier.programme
    func side(_ placement: Placement) -> JSONText {
      var members: [(String, JSONText)] = [
        ("start", .text("\(placement.start)")),
        ("lead", .text(programme.name(ofTrainer: placement.lead))),
        (
          "assistants",
          .list(placement.assistants.map { .text(programme.name(ofTrainer: $0)) })
        ),
      ]
      if let venue = placement.venue {
        members.append(("venue", .text(programme.name(ofVenue: venue))))
      }
      return .object(members)
    }
    return .list(
      all.map { session in
        var members: [(String, JSONText)] = [
          ("session", .text(programme.sessions[session].id))
        ]
        if let old = earlier.placements[session] { members.append(("old", side(old))) }
        if let new = later.placements[session] { members.append(("new", side(new))) }
        return .object(members)
      })
  }
}
