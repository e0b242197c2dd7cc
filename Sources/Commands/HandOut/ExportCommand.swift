import ArgumentParser
import Files
import Planning
import Store
import Training

/// `jadwal export`: calendars and tables for others' tools.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Hands out sessions as a calendar, a table, a page or JSON.",
    usage: """
      jadwal export asean asean/plan --format ics --trainer T-VN-03 --out t-vn-03.ics
      jadwal export asean asean/plan --format ics --trainer T-VN-03 --since t-vn-03.ics \
      --out t-vn-03.ics
      jadwal export asean asean/plan --format html --cohort HAN-Y01 --out han-y01.html
      jadwal export asean asean/plan --format csv > sessions.csv
      jadwal export digital-skills-2026 published --database "" --format ics
      jadwal export --schema
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case ics, csv, html, json
  }

  @Argument(help: "The dataset folder; with --database a stored programme.")
  var dataset: String?
  @Argument(
    help: "A plan folder or an assignments.csv; with --database a version's number, or published.")
  var plan: String?
  @OptionGroup var storage: StorageOptions
  @Option(help: "What to write.")
  var format: Format?
  @Option(help: ArgumentHelp("One trainer's sessions.", valueName: "id"))
  var trainer: String?
  @Option(help: ArgumentHelp("One cohort's sessions.", valueName: "id"))
  var cohort: String?
  @Option(help: ArgumentHelp("One venue's sessions.", valueName: "id"))
  var venue: String?
  @Option(
    help: ArgumentHelp("The calendar handed out before, to go on from.", valueName: "old.ics"))
  var since: String?
  @Option(help: ArgumentHelp("The file to write. [default: standard output]", valueName: "path"))
  var out: String?
  @Flag(help: "Print the JSON Schema of --format json, and nothing else.")
  var schema = false
  @OptionGroup var options: OutputOptions

  private var chosenFormat: Format? { format ?? (options.json ? .json : nil) }

  func validate() throws {
    guard !schema else { return }
    guard dataset != nil, plan != nil else {
      throw ValidationError(
        "Name a dataset and a plan: jadwal export asean asean/plan --format ics")
    }
    guard let format = chosenFormat else {
      throw ValidationError("Choose a --format: ics, csv, html or json.")
    }
    guard [cohort, trainer, venue].compactMap(\.self).count <= 1 else {
      throw ValidationError("Choose one of --cohort, --trainer and --venue.")
    }
    guard since == nil || format == .ics else {
      throw ValidationError("--since goes with --format ics.")
    }
    guard since == nil || storage.database == nil else {
      throw ValidationError(
        "--since is for plans in folders: the database knows what was published before.")
    }
    guard !options.json || format == .json || out != nil else {
      throw ValidationError("With --json, --format \(format.rawValue) needs --out.")
    }
  }

  func run() throws {
    if schema { return try options.output.write(exportSchema) }
    guard let dataset, let planName = plan, let format = chosenFormat else { return }
    let source = try storage.open(dataset, at: planName, isPlanned: false, options)
    let plan = try source.plan(at: planName)
    let handOut = HandOut(plan, for: recipient)
    var ledger = try since.map { try earlier($0, handOut) } ?? CalendarLedger(for: recipient)
    try tell(plan, from: source, as: planName, to: &ledger)
    if handOut.meetings.isEmpty, ledger.isEmpty { try knows(in: plan.programme) }
    let bytes =
      switch format {
      case .ics: calendar(ledger.entries, of: handOut)
      case .csv: table(of: handOut)
      case .html: page(of: handOut)
      case .json: json(of: handOut)
      }
    try write(bytes, format, format == .ics ? ledger.entries.count : handOut.meetings.count)
  }

  private var recipient: Recipient {
    if let cohort { return .cohort(cohort) }
    if let trainer { return .trainer(trainer) }
    if let venue { return .venue(venue) }
    return .everybody
  }

  private func earlier(_ path: String, _ handOut: HandOut) throws(Failure) -> CalendarLedger {
    do throws(CalendarFault) {
      return CalendarLedger(
        for: handOut.recipient, continuing: try readCalendar(at: path, of: handOut))
    } catch {
      throw Failure(ExitStatus.badData, "\(legible(path)): \(error.message)")
    }
  }

  /// Takes in what was published before, where that is stored, and the plan itself.
  ///
  /// A plan in a folder came into force when its programme begins, for all that a file can tell: the
  /// same plan gives the same bytes.
  private func tell(
    _ plan: Plan, from source: DatasetSource, as name: String, to ledger: inout CalendarLedger
  ) throws {
    guard let stored = source.stored else {
      let start = Instant(seconds: plan.programme.settings.startsOn.days * 86_400)
      return ledger.tell(plan, isPublished: true, at: start)
    }
    guard chosenFormat == .ics else { return }
    let version = try stored.find(name)
    let store = PlanStore(stored.database)
    ledger.tell(try store.history(of: stored.programme, upTo: version.version))
    // What was published is the history's last word, withdrawn or not.
    if version.publishedAt == nil {
      ledger.tell(
        plan, isPublished: false, at: Instant(version.createdAt) ?? Instant(seconds: 0))
    }
  }

  /// - Throws: usage, with the nearest name, where the dataset has no such recipient.
  private func knows(in programme: Programme) throws(Failure) {
    let ids: [String] =
      switch recipient {
      case .everybody: []
      case .cohort: programme.cohorts.map(\.id)
      case .trainer: programme.trainers.map(\.id)
      case .venue: programme.venues.map(\.id)
      }
    guard let id = recipient.id, !ids.contains(id) else { return }
    throw Failure("--\(recipient.kind): the dataset has no", unknown: id, among: ids)
  }

  private func write(_ bytes: [UInt8], _ format: Format, _ count: Int) throws(Failure) {
    guard let out = try options.output.deliver(bytes, to: out) else { return }
    if options.json {
      try options.output.write(
        JSONText.object([
          ("out", .text(out)), ("format", .text(format.rawValue)), ("sessions", .whole(count)),
        ]).bytes)
    } else {
      options.output.warn(
        "\(recipient.title): \(counted(count, "session")) in \(legible(out)).")
    }
  }
}
