import ArgumentParser
import Files
import Foundation
import Planning
import Store
import Synchronization
import Training
import Worker

/// `jadwal solve`: what a worker starts for each job; reads it on standard input, and writes the plan
/// on standard output, as `Frame`s. It knows no database, and ends with the worker.
struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve", abstract: "Solves one job for a worker, which alone calls this.",
    shouldDisplay: false)

  @Option(parsing: .unconditional, help: "Address space that it may take.")
  var memoryBytes: Int?
  @Option(parsing: .unconditional, help: "CPU time that it may take.")
  var cpuSeconds: Int?

  /// Before anything is read that might want more.
  private func limitItself() {
    func set(_ resource: LimitedResource, _ value: Int) {
      var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
      #if os(Linux)
        setrlimit(.init(resource.rawValue), &limit)
      #else
        setrlimit(resource, &limit)
      #endif
    }
    if let memoryBytes { set(RLIMIT_AS, memoryBytes) }
    if let cpuSeconds { set(RLIMIT_CPU, cpuSeconds) }
    set(RLIMIT_CORE, 0)
    set(RLIMIT_FSIZE, 0)
    set(RLIMIT_NOFILE, 64)
  }

  func run() throws {
    limitItself()
    let started = ContinuousClock.now
    var request: SolveRequest?
    var files: [StoredFile] = []
    reading: while true {
      guard let frame = Frame.read(from: 0) else {
        throw Failure(ExitStatus.usage, "This is for jadwal worker, which says what to solve.")
      }
      switch frame.kind {
      case .request: request = frame.decoded(SolveRequest.self)
      case .file: if let file = frame.file { files.append(file) }
      case .begin: break reading
      default: throw Failure(ExitStatus.usage, "The worker has said what is not understood.")
      }
    }
    guard let request else { throw Failure(ExitStatus.usage, "There is no request.") }
    let problem: JobProblem
    do {
      problem = try JobProblem(request, files)
    } catch {
      return say(Frame(.refusal, Array(error.message.utf8.prefix(8000))))
    }
    solve(request, problem, started)
  }

  private func solve(
    _ request: SolveRequest, _ problem: JobProblem, _ started: ContinuousClock.Instant
  ) {
    let limits = SearchLimits(seconds: request.seconds, iterations: request.iterations)
    let proof =
      problem.isAsInFiles
      ? BackgroundProof(problem.facts, freeze: problem.freeze, beside: limits) : nil
    let told = Mutex(ContinuousClock.Instant?.none)
    let budget = Budget(limits, threads: request.threads, started: started) { progress in
      proof?.begin()
      let isTime = told.withLock { told in
        if let last = told, last.duration(to: .now) < .milliseconds(250) { return false }
        told = .now
        return true
      }
      guard isTime else { return }
      say(
        .progress,
        JobProgress(
          cost: progress.cost, iterations: progress.iterations,
          seconds: started.duration(to: .now).seconds))
    }
    listen(budget, proof)
    let compiled = CompiledProgramme(problem.facts, freeze: problem.freeze)
    let programme = problem.facts.programme
    let previous = Plan(
      programme: programme,
      placements: programme.sessions.indices.map { programme.previous[$0] })
    let result = compiled.search(
      PlanRequest(
        seed: request.seed, threads: request.threads,
        earlier: request.hasPublished ? previous : nil, mends: true), within: budget)
    let bound = proof?.end(after: budget, limits)
    tell(result, bound, problem, request, compiled, budget.elapsed)
  }

  /// The worker may want the best plan so far; and where it is gone, nobody wants any.
  private func listen(_ budget: Budget, _ proof: BackgroundProof?) {
    Thread.detachNewThread {
      while let frame = Frame.read(from: 0) {
        guard frame.kind == .stop else { continue }
        budget.stop()
        proof?.stop()
      }
      _exit(ExitStatus.interrupted.rawValue)
    }
  }

  private func tell(
    _ result: PlanResult, _ bound: ProvenBound?, _ problem: JobProblem, _ request: SolveRequest,
    _ compiled: CompiledProgramme, _ seconds: Double
  ) {
    let verification = Verification(
      PlanView(result.plan, facts: problem.facts, freeze: problem.freeze))
    let certificate = Certificate(
      datasetDigest: request.digest,
      arguments: (bound?.arguments ?? []).filter { $0.bound <= verification.cost })
    let summary = PlanSummary(
      verification, of: result.plan, datasetDigest: request.digest,
      lowerBound: certificate.lowerBound,
      made: PlanMaking(
        seed: request.seed, threads: request.threads, iterations: result.iterations,
        seconds: seconds, version: Version.text),
      reasons: compiled.reasons(for: result.plan),
      shortages: bound?.shortages.map { $0.told(in: problem.facts.programme) } ?? [])
    func amount(_ name: String) -> Int { summary.terms.first { $0.name == name }?.amount ?? 0 }
    var outcome: [(String, JSONText)] = [
      ("cost", .whole(summary.cost)), ("unplaced", .whole(summary.unplaced)),
      ("moved", .whole(amount("moved"))), ("reassigned", .whole(amount("reassigned"))),
      ("relocated", .whole(amount("relocated"))),
    ]
    if let until = problem.facts.programme.settings.freezeUntil {
      outcome.append(("freeze_until", .text(until.description)))
    }
    let warnings = problem.warnings.prefix(100).map { JSONText.text(String($0.prefix(400))) }
    if !warnings.isEmpty { outcome.append(("warnings", .list(warnings))) }
    say(
      .figures,
      PlanDraft.Figures(
        summary, hardViolations: verification.violations.count,
        outcome: String(decoding: JSONText.object(outcome).bytes, as: UTF8.self)))
    let rows = AssignmentRows(result.plan).bytes
    for start in stride(from: 0, to: rows.count, by: 1 << 20) {
      say(Frame(.rows, Array(rows[start..<min(rows.count, start + 1 << 20)])))
    }
    say(Frame(.planJSON, summaryJSON(of: summary)))
    say(Frame(.boundJSON, certificate.bytes))
    say(Frame(.done))
  }

  private func say(_ kind: Frame.Kind, _ value: some Encodable) {
    if let frame = try? Frame(kind, json: value) { say(frame) }
  }

  private func say(_ frame: Frame) {
    if !frame.write(to: 1) { _exit(ExitStatus.interrupted.rawValue) }
  }
}

#if os(Linux)
  private typealias LimitedResource = __rlimit_resource
#else
  private typealias LimitedResource = Int32
#endif
