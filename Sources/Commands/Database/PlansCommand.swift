import ArgumentParser
import Files
import Store

/// `jadwal plans`: stored plans and their life (service.md §2).
struct PlansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plans", abstract: "Lists stored plans and takes them from draft to published.",
    subcommands: [
      List.self, Show.self, Diff.self, Submit.self, Approve.self, Reject.self, Publish.self,
      Withdraw.self, Export.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The versions of a plan, newest first.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME. [default: all of them]")
    var programme: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programmes = ProgrammeStore(database)
      let chosen = try programme.map { [try programmes.find($0)] } ?? programmes.list()
      var items: [(StoredProgramme, StoredPlan)] = []
      for programme in chosen {
        items += try PlanStore(database).list(programme).map { (programme, $0) }
      }
      if options.json {
        return try options.output.write(
          JSONText.list(items.map { json(of: $1, in: $0) }).bytes)
      }
      try options.output.write(
        table(
          ["programme", "version", "state", "cost", "unplaced", "dataset", "stored", "by"],
          items.map { programme, plan in
            [
              programme.name, String(plan.version), plan.state, grouped(plan.cost),
              String(plan.unplaced), String(plan.dataset), plan.createdAt, legible(plan.createdBy),
            ]
          }))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One version, and who did what with it.")

    @OptionGroup var target: PlanTarget

    func run() throws {
      let (programme, plan) = try target.find()
      try target.tell(plan, of: programme)
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What differs between two versions, session by session.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
    var programme: String
    @Argument(help: "The earlier version.")
    var old: Int
    @Argument(help: "The later version.")
    var new: Int
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programme = try ProgrammeStore(database).find(programme)
      let changes = try PlanStore(database).changes(from: old, to: new, of: programme)
      if options.json {
        return try options.output.write(JSONText.list(changes.map(json(of:))).bytes)
      }
      func text(_ side: StoredChange.Side?) -> String {
        side.map { [$0.localStart, $0.lead, $0.venue ?? ""].joined(separator: " ") } ?? "-"
      }
      guard !changes.isEmpty else { return try options.output.write("Nothing differs.\n") }
      try options.output.write(
        table(
          ["session", "change", "version \(old)", "version \(new)"],
          changes.map { [$0.session, $0.change, text($0.old), text($0.new)].map(legible) })
          + "\n\(counted(changes.count, "session")): times are those of the cohort's city.\n"
      )
    }
  }

  struct Submit: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Puts a draft forward.")

    @OptionGroup var target: PlanTarget
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change { try $0.submit($1, of: $2, as: actor.actor) }
    }
  }

  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Approves what somebody else has submitted.")

    @OptionGroup var target: PlanTarget
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change { try $0.approve($1, of: $2, as: actor.actor) }
    }
  }

  struct Reject: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turns down what was submitted or approved.")

    @OptionGroup var target: PlanTarget
    @Option(help: "Why.")
    var reason: String?
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change { try $0.reject($1, of: $2, reason: reason, as: actor.actor) }
    }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a version back; a published one ends to be booked.")

    @OptionGroup var target: PlanTarget
    @Option(help: "Why.")
    var reason: String?
    @OptionGroup var actor: ActorOptions

    func run() throws {
      try target.change { try $0.withdraw($1, of: $2, reason: reason, as: actor.actor) }
    }
  }
}
