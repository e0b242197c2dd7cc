import ArgumentParser
import Files
import Planning
import Training

/// `jadwal move`: what a change by hand breaks and costs, before anything is written.
struct MoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract:
      "Tells what a change by hand breaks and costs; with --repair, fixes the rest around it.",
    usage: """
      jadwal move asean asean/plan HAN-W02/CYBER/2 --start 2026-08-12T18:00
      jadwal move asean asean/plan HAN-W02/CYBER/2 --start 2026-08-12T18:00 --trainer T-VN-03
      jadwal move asean asean/plan HAN-W02/CYBER/2 --venue V-HAN-LAB1 --repair --out asean/new
      """,
    discussion: """
      Nothing is written without --out, and with it nothing that breaks a rule. A start without an offset \
      is local time of the session's (first) cohort. What is not given stays as it is.
      """)

  @OptionGroup var source: PlanSource
  @Argument(help: "The session, as COHORT/MODULE/NUMBER.")
  var session: String
  @Option(
    help: ArgumentHelp("Its new start, as 2026-08-12T18:00 or with an offset.", valueName: "time"))
  var start: String?
  @Option(help: ArgumentHelp("Its new lead.", valueName: "id"))
  var trainer: String?
  @Option(help: ArgumentHelp("Its new venue.", valueName: "id"))
  var venue: String?
  @Flag(help: "Hold it there, and move others as little as that takes.")
  var repair = false
  @Option(help: "The folder to write: new, empty or an earlier plan.")
  var out: String?
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard start != nil || trainer != nil || venue != nil else {
      throw ValidationError("Give --start, --trainer or --venue: what is to change?")
    }
  }

  func run() throws {
    let opened = try source.open(options, isPlanned: true)
    let (loaded, earlier) = (opened.loaded, opened.plan)
    let programme = loaded.programme
    let session = try find(
      self.session, "session", among: programme.sessions.map(\.id), option: "SESSION")
    if let out { try checkPlanFolder(out) }
    let place = try ChangeByHand(
      session: session, start: start, trainer: trainer, venue: venue
    ).placement(in: earlier)
    var moved = earlier
    moved.placements[session] = place
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    let byHand = PlanProposal(moved, beside: earlier, in: loaded, compiled)
    var text = MoveText(session: session, proposal: byHand)
    if repair {
      let mended = try mended(session, byHand, loaded)
      text.mended = PlanProposal(mended, beside: earlier, in: loaded, compiled)
    }
    let final = text.mended ?? byHand
    guard final.effect.broken.isEmpty || (out == nil && !repair) else {
      if !options.json { try options.output.write(text.text) }
      throw Failure(
        ExitStatus.badData,
        repair
          ? "Nothing was written: the rules that it breaks cannot be kept by moving others."
          : "Nothing was written, for the plan would break rules; --repair moves others out of the way.",
        document: options.json ? text.json(folder: nil) : nil)
    }
    if let out {
      try final.judged(after: opened.source.certificate(at: source.plan)).write(to: out)
    }
    try options.output.write(
      options.json
        ? text.json(folder: out).bytes
        : Array((text.text + (out.map { "\nThe plan is in \(legible($0)).\n" } ?? "")).utf8))
  }

  /// The plan with the session held there, and others moved as little as that takes.
  private func mended(
    _ session: Int, _ byHand: PlanProposal, _ loaded: LoadedDataset
  ) throws -> Plan {
    let moved = byHand.after.plan
    guard let place = moved.placements[session], !loaded.freeze.isFrozen(session) else {
      throw Failure(
        ExitStatus.badData, "--repair: \(legible(self.session)) is frozen, and stays where it is.")
    }
    let pin = Pin(
      session: session, start: place.start, lead: place.lead.index, venue: place.venue?.index)
    let standing = loaded.programme.inForce(byHand.before.plan)
    let programme = standing.adjusting(standing.settings, pinning: [pin])
    let facts = Facts(programme)
    let freeze = FreezeState(facts)
    let faults = PinChecks(facts, freeze: freeze).faults.filter { $0.session == session }
    guard faults.isEmpty else {
      throw Failure(
        ExitStatus.badData,
        "--repair: \(legible(self.session)) cannot be there, whatever else is moved: "
          + faults.map(\.message).joined(separator: "; ") + ".")
    }
    let inTheWay = byHand.effect.broken.filter { $0.sessions.contains(session) }
      .flatMap(\.sessions).filter { $0 != session && !freeze.isFrozen($0) }
    let mended = CompiledProgramme(facts, freeze: freeze).repaired(
      Plan(programme: programme, placements: moved.placements), takingOut: Set(inTheWay)
    ).plan
    guard let found = mended.placements[session], found.start == place.start else {
      throw Failure(
        ExitStatus.badData,
        "--repair: \(legible(self.session)) cannot be there: what stands in its way has nowhere to go."
      )
    }
    return Plan(programme: loaded.programme, placements: mended.placements)
  }
}
