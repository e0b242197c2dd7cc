import ArgumentParser
import Files
import Store

/// `jadwal programmes`: what is planned here, and by which policies.
struct ProgrammesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programmes", abstract: "Lists stored programmes and sets their policies.",
    subcommands: [List.self, Show.self, Set.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Every programme that is stored.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let programmes = try ProgrammeStore(database.connect()).list()
      if options.json {
        return try options.output.write(JSONText.list(programmes.map(json(of:))).bytes)
      }
      try options.output.write(
        table(
          ["programme", "domain", "datasets", "versions", "published", "title"],
          programmes.map { programme in
            [
              programme.name, programme.domain, String(programme.datasets),
              String(programme.versions), programme.publishedVersion.map(String.init) ?? "-",
              legible(programme.title),
            ]
          }))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One programme and its policies.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
    var programme: String
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let programme = try ProgrammeStore(database.connect()).find(programme)
      try show(programme, options)
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes policies; the audit keeps who did.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
    var programme: String
    @Option(help: "yes: whoever submits a plan may approve it too.")
    var onePerson: Answer?
    @Option(help: "yes: the weekly allocation may publish by itself.")
    var autoPublish: Answer?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OutputOptions

    enum Answer: String, ExpressibleByArgument { case yes, no }

    func validate() throws {
      guard onePerson != nil || autoPublish != nil else {
        throw ValidationError("Say --one-person yes|no or --auto-publish yes|no.")
      }
    }

    func run() throws {
      let store = ProgrammeStore(try database.connect())
      try store.setPolicies(
        of: store.find(programme), onePerson: onePerson.map { $0 == .yes },
        autoPublish: autoPublish.map { $0 == .yes }, as: actor.actor)
      try show(store.find(programme), options)
    }
  }
}

private func show(_ programme: StoredProgramme, _ options: OutputOptions) throws {
  if options.json { return try options.output.write(json(of: programme).bytes) }
  func answer(_ value: Bool) -> String { value ? "yes" : "no" }
  let lines = [
    "\(programme.domain)/\(programme.name): \(legible(programme.title))",
    "\(counted(programme.datasets, "dataset version")), \(counted(programme.versions, "plan version")), "
      + (programme.publishedVersion.map { "version \($0) is published" } ?? "none is published"),
    "one-person: \(answer(programme.onePerson))", "auto-publish: \(answer(programme.autoPublish))",
  ]
  try options.output.write(lines.joined(separator: "\n") + "\n")
}

private func json(of programme: StoredProgramme) -> JSONText {
  var members: [(String, JSONText)] = [
    ("programme", .text(programme.name)), ("domain", .text(programme.domain)),
    ("title", .text(programme.title)), ("datasets", .whole(programme.datasets)),
    ("versions", .whole(programme.versions)),
  ]
  if let version = programme.publishedVersion { members.append(("published", .whole(version))) }
  return .object(
    members + [
      ("one_person", .text(programme.onePerson ? "yes" : "no")),
      ("auto_publish", .text(programme.autoPublish ? "yes" : "no")),
    ])
}
