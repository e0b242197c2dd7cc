import Files
import Planning
import Postgres
import Store
import Training
import Web

/// The planner as the board asks it.
struct StoredPlanning: BoardPlanning {
  /// A version with what it was made from.
  private struct Opened {
    var loaded: LoadedDataset
    var stored: StoredPlan
    var plan: Plan
  }

  private func open(
    _ version: Int, of programme: StoredProgramme, isPlanned: Bool, in database: Database
  ) throws -> Opened {
    let stored = try PlanStore(database).find(version, of: programme)
    let loaded = try refusing {
      try StoredVersions(database: database, programme: programme)
        .dataset(of: stored, isPlanned: isPlanned, nil)
    }
    let plan = try PlanStore(database).plan(of: programme, version: version, for: loaded.programme)
    return Opened(loaded: loaded, stored: stored, plan: plan)
  }

  private func load(_ files: [String: [UInt8]]) throws(BoardRefusal) -> LoadedDataset {
    switch LoadedDataset.load(.memory(files)) {
    case .success(let loaded): return loaded
    case .failure(let faults): throw BoardRefusal(faults.description)
    }
  }

  /// What ends a command is a refusal here.
  private func refusing<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let failure as Failure { throw BoardRefusal(failure.message) }
  }

  private func index(of session: String, in programme: Programme) throws -> Int {
    guard let index = programme.sessionIndex[session] else {
      throw BoardRefusal("the dataset has no session \(session)")
    }
    return index
  }

  private func proposal(_ move: BoardMove, _ opened: Opened) throws -> PlanProposal {
    let session = try index(of: move.session, in: opened.loaded.programme)
    var moved = opened.plan
    moved.placements[session] = try refusing {
      try ChangeByHand(
        session: session, start: move.start, trainer: move.trainer, venue: move.venue
      ).placement(in: opened.plan)
    }
    return PlanProposal(
      moved, beside: opened.plan, in: opened.loaded,
      CompiledProgramme(opened.loaded.facts, freeze: opened.loaded.freeze))
  }

  func preview(_ move: BoardMove, in database: Database) throws -> BoardPreview {
    let proposal = try proposal(
      move, open(move.version, of: move.programme, isPlanned: true, in: database))
    let effect = proposal.effect
    guard !proposal.changes.isNothing else {
      return BoardPreview(broken: [], effects: ["It is there already."])
    }
    return Output.$foldsLines.withValue(false) {
      BoardPreview(
        broken: effect.broken.map { "\($0.rule): \($0.sentence)" },
        effects: [
          "The plan \(effect.price).", "To tell are \(proposal.concerned.told).",
        ])
    }
  }

  func store(_ move: BoardMove, as actor: String?, in database: Database) throws -> Int {
    let opened = try open(move.version, of: move.programme, isPlanned: true, in: database)
    let proposal = try proposal(move, opened)
    guard proposal.effect.broken.isEmpty else {
      throw BoardRefusal(proposal.effect.broken.map(\.sentence).joined(separator: "; "))
    }
    guard !proposal.changes.isNothing else { throw BoardRefusal("it is there already") }
    let store = PlanStore(database)
    let documents = try store.documents(of: move.programme, version: move.version)
    let judged = proposal.judged(
      after: PlanCertificate(planJSON: documents.planJSON, boundJSON: documents.boundJSON))
    return try store.store(
      judged.content, of: move.programme, dataset: opened.stored.dataset, as: actor)
  }

  func pin(_ move: BoardMove, as actor: String?, in database: Database) throws -> Int {
    let opened = try open(move.version, of: move.programme, isPlanned: false, in: database)
    let programme = opened.loaded.programme
    let session = try index(of: move.session, in: programme)
    guard let place = opened.plan.placements[session] else {
      throw BoardRefusal("\(move.session) has no place to be pinned to")
    }
    // The newest files, which may be newer than those of the version.
    let stored = try DatasetStore(database).files(of: move.programme).files
    var files = stored.byName
    var pins =
      files[DatasetFile.pinned.name].map { TableText($0) }
      ?? TableText(header: ["session", "start", "lead", "venue"])
    pins.removeRows { $0("session") == move.session }
    let zone = programme.zone(of: programme.chain(of: session))
    var row = [
      "session": move.session,
      "start": zone.wallTime(at: place.start).text(withSeconds: true)
        + zone.offsetText(at: place.start),
      "lead": programme.name(ofTrainer: place.lead),
    ]
    if let venue = place.venue { row["venue"] = programme.name(ofVenue: venue) }
    pins.append(row)
    files[DatasetFile.pinned.name] = pins.bytes
    return try store(files, as: actor, in: database).version
  }

  func examine(_ files: [String: [UInt8]]) -> BoardExamination {
    func told(_ fault: Fault) -> BoardExamination.Fault {
      BoardExamination.Fault(
        file: fault.file, line: fault.line, column: fault.column, message: fault.message)
    }
    switch LoadedDataset.load(.memory(files)) {
    case .failure(let faults):
      return BoardExamination(
        faults: faults.list.prefix(200).map(told), faultCount: faults.total,
        warnings: faults.warnings.prefix(100).map(told), programme: nil, title: nil, summary: [])
    case .success(let loaded):
      let programme = loaded.programme
      return BoardExamination(
        faults: [], faultCount: 0, warnings: loaded.warnings.prefix(100).map(told),
        programme: programme.settings.id, title: programme.settings.title,
        summary: [
          "\(counted(programme.sessions.count, "session")) for "
            + "\(counted(programme.cohorts.count, "cohort")) in "
            + "\(counted(programme.states.count, "member state")), "
            + "\(counted(programme.settings.weeks, "week")) from \(programme.settings.startsOn).",
          "\(counted(programme.trainers.count, "trainer")) and "
            + "\(counted(programme.venues.count, "venue")).",
        ] + Outlook(loaded.facts, freeze: loaded.freeze).bottlenecks.prefix(5).map(\.sentence))
    }
  }

  func store(
    _ files: [String: [UInt8]], as actor: String?, in database: Database
  ) throws -> (programme: StoredProgramme, version: Int, isNew: Bool) {
    let loaded = try load(files)
    let ordered = DatasetFile.allCases.compactMap { file in
      files[file.name].map { StoredFile(name: file.name, bytes: $0) }
    }
    let imported = try DatasetStore(database).store(
      DatasetContent(programme: loaded.programme, files: ordered), as: actor)
    let settings = loaded.programme.settings
    return (
      try ProgrammeStore(database).find("\(settings.domain)/\(settings.id)"), imported.version,
      imported.isNew
    )
  }

  func explanation(
    of session: String, programme: StoredProgramme, version: Int, in database: Database
  ) throws -> [BoardParagraph] {
    let opened = try open(version, of: programme, isPlanned: false, in: database)
    let loaded = opened.loaded
    let view = PlanView(opened.plan, facts: loaded.facts, freeze: loaded.freeze)
    let trial = Trial(
      opened.plan, in: CompiledProgramme(loaded.facts, freeze: loaded.freeze))
    let index = try index(of: session, in: loaded.programme)
    return Output.$foldsLines.withValue(false) {
      paragraphs(of: SessionExplanation(index, in: view, on: trial).lines(all: false))
    }
  }

  /// Indented lines are items of a list.
  private func paragraphs(of lines: [String]) -> [BoardParagraph] {
    var paragraphs: [BoardParagraph] = []
    for line in lines where !line.isEmpty {
      guard line.hasPrefix(" "), !paragraphs.isEmpty else {
        paragraphs.append(BoardParagraph(line))
        continue
      }
      let item = line.drop { " -".contains($0) || $0.isNumber }
      // `1. Mon …` is the first of a list; a date is text.
      let isNumbered = item.hasPrefix(". ")
      paragraphs[paragraphs.count - 1].items.append(
        isNumbered
          ? String(item.dropFirst(2)) : String(line.drop { $0 == " " }.trimmingPrefix("- ")))
    }
    return paragraphs
  }

  func calendar(of feed: Feed, in database: Database) throws -> [UInt8] {
    let programme = feed.programme
    guard let version = programme.publishedVersion else {
      throw BoardRefusal("nothing is published")
    }
    let opened = try open(version, of: programme, isPlanned: false, in: database)
    let recipient: Recipient =
      switch feed.recipient {
      case .all: .everybody
      case .trainer(let id): .trainer(id)
      case .cohort(let id): .cohort(id)
      case .venue(let id): .venue(id)
      }
    var ledger = CalendarLedger(for: recipient)
    ledger.tell(try PlanStore(database).history(of: programme, upTo: version))
    return Files.calendar(ledger.entries, of: HandOut(opened.plan, for: recipient))
  }
}
