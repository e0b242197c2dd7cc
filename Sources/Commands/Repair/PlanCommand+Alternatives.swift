import Files
import Planning
import Store
import Training

extension PlanCommand {
  /// Several plans in one folder: the first as a plan folder's own, all from the second on inside of it.
  func runAlternatives(
    _ count: Int, of loaded: LoadedDataset, from earlier: Plan?, threads: Int, to folder: String,
    _ interruption: Interruption
  ) throws {
    let output = options.output
    let proof = BackgroundProof(
      loaded.ofFiles.facts, freeze: loaded.ofFiles.freeze, beside: limits)
    let alternatives = Alternatives(
      count, of: loaded, limits: limits, seed: seed, threads: threads)
    interruption.stopSearch {
      alternatives.stop()
      proof.stop()
    }
    proof.begin()
    let plans = alternatives.find(count, from: earlier) { title, progress in
      output.live(
        "\(title) · cost \(grouped(progress.cost)) · \(grouped(progress.unplaced)) unplaced")
    }
    output.live("")
    let bound = proof.end(within: limits.isTimed ? 1 : nil)
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    let judged = try plans.map { alternative throws(Failure) in
      try judge(alternative, bound, loaded, compiled)
    }
    guard let first = judged.first else { preconditionFailure("there is always a plan") }
    let previous =
      loaded.programme.previous.isEmpty
      ? earlier
      : Plan(
        programme: loaded.programme,
        placements: loaded.programme.sessions.indices.map { loaded.programme.previous[$0] })
    let text = AlternativesText(
      plans: plans, earlier: previous,
      lowerBound: judged.map(\.content.summary.lowerBound).min() ?? 0)
    let others = judged.dropFirst().enumerated().flatMap { index, plan in
      plan.files.map { ("\(AlternativesText.folder(index + 2))/\($0.name)", $0.bytes) }
    }
    try first.write(to: folder, beside: others + [("alternatives.csv", text.csv)])
    if interruption.hasCome {
      output.tell("Interrupted: the best plans so far are in \(legible(folder)).")
    }
    try output.write(
      options.json
        ? text.json(in: folder).bytes : Array(text.text(in: folder, asked: count).utf8))
    if interruption.hasCome { throw ExitStatus.interrupted }
    if requireComplete, first.content.summary.unplaced > 0 { throw ExitStatus.incomplete }
  }

  private func judge(
    _ alternative: AlternativePlan, _ bound: ProvenBound, _ loaded: LoadedDataset,
    _ compiled: CompiledProgramme
  ) throws(Failure) -> JudgedPlan {
    let verification = alternative.verification
    guard verification.violations.isEmpty else {
      throw Failure(
        ExitStatus.internalFault,
        "The search went wrong and nothing was written: please report it with the dataset, "
          + "--seed \(seed) and --alternatives.")
    }
    return JudgedPlan(
      alternative.plan, verification, loaded, reasons: compiled.reasons(for: alternative.plan),
      certificate: Certificate(
        datasetDigest: loaded.dataset.digest,
        arguments: bound.arguments.filter {
          loaded.keepsBoundOfFiles && $0.bound <= verification.cost
        }),
      made: alternative.made, shortages: bound.shortages.map { $0.told(in: loaded.programme) })
  }
}
