import ArgumentParser
import Files
import Foundation
import Planning
import Training

/// `jadwal plan`: from a dataset to a plan that keeps every rule.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plans a dataset; writes assignments.csv, plan.json, plan.html and bound.json.",
    usage: """
      jadwal plan asean
      jadwal plan asean --seconds 60 --out plans/august
      jadwal plan asean --from plans/august --seconds 10
      """,
    discussion: """
      The first limit that is reached ends the search. Ctrl-C ends it too, and keeps the best plan \
      so far; a second Ctrl-C leaves without writing.
      """)

  @Argument(help: "The dataset folder.")
  var dataset: String
  @Option(help: "The folder to write: new, empty or an earlier plan. [default: DATASET/plan]")
  var out: String?
  @Option(help: "Wall time. [default: 20, unless another limit is given]")
  var seconds: Double?
  @Option(help: "CPU time of the whole process, all threads.")
  var cpuSeconds: Double?
  @Option(help: "Moves of all threads together: the same number gives the same plan.")
  var iterations: Int?
  @Option(help: "End after so many seconds without a better plan.")
  var patience: Double?
  @Option(help: "Where the random numbers start.")
  var seed: UInt64 = 1
  @Option(help: "Threads that search. [default: the machine's cores]")
  var threads: Int?
  @Option(help: "An earlier plan to start from; the result is never worse.")
  var from: String?
  @Flag(help: "Exit with 3 where a session stays unplaced.")
  var requireComplete = false
  @OptionGroup var options: OutputOptions

  func validate() throws {
    for (name, value) in [
      ("seconds", seconds), ("cpu-seconds", cpuSeconds), ("patience", patience),
    ] {
      guard let value else { continue }
      guard value.isFinite, value >= 0, value <= 1e9 else {
        throw ValidationError("--\(name) is a number of seconds, 0 or more.")
      }
    }
    if let iterations, iterations < 0 {
      throw ValidationError("--iterations is a whole number, 0 or more.")
    }
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads is a whole number from 1 to 256.")
    }
  }

  func run() async throws {
    let started = ContinuousClock.now
    let output = options.output
    let folder = out ?? dataset + "/plan"
    let loaded = try LoadedDataset.read(dataset, options)
    do throws(WritingError) {
      try PlanFolder(folder).check()
    } catch {
      output.tell("\(error)")
      throw ExitStatus.cannotWrite
    }
    let earlier = try from.map { try readPlanFile($0, of: loaded, options) }
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let budget = Budget(limits, threads: threads, started: started) { progress in
      output.live(
        "\(wholeSeconds(since: started)) s · cost \(grouped(progress.cost)) · "
          + "\(grouped(progress.unplaced)) unplaced · \(grouped(progress.iterations)) moves")
    }
    let interruption = Interruption { budget.stop() }
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    let result = compiled.search(
      PlanRequest(seed: seed, threads: threads, earlier: earlier), within: budget)
    output.live("")
    let written = try write(result, to: folder, loaded, compiled, threads, budget.elapsed, output)
    interruption.end()
    output.write(
      options.json
        ? summaryJSON(of: written)
        : Array(told(written, of: result.plan, in: folder).utf8))
    if interruption.hasCome {
      output.tell("Interrupted: the best plan so far is in \(folder).")
      throw ExitStatus.interrupted
    }
    if requireComplete, written.unplaced > 0 { throw ExitStatus.incomplete }
  }

  /// Twenty seconds where nobody asks for anything else; a number of moves alone is never cut short,
  /// since the same number has to give the same plan.
  private var limits: SearchLimits {
    let isOpen = seconds == nil && cpuSeconds == nil && iterations == nil
    return SearchLimits(
      seconds: isOpen ? 20 : seconds, cpuSeconds: cpuSeconds, iterations: iterations,
      patience: patience)
  }

  /// Judges the plan by the rules themselves before anybody may see it, and writes it.
  private func write(
    _ result: PlanResult, to folder: String, _ loaded: LoadedDataset,
    _ compiled: CompiledProgramme, _ threads: Int, _ seconds: Double, _ output: Output
  ) throws -> PlanSummary {
    let verification = Verification(
      PlanView(result.plan, facts: loaded.facts, freeze: loaded.freeze))
    guard verification.violations.isEmpty, verification.cost == result.solution.cost else {
      output.tell(
        "jadwal: the search went wrong and nothing was written: please report it with the dataset, "
          + "--seed \(seed) and --threads \(threads).")
      for violation in verification.violations.prefix(10) {
        output.tell("\(violation.rule): \(violation.sentence)")
      }
      output.tell("search: \(result.solution.cost), rules: \(verification.cost)")
      throw ExitStatus.internalFault
    }
    let bound = Bound(loaded.facts, freeze: loaded.freeze)
    let summary = PlanSummary(
      verification, of: result.plan, datasetDigest: loaded.dataset.digest, lowerBound: bound.cost,
      made: PlanMaking(
        seed: seed, threads: threads, iterations: result.iterations, seconds: seconds,
        version: Version.text),
      reasons: compiled.reasons(for: result.plan))
    do throws(WritingError) {
      try writePlan(
        result.plan, summary: summary,
        extras: [
          ("plan.html", planPage(result.plan, summary: summary)),
          ("bound.json", bound.json(datasetDigest: loaded.dataset.digest).bytes),
        ], to: folder)
    } catch {
      output.tell("\(error)")
      throw ExitStatus.cannotWrite
    }
    return summary
  }

  /// What a coordinator wants to know first, and where to look next.
  private func told(_ summary: PlanSummary, of plan: Plan, in folder: String) -> String {
    let all = summary.placed + summary.unplaced
    var lines = [
      "\(grouped(summary.placed)) of \(grouped(all)) sessions placed; every rule is kept.",
      "Cost \(grouped(summary.cost)): coverage \(grouped(summary.coverage)), comfort "
        + "\(grouped(summary.comfort)); no plan can cost less than \(grouped(summary.lowerBound)).",
    ]
    if !summary.released.isEmpty {
      lines.append("Let go from the frozen days: \(summary.released.joined(separator: ", ")).")
    }
    let unplaced = plan.placements.indices.filter { plan.placements[$0] == nil }
    if !unplaced.isEmpty { lines += ["", "Not placed:"] }
    for session in unplaced.prefix(10) {
      let reason = summary.reasons[session] ?? ""
      lines += wrapped("  \(plan.programme.sessions[session].id): \(reason)", to: Output.width)
    }
    if unplaced.count > 10 {
      lines.append("  and \(unplaced.count - 10) more; plan.html has all of them.")
    }
    lines += ["", "Look at \(folder)/plan.html"]
    return lines.joined(separator: "\n") + "\n"
  }
}

private func wholeSeconds(since started: ContinuousClock.Instant) -> Int {
  Int(started.duration(to: .now).components.seconds)
}

extension Bound {
  /// `bound.json`: the certificate of the lower bound, to be checked against the dataset.
  func json(datasetDigest: String) -> JSONText {
    .object([
      ("dataset_digest", .text(datasetDigest)), ("lower_bound", .whole(cost)),
      (
        "parts",
        .list(
          parts.map { part in
            .object([
              ("kind", .text("unserved_chain")), ("chain", .text(part.chain)),
              ("sessions", .whole(part.sessions)), ("reason", .text(part.reason)),
              ("cost", .whole(part.cost)),
            ])
          })
      ),
    ])
  }
}
