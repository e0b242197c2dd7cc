import ArgumentParser
import Files
import Store

/// `jadwal schedules`: which programme is allocated when.
struct SchedulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedules",
    abstract: "Which programme is allocated when; workers see to it, without cron.",
    subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The weekly runs.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME. [default: all of them]")
    var programme: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let chosen = try programme.map { try ProgrammeStore(database).find($0) }
      let schedules = try ScheduleStore(database).list(of: chosen)
      if options.json {
        return try options.output.write(
          JSONText.list(
            schedules.map { schedule in
              var members: [(String, JSONText)] = [
                ("programme", .text(schedule.programme)), ("domain", .text(schedule.domain)),
                ("day", .text(Day(number: schedule.weekday).rawValue)),
                ("time", .text(schedule.time)), ("zone", .text(schedule.zone)),
                ("seconds", .whole(schedule.seconds)),
                ("publish", .text(schedule.publish ? "yes" : "no")),
                ("next", .text(schedule.nextDue)), ("added_by", .text(schedule.addedBy)),
              ]
              if let last = schedule.lastDue { members.append(("last", .text(last))) }
              return .object(members)
            }
          ).bytes)
      }
      guard !schedules.isEmpty else { return try options.output.write("Nothing is scheduled.\n") }
      try options.output.write(
        table(
          ["programme", "when", "zone", "seconds", "publish", "last", "next", "by"],
          schedules.map { schedule in
            [
              schedule.programme, "\(Day(number: schedule.weekday).rawValue) \(schedule.time)",
              schedule.zone, String(schedule.seconds), schedule.publish ? "yes" : "no",
              schedule.lastDue ?? "-", schedule.nextDue, legible(schedule.addedBy),
            ]
          }))
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds a weekly run, or changes the one at that time.",
      usage: "jadwal schedules add digital-skills-2026 --day Fri --time 18:00 --zone Asia/Jakarta")

    @OptionGroup var weekly: Run
    @Option(help: "The IANA zone whose clock counts.")
    var zone: String
    @Option(parsing: .unconditional, help: "How long the planner may search.")
    var seconds = 60
    @Flag(help: "Publish the plan where the programme's policy allows it.")
    var publish = false
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programme = try ProgrammeStore(database).find(weekly.programme)
      try ScheduleStore(database).add(
        programme, weekday: weekly.day.number, time: weekly.time, zone: zone, seconds: seconds,
        publish: publish, as: actor.actor)
      options.output.warn(
        "\(programme.name): every \(weekly.day.rawValue) at \(weekly.time), \(zone).")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Takes a weekly run away.")

    @OptionGroup var weekly: Run
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programme = try ProgrammeStore(database).find(weekly.programme)
      guard
        try ScheduleStore(database).remove(
          programme, weekday: weekly.day.number, time: weekly.time, as: actor.actor)
      else {
        throw Failure(
          ExitStatus.badData,
          "\(programme.name) has no run on \(weekly.day.rawValue) at \(weekly.time).")
      }
      options.output.warn(
        "\(programme.name): no run on \(weekly.day.rawValue) at \(weekly.time) any more.")
    }
  }

  /// The programme and the time of a weekly run.
  struct Run: ParsableArguments {
    @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
    var programme: String
    @Option(help: "Mon, Tue, Wed, Thu, Fri, Sat or Sun.")
    var day: Day
    @Option(help: "As 18:00.")
    var time: String

    func validate() throws {
      let parts = time.split(separator: ":", omittingEmptySubsequences: false)
      guard time.utf8.count == 5, parts.count == 2, let hour = Int(parts[0]),
        let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
      else { throw ValidationError("--time has two digits for the hour and two for the minute.") }
    }
  }

  enum Day: String, CaseIterable, ExpressibleByArgument {
    case mon = "Mon"
    case tue = "Tue"
    case wed = "Wed"
    case thu = "Thu"
    case fri = "Fri"
    case sat = "Sat"
    case sun = "Sun"

    init(number: Int) { self = Self.allCases[(number - 1) % 7] }

    /// 1 is Monday.
    var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
  }
}
