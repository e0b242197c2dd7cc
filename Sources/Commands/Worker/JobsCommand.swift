import ArgumentParser
import Files
import Store

/// `jadwal jobs`: what was asked of the workers, and what became of it.
struct JobsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "Lists planning jobs, shows how far they are, and ends them.",
    subcommands: [List.self, Show.self, Cancel.self, Retry.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The newest jobs first.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME. [default: all of them]")
    var programme: String?
    @Option(help: ArgumentHelp("Only those in this state.", valueName: "state"))
    var state: JobState?
    @Option(parsing: .unconditional, help: "So many at most.")
    var limit = 50
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
      guard limit > 0 else { throw ValidationError("--limit is a whole number, 1 or more.") }
    }

    func run() throws {
      let database = try database.connect()
      let chosen = try programme.map { try ProgrammeStore(database).find($0) }
      let jobs = try JobStore(database).list(of: chosen, state: state?.rawValue, limit: limit)
      if options.json {
        return try options.output.write(JSONText.list(jobs.map(json(of:))).bytes)
      }
      guard !jobs.isEmpty else { return try options.output.write("No job was asked for.\n") }
      try options.output.write(
        table(
          ["job", "programme", "week", "state", "asked", "by", "result"],
          jobs.map { job in
            [
              String(job.number), job.programme, job.arguments.week ?? "-", job.state, job.askedAt,
              legible(job.askedBy), legible(briefly(job)),
            ]
          }))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One job: how far it is, what it made.")

    @OptionGroup var target: JobTarget

    func run() throws { try target.tell(target.find()) }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a job; one that runs is stopped by its worker within moments.")

    @OptionGroup var target: JobTarget
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change(ended: "has ended already") { try $0.cancel($1, as: actor.actor) }
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets a job that was discarded or cancelled, or waits, be taken at once.")

    @OptionGroup var target: JobTarget
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change(ended: "runs, or is done") { store, job in
        let isThere = try store.retry(job, as: actor.actor)
        if isThere { try? JobQueue(target.database.connect()).hint() }
        return isThere
      }
    }
  }
}

/// Where a job stands (service.md §1).
enum JobState: String, CaseIterable, ExpressibleByArgument {
  case scheduled, available, running, retryable, completed, cancelled, discarded
}

/// A job, as commands name it.
struct JobTarget: ParsableArguments {
  @Argument(help: "The job's number.")
  var job: Int
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var options: OutputOptions

  func find() throws -> StoredJob { try JobStore(database.connect()).find(job) }

  /// - Parameter ended: what is said of a job to which that cannot happen.
  func change(ended: String, _ step: (JobStore, StoredJob) throws -> Bool) throws {
    let store = JobStore(try database.connect())
    let found = try store.find(job)
    guard try step(store, found) else {
      throw Failure(ExitStatus.badData, "Job \(job) \(ended): it is \(try store.find(job).state).")
    }
    try tell(store.find(job))
  }

  func tell(_ job: StoredJob) throws {
    try options.output.write(options.json ? json(of: job).bytes : Array(text(of: job).utf8))
  }
}

/// A job's result, or how far it is, in a few words.
func briefly(_ job: StoredJob) -> String {
  if let outcome = job.outcome { return outcome.text }
  if job.state == "running" {
    let wish = job.cancelRequested ? "is being cancelled; " : ""
    guard let cost = job.bestCost else { return wish + "begins" }
    return wish + "cost \(grouped(cost)) after \(Int(job.seconds ?? 0)) s, "
      + "\(grouped(job.iterations ?? 0)) moves"
  }
  if job.state == "retryable" {
    return "again at \(job.runAt): \(String((job.lastError ?? "").prefix(60)))"
  }
  return String((job.lastError ?? "").prefix(80))
}

extension JobOutcome {
  /// `version 4 is published: 3 sessions changed, …`
  var text: String {
    let changes = [
      (moved, "moved"), (reassigned, "with another lead"), (relocated, "in another venue"),
    ].compactMap { count, what in count.flatMap { $0 > 0 ? "\(grouped($0)) \(what)" : nil } }
    let what =
      base == nil
      ? "the first plan"
      : changed == 0
        ? "nothing changed"
        : counted(changed, "session") + " changed"
          + (changes.isEmpty ? "" : " (\(changes.joined(separator: ", ")))")
    return "version \(version) is \(state): \(what), cost \(grouped(cost)), "
      + "\(grouped(unplaced)) unplaced"
  }
}

func text(of job: StoredJob) -> String {
  let week = job.arguments.week.map { ", week \($0)" } ?? ""
  var lines = ["Job \(job.number): \(job.programme)\(week): \(job.state)"]
  lines.append("Asked for by \(legible(job.askedBy)) at \(job.askedAt).")
  if let dataset = job.arguments.dataset { lines.append("From dataset version \(dataset).") }
  if job.attempt > 0 { lines.append("Attempt \(job.attempt) of \(job.maxAttempts).") }
  if let worker = job.lockedBy { lines.append("Worker \(legible(worker)) has it.") }
  let brief = briefly(job)
  if !brief.isEmpty, job.outcome != nil || job.state == "running" { lines.append(legible(brief)) }
  if let outcome = job.outcome {
    if let until = outcome.freezeUntil {
      lines.append("Everything before \(until) stayed as it was.")
    }
    if let why = outcome.unpublished { lines.append("Not published: \(legible(why)).") }
    lines += (outcome.warnings ?? []).map { "Warning: \(legible($0))." }
  } else if let error = job.lastError {
    lines.append("The last attempt: \(legible(error))")
  }
  if job.state == "retryable" { lines.append("To be tried again at \(job.runAt).") }
  if let ended = job.finalizedAt { lines.append("Ended at \(ended).") }
  return lines.joined(separator: "\n") + "\n"
}

func json(of job: StoredJob) -> JSONText {
  var members: [(String, JSONText)] = [
    ("job", .whole(job.number)), ("programme", .text(job.programme)),
    ("domain", .text(job.domain)), ("kind", .text(job.kind)), ("state", .text(job.state)),
    ("attempt", .whole(job.attempt)), ("max_attempts", .whole(job.maxAttempts)),
    ("run_at", .text(job.runAt)), ("asked_by", .text(job.askedBy)),
    ("asked_at", .text(job.askedAt)),
  ]
  func add(_ name: String, _ value: String?) {
    if let value { members.append((name, .text(value))) }
  }
  func add(_ name: String, _ value: Int?) { if let value { members.append((name, .whole(value))) } }
  add("week", job.arguments.week)
  add("dataset", job.arguments.dataset)
  add("worker", job.lockedBy)
  add("best_cost", job.bestCost)
  add("iterations", job.iterations)
  if let seconds = job.seconds { members.append(("seconds", .decimal(seconds))) }
  add("finalized_at", job.finalizedAt)
  add("last_error", job.lastError)
  if let outcome = job.outcome {
    add("version", outcome.version)
    add("base_version", outcome.base)
    add("version_state", outcome.state)
    add("unpublished", outcome.unpublished)
    add("changed", outcome.changed)
    add("cost", outcome.cost)
    add("unplaced", outcome.unplaced)
    add("moved", outcome.moved)
    add("reassigned", outcome.reassigned)
    add("relocated", outcome.relocated)
    add("freeze_until", outcome.freezeUntil)
    members.append(("warnings", .list((outcome.warnings ?? []).map(JSONText.text))))
  }
  return .object(members)
}
