import ArgumentParser
import Files
import Planning
import Training

/// `jadwal replace`: who could stand in for a trainer, and what each would do to the plan.
struct ReplaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace",
    abstract: "Ranks who could stand in for a trainer, and writes the plan with one of them.",
    usage: """
      jadwal replace asean asean/plan --trainer T-VN-03 --from 2026-08-10 --to 2026-08-14
      jadwal replace asean asean/plan --trainer T-VN-03 --from 2026-08-10 --apply 1 --out asean/new
      jadwal replace asean asean/plan --trainer T-VN-03 --from 2026-08-10 --apply 1 --repair --out asean/new
      jadwal replace digital-skills-2026 published --trainer T-VN-03 --from 2026-08-10 --database ""
      """,
    discussion: """
      A substitute takes over the sessions at the same time and in the same venue. What the substitute \
      cannot take is left without a place; with --repair it goes to others and, where it must, to \
      other times. Dates are those of the trainer's home city, --to included.
      """)

  @OptionGroup var source: PlanSource
  @Option(help: ArgumentHelp("Who cannot come.", valueName: "id"))
  var trainer: String
  @Option(help: ArgumentHelp("The first date, as 2026-08-10.", valueName: "date"))
  var from: String
  @Option(
    help: ArgumentHelp("The last date. [default: the last of the programme]", valueName: "date"))
  var to: String?
  @Option(parsing: .unconditional, help: "How many substitutes to tell of.")
  var top = 5
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Write the plan with this one of the list.", valueName: "number"))
  var apply: Int?
  @Flag(help: "With --apply: find places for what the substitute cannot take.")
  var repair = false
  @Option(help: "With --apply: the folder to write; new, empty or an earlier plan.")
  var out: String?
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard (1...1_000).contains(top) else {
      throw ValidationError("--top is a whole number from 1 to 1000.")
    }
    if let apply, apply < 1 { throw ValidationError("--apply is a number of the list, from 1.") }
    guard (apply == nil) == (out == nil) else {
      throw ValidationError("--apply N and --out DIR go together.")
    }
    guard apply != nil || !repair else { throw ValidationError("--repair goes with --apply N.") }
  }

  func run() throws {
    let opened = try source.open(options, isPlanned: true)
    let (loaded, earlier) = (opened.loaded, opened.plan)
    let programme = loaded.programme
    let trainer = try find(
      self.trainer, "trainer", among: programme.trainers.map(\.id), option: "--trainer")
    let absence = try absence(of: trainer, in: programme)
    if let out { try checkPlanFolder(out) }
    let compiled = CompiledProgramme(loaded.facts, freeze: loaded.freeze)
    let substitution = Substitution(of: absence, in: earlier, compiled)
    var offers: [SubstituteOffer] = []
    let standing = PlanView(earlier, facts: loaded.facts, freeze: loaded.freeze)
    let judged = Verification(standing)
    for substitute in substitution.substitutes.prefix(max(top, apply ?? 0)) {
      offers.append(SubstituteOffer(substitute, of: substitution, beside: standing, judged))
    }
    let text = ReplaceText(
      substitution: substitution, offers: Array(offers.prefix(top)), absence: absence,
      programme: programme, dataset: source.dataset)
    guard let apply, let out else {
      return try options.output.write(
        options.json ? text.json(written: nil).bytes : Array(text.text.utf8))
    }
    guard offers.indices.contains(apply - 1) else {
      throw Failure(
        ExitStatus.usage,
        offers.isEmpty
          ? "--apply: nobody can take any of the sessions."
          : "--apply: the list has \(counted(offers.count, "substitute")) only.")
    }
    let chosen = offers[apply - 1]
    let final = repair ? try repaired(chosen, earlier, absence, substitution, loaded) : chosen.plan
    let proposal = PlanProposal(final, beside: earlier, in: loaded, compiled)
    try proposal.judged(after: opened.source.certificate(at: source.plan)).write(to: out)
    let written = WrittenText(proposal: proposal, folder: out)
    try options.output.write(
      options.json
        ? text.json(written: written.json).bytes
        : Array((text.told(chosen) + "\n" + written.text + text.advice).utf8))
  }

  /// The rest put back with the trainer away and the substitute in place.
  private func repaired(
    _ offer: SubstituteOffer, _ earlier: Plan, _ absence: Absence, _ substitution: Substitution,
    _ loaded: LoadedDataset
  ) throws -> Plan {
    guard substitution.frozen.isEmpty else {
      throw Failure(
        ExitStatus.badData,
        "--repair: \(counted(substitution.frozen.count, "session")) of \(legible(trainer)) is frozen. "
          + "Add the absence to absences.csv, which releases what it hits, and ask again.")
    }
    var wanted = earlier
    for session in offer.substitute.taken {
      wanted.placements[session] = offer.plan.placements[session]
    }
    let programme = loaded.programme.inForce(earlier).adding(absences: [absence])
    let facts = Facts(programme)
    let compiled = CompiledProgramme(facts, freeze: FreezeState(facts))
    return compiled.repaired(Plan(programme: programme, placements: wanted.placements)).plan
  }

  private func absence(of trainer: Int, in programme: Programme) throws -> Absence {
    let zone = programme.zone(ofTrainer: trainer)
    let first = try date(from, "--from")
    let last =
      try to.map { try date($0, "--to") } ?? programme.horizon.upperBound.adding(days: -1)
    guard first <= last else {
      throw Failure(
        ExitStatus.usage, "--to: \(last) is before \(first)\(to == nil ? ", the last date" : "").")
    }
    return Absence(
      who: .trainer(trainer), from: zone.beginning(of: first),
      to: zone.beginning(of: last.adding(days: 1)))
  }

  private func date(_ text: String, _ option: String) throws -> LocalDate {
    guard let date = LocalDate(text) else {
      throw Failure(ExitStatus.usage, "\(option): \(legible(text)) is no date such as 2026-08-10.")
    }
    return date
  }
}
