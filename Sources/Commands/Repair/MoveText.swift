import Files
import Planning
import Training

/// What `jadwal move` tells.
struct MoveText {
  let session: Int
  let proposal: PlanProposal
  /// With the rest fixed around it.
  var mended: PlanProposal?

  private func fold(_ text: String, _ first: Int = 0, _ rest: Int = 0) -> [String] {
    folded(legible(text), to: Output.foldingWidth, indents: first, rest)
  }

  var text: String {
    let before = proposal.before.plan
    let effect = proposal.effect
    let change = proposal.changes
    guard !change.isNothing else {
      return "\(before.programme.sessions[session].id) is there already.\n"
    }
    let opening =
      effect.broken.isEmpty
      ? "This breaks no rule"
      : "This breaks \(counted(effect.broken.count, "rule"))"
    var lines = fold(
      "\(opening), and by itself the plan costs \(effect.costTold).")
    lines += change.lines(from: before, to: proposal.after.plan).dropFirst()
    if !effect.broken.isEmpty {
      lines.append("What it breaks:")
      for finding in effect.broken.prefix(10) {
        lines += fold("\(finding.rule): \(finding.sentence)", 2, 4)
      }
      if effect.broken.count > 10 {
        lines.append("  and \(grouped(effect.broken.count - 10)) more.")
      }
    }
    lines += costLines(effect)
    if let mended {
      lines += ["", "With others moved out of its way:"]
      lines += mended.changes.lines(from: before, to: mended.after.plan)
      lines += fold(
        "Then the plan costs \(mended.effect.costTold) "
          + "\(mended.effect.cost == 0 ? "as" : "than") before.")
      lines += costLines(mended.effect)
    }
    let final = mended ?? proposal
    lines += fold("To tell are \(final.concerned.told).")
    if mended == nil, !effect.broken.isEmpty {
      lines.append("With --repair, others are moved out of its way where they can be.")
    }
    return fitted(lines).joined(separator: "\n") + "\n"
  }

  private func costLines(_ effect: Effect) -> [String] {
    effect.termLines.isEmpty ? [] : ["What changes in the cost:"] + effect.termLines
  }

  func json(folder: String?) -> JSONText {
    var members: [(String, JSONText)] = [
      ("session", .text(proposal.before.programme.sessions[session].id)),
      ("by_hand", json(of: proposal)),
    ]
    if let mended { members.append(("repaired", json(of: mended))) }
    if let folder { members.append(("folder", .text(folder))) }
    return .object(members)
  }

  private func json(of proposal: PlanProposal) -> JSONText {
    let effect = proposal.effect
    let before = proposal.before.plan
    return .object([
      (
        "violations",
        .list(
          effect.broken.map { finding in
            .object([
              ("rule", .text(finding.rule)), ("amount", .whole(finding.amount)),
              (
                "sessions",
                .list(finding.sessions.map { .text(before.programme.sessions[$0].id) })
              ),
              ("sentence", .text(finding.sentence)),
            ])
          })
      ),
      ("changes", proposal.changes.json(from: before, to: proposal.after.plan)),
      ("cost", .whole(effect.cost)), ("coverage", .whole(effect.coverage)),
      ("comfort", .whole(effect.comfort)), ("terms", effect.termsJSON),
      ("to_tell", proposal.concerned.json),
    ])
  }
}
