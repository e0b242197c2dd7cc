import ArgumentParser
import Files
import Foundation
import Planning
import Postgres
import Store
import Training

/// `jadwal plan`: from a dataset to a plan that keeps every rule.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plans a dataset; writes assignments.csv, plan.json, plan.html and bound.json.",
    usage: """
      jadwal plan asean
      jadwal plan asean --seconds 60 --out plans/august
      jadwal plan asean --from plans/august          with previous.csv: the nearest plan
      jadwal plan asean --alternatives 3 --seconds 60
      jadwal plan digital-skills-2026 --database postgresql:///training
      """,
    discussion: """
      The first limit that is reached ends the search. Ctrl-C ends it too, and keeps the best plan \
      so far; a second Ctrl-C leaves without writing.

      Where previous.csv says which plan is in force, --from changes no more of the earlier plan than \
      absences, pins and other new facts ask for, and is done in seconds; --rearrange searches \
      everything anew, wherever that is worth the changes.
      """)

  @Argument(help: "The dataset folder; with --database also a stored programme.")
  var dataset: String
  @Option(help: "The folder to write: new, empty or an earlier plan. [default: DATASET/plan]")
  var out: String?
  @Option(parsing: .unconditional, help: "Wall time. [default: 20, unless another limit is given]")
  var seconds: Double?
  @Option(parsing: .unconditional, help: "CPU time of the whole process, all threads.")
  var cpuSeconds: Double?
  @Option(
    parsing: .unconditional,
    help: "Moves of all threads together: the same number gives the same plan.")
  var iterations: Int?
  @Option(parsing: .unconditional, help: "End after so many seconds without a better plan.")
  var patience: Double?
  @Option(parsing: .unconditional, help: "Where the random numbers start.")
  var seed: UInt64 = 1
  @Option(parsing: .unconditional, help: "Threads that search. [default: the machine's cores]")
  var threads: Int?
  @Option(help: "An earlier plan to start from; with previous.csv, to stay near to.")
  var from: String?
  @Flag(help: "With --from and previous.csv: search everything anew, from the earlier plan on.")
  var rearrange = false
  @Option(
    parsing: .unconditional,
    help: "So many good plans that differ, and what they trade; they share the limits.")
  var alternatives: Int?
  @Flag(help: "Exit with 3 where a session stays unplaced.")
  var requireComplete = false
  @Option(
    help: """
      Store the plan as a draft there; a folder's dataset is stored too. Empty: as DATABASE_URL or the \
      PG* variables say.
      """)
  var database: String?
  @OptionGroup var actor: ActorOptions
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
    if let alternatives {
      guard (1...20).contains(alternatives) else {
        throw ValidationError("--alternatives is a whole number from 1 to 20.")
      }
      guard cpuSeconds == nil, database == nil else {
        throw ValidationError(
          "--alternatives goes with --seconds and --iterations, and writes folders only: choose one, "
            + "and store it with --from FOLDER --iterations 0 --database URI.")
      }
    }
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads is a whole number from 1 to 256.")
    }
  }

  func run() throws {
    let started = ContinuousClock.now
    let output = options.output
    let isJSON = options.json
    let interruption = Interruption {
      output.live("")
      let failure = Failure(
        ExitStatus.interrupted, "Interrupted: ended before a plan was written.")
      output.tell(failure.message)
      if isJSON { try? output.write(failure.json.bytes) }
    }
    let connected = try openedDatabase()
    let source = try source(in: connected)
    let loaded = try source?.loaded ?? LoadedDataset.read(dataset, options)
    try checkFolder()
    let earlier = try from.map { path throws(Failure) in try loaded.plan(at: path) }
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    if let alternatives, let folder {
      return try runAlternatives(
        alternatives, of: loaded, from: earlier, threads: threads, to: folder, interruption)
    }
    let proof = BackgroundProof(
      loaded.ofFiles.facts, freeze: loaded.ofFiles.freeze, beside: limits)
    let budget = Budget(limits, threads: threads, started: started) { progress in
      proof.begin()
      output.live(
        "\(wholeSeconds(since: started)) s · cost \(grouped(progress.cost)) · "
          + (proof.lowerBound.map { Gap(cost: progress.cost, lowerBound: $0).told + " · " } ?? "")
          + "\(grouped(progress.unplaced)) unplaced · \(grouped(progress.iterations)) moves")
    }
    interruption.stopSearch {
      budget.stop()
      proof.stop()
    }
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    let nearest = rearrange || loaded.programme.previous.isEmpty ? nil : earlier
    let result =
      nearest.map { compiled.repaired($0, seed: seed, within: budget) }
      ?? compiled.search(
        PlanRequest(seed: seed, threads: threads, earlier: earlier), within: budget)
    output.live("")
    // The nearest plan is found before much can be proved.
    let bound =
      nearest == nil || !limits.isTimed
      ? proof.end(after: budget, limits) : proof.end(within: 1)
    let judged = try judge(result, bound, loaded, compiled, threads, budget.elapsed)
    if let folder { try judged.write(to: folder) }
    var stored: String?
    if let source, let connected { stored = try keep(judged, of: source, in: connected) }
    let written = judged.content.summary
    let place = [folder.map(legible), stored].compactMap { $0 }.joined(separator: " and in ")
    let wasInterrupted = interruption.hasCome
    if wasInterrupted { output.tell("Interrupted: the best plan so far is in \(place).") }
    if let stored { output.warn("Stored in \(stored).") }
    if standsInOldFolder {
      output.warn("The folder that you stand in was replaced: cd . leads into the new one.")
    }
    let changed = nearest.map { earlier in
      PlanChanges(from: earlier, to: result.plan).lines(from: earlier, to: result.plan)
    }
    try output.write(
      isJSON
        ? summaryJSON(of: written, more: changes(from: earlier, to: result.plan, loaded, compiled))
        : Array(written.text(of: result.plan, in: folder, changed: changed ?? []).utf8))
    if wasInterrupted { throw ExitStatus.interrupted }
    if requireComplete, written.unplaced > 0 { throw ExitStatus.incomplete }
  }

  /// Each change from the plan that this one starts from, and why, as `diff` has them.
  private func changes(
    from earlier: Plan?, to plan: Plan, _ loaded: LoadedDataset, _ compiled: CompiledProgramme
  ) -> [(String, JSONText)] {
    guard let earlier else { return [] }
    let comparison = PlanComparison(
      from: ComparedPlan(earlier), to: ComparedPlan(plan), loaded.facts, loaded.freeze, compiled)
    return [("changes", ChangeWords(programme: loaded.programme).json(of: comparison.changes))]
  }

  private func openedDatabase() throws -> Database? {
    guard let database else { return nil }
    return try openDatabase(database)
  }

  /// A folder's dataset, which is stored first, or the stored programme of that name.
  private func source(in database: Database?) throws -> StoredSource? {
    guard let database else { return nil }
    guard Folder.disk(path: dataset).refusal == nil else {
      return try StoredSource.read(dataset, isPlanned: true, database, options)
    }
    var source = try StoredSource.store(dataset, as: actor.actor, database, options).source
    try source.loaded.occupy(DatasetStore(database).occupied(besides: source.programme))
    return source
  }

  /// Stores the plan as a draft; what people call it.
  private func keep(
    _ judged: JudgedPlan, of source: StoredSource, in database: Database
  ) throws -> String {
    do {
      let version = try PlanStore(database).store(
        judged.content, of: source.programme, dataset: source.version, as: actor.actor)
      return "the database as version \(version) of \(source.programme.name)"
    } catch  where folder == nil {
      // What a long search has found is not lost with the connection.
      let rescue = "\(source.programme.name).plan"
      try judged.write(to: rescue)
      options.output.tell(
        "The plan was not stored, and is in \(rescue) instead; with --from \(rescue) --iterations 0 "
          + "it is stored without another search.")
      throw error
    }
  }

  /// Where the plan goes; nil where a stored programme's is only stored.
  private var folder: String? {
    if let out { return out }
    if database != nil, Folder.disk(path: dataset).refusal != nil { return nil }
    let end = dataset.lastIndex { $0 != "/" }
    return (end.map { String(dataset[...$0]) } ?? "") + "/plan"
  }

  /// Asks before the search what would be lost after it.
  private func checkFolder() throws(Failure) {
    guard let folder else { return }
    try checkPlanFolder(folder, hint: out == nil ? " (--out DIR puts the plan elsewhere)" : "")
  }

  /// Whether the working directory has been taken away from under the process.
  private var standsInOldFolder: Bool {
    guard let path = getcwd(nil, 0) else { return errno == ENOENT }
    free(path)
    return false
  }

  /// Twenty seconds where nobody asks for anything else; a number of moves alone is never cut short,
  /// since the same number has to give the same plan.
  var limits: SearchLimits {
    let isOpen = seconds == nil && cpuSeconds == nil && iterations == nil
    return SearchLimits(
      seconds: isOpen ? 20 : seconds, cpuSeconds: cpuSeconds, iterations: iterations,
      patience: patience)
  }

  /// Judges the plan by the rules themselves before anybody may see it.
  private func judge(
    _ result: PlanResult, _ bound: ProvenBound, _ loaded: LoadedDataset,
    _ compiled: CompiledProgramme, _ threads: Int, _ seconds: Double
  ) throws(Failure) -> JudgedPlan {
    let verification = Verification(
      PlanView(result.plan, facts: loaded.facts, freeze: loaded.freeze))
    guard verification.violations.isEmpty, verification.cost == result.solution.cost else {
      let told = [
        "The search went wrong and nothing was written: please report it with the dataset, "
          + "--seed \(seed) and --threads \(threads).",
        "cost by the search \(result.solution.cost), by the rules \(verification.cost)",
      ]
      let broken = verification.violations.prefix(10).map { "\($0.rule): \(legible($0.sentence))" }
      throw Failure(ExitStatus.internalFault, (told + broken).joined(separator: "\n"))
    }
    let certificate = Certificate(
      datasetDigest: loaded.dataset.digest,
      arguments: bound.arguments.filter {
        loaded.keepsBoundOfFiles && $0.bound <= verification.cost
      })
    if loaded.keepsBoundOfFiles, bound.lowerBound > verification.cost {
      options.output.warn(
        "A lower bound of \(grouped(bound.lowerBound)) went wrong, for the plan costs "
          + "\(grouped(verification.cost)), and was dropped: please report it with the dataset.")
    }
    return JudgedPlan(
      result.plan, verification, loaded, reasons: compiled.reasons(for: result.plan),
      certificate: certificate,
      made: PlanMaking(
        seed: seed, threads: threads, iterations: result.iterations, seconds: seconds,
        version: Version.text),
      shortages: bound.shortages.map { $0.told(in: loaded.programme) })
  }
}

private func wholeSeconds(since started: ContinuousClock.Instant) -> Int {
  Int(started.duration(to: .now).components.seconds)
}
