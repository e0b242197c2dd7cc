import ArgumentParser
import Files
import Foundation
import Store
import Training

/// `jadwal allocate`: the weekly cron job (service.md §4).
struct AllocateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate",
    abstract:
      "Asks for a week's allocation; once for each dataset version, however often it is called.",
    usage: """
      jadwal allocate digital-skills-2026
      jadwal allocate digital-skills-2026 --week 2026-W33 --wait
      jadwal allocate digital-skills-2026 --seconds 300 --publish
      """,
    discussion: """
      A worker plans the rest of the programme from that Monday, near the published plan; everything \
      before it stays as it is. With --publish the plan is published where the programme's policy \
      auto-publish is yes; else it is a draft. Status 0 also where nothing changed.
      """)

  @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
  var programme: String
  @Option(help: "The ISO week, as 2026-W33; next is the first that has not begun in any city.")
  var week = "next"
  @Option(parsing: .unconditional, help: "How long the planner may search.")
  var seconds = 60.0
  @Flag(help: "Follow the job to its end, and tell what it made.")
  var wait = false
  @Option(
    parsing: .unconditional, help: "With --wait: give up waiting, not the job, after so long.")
  var waitSeconds: Double?
  @Flag(help: "Publish the plan where the programme's policy allows it.")
  var publish = false
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var actor: ActorOptions
  @OptionGroup var options: OutputOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Moves.", visibility: .hidden))
  var iterations: Int?
  @Option(parsing: .unconditional, help: ArgumentHelp("Of the search.", visibility: .hidden))
  var seed: UInt64?
  @Option(parsing: .unconditional, help: ArgumentHelp("Of the search.", visibility: .hidden))
  var threads: Int?

  func validate() throws {
    guard week == "next" || LocalDate(isoWeek: week) != nil else {
      throw ValidationError("--week is next, or an ISO week that there is, as 2026-W33.")
    }
    guard seconds.isFinite, seconds >= 1, seconds <= 86_400 else {
      throw ValidationError("--seconds is a number from 1 to 86400.")
    }
  }

  func run() throws {
    let connected = try database.connect()
    let programme = try ProgrammeStore(connected).find(programme)
    let jobs = JobStore(connected)
    let week = week == "next" ? try jobs.nextWeek(of: programme) : week
    let asked = try jobs.allocate(
      programme, week: week,
      how: JobArguments(
        seconds: iterations == nil ? seconds : nil, iterations: iterations, seed: seed,
        threads: threads, publish: publish ? true : nil), as: actor.actor)
    if publish, !programme.autoPublish {
      options.output.warn(
        "The plan will be a draft: jadwal programmes set \(programme.name) --auto-publish yes allows "
          + "publishing without anybody's approval.")
    }
    let job = wait ? try follow(asked.job, jobs) : try jobs.find(asked.job)
    if options.json {
      try options.output.write(json(of: job).bytes)
    } else if wait {
      try options.output.write(text(of: job))
    } else {
      try options.output.write(
        "\(programme.name), week \(week): job \(job.number) "
          + (asked.isNew ? "is asked for.\n" : "was asked for before and is \(told(job)).\n"))
    }
    guard wait else { return }
    switch job.state {
    case "completed": return
    case "cancelled": throw Failure(ExitStatus.busy, "Job \(job.number) was cancelled.")
    default:
      throw Failure(
        ExitStatus.badData,
        "Job \(job.number) was discarded: \(legible(job.lastError ?? "nobody knows why"))")
    }
  }

  private func told(_ job: StoredJob) -> String {
    job.outcome.map { "\(job.state): \(legible($0.text))" } ?? job.state
  }

  /// Looks at the job until it has ended.
  private func follow(_ number: Int, _ jobs: JobStore) throws -> StoredJob {
    let started = ContinuousClock.now
    while true {
      let job = try jobs.find(number)
      guard !job.hasEnded else {
        options.output.live("")
        return job
      }
      if let waitSeconds, started.duration(to: .now) > .seconds(waitSeconds) {
        options.output.live("")
        throw Failure(
          ExitStatus.busy, "Job \(number) is \(job.state) still: jadwal jobs show \(number)")
      }
      options.output.live("job \(number) · \(job.state) · \(legible(briefly(job)))")
      Thread.sleep(forTimeInterval: 0.5)
    }
  }
}
