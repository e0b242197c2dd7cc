import Files
import Planning
import Training

/// What was written, and how it differs from the plan before.
struct WrittenText {
  let proposal: PlanProposal
  let folder: String

  var text: String {
    let effect = proposal.effect
    var lines =
      proposal.changes.lines(from: proposal.before.plan, to: proposal.after.plan)
      + folded(
        "It costs \(effect.costTold); to tell are \(proposal.concerned.told).",
        to: Output.foldingWidth, indents: 0, 0)
      + effect.termLines
    lines += ["", "The plan is in \(legible(folder))."]
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONText {
    .object([
      ("folder", .text(folder)),
      ("changes", proposal.changes.json(from: proposal.before.plan, to: proposal.after.plan)),
      ("cost", .whole(proposal.effect.cost)), ("coverage", .whole(proposal.effect.coverage)),
      ("comfort", .whole(proposal.effect.comfort)), ("terms", proposal.effect.termsJSON),
      ("shares", proposal.effect.sharesJSON), ("to_tell", proposal.concerned.json),
    ])
  }
}
