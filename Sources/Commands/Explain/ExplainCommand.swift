import ArgumentParser
import Files
import Planning
import Training

/// `jadwal explain`: what a plan costs and why, and why a session is where it is.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a plan's cost is made of, or why a session is where it is, or nowhere.",
    usage: """
      jadwal explain asean asean/plan
      jadwal explain asean asean/plan HAN-Y01/SAFETY/1
      jadwal explain asean asean/plan HAN-Y01/SAFETY/1 --why-not trainer=T-VN-03
      jadwal explain asean asean/plan HAN-Y01/SAFETY/1 --why-not start=2026-08-06T18:00 \
      --why-not venue=V-HAN-LAB1
      """,
    discussion: """
      Without a session: the cost by rule, member state, cohort and trainer, with the sessions \
      behind it, and what limits the plan. With one: why this time, trainer and venue, and the best \
      other places; of one without a place, what is in the way, and what would help.

      Everything is told as if all other sessions stayed where they are.
      """)

  @OptionGroup var source: PlanSource
  @Argument(help: "A session, such as HAN-Y01/SAFETY/1.")
  var session: String?
  @Option(
    help: ArgumentHelp(
      "Asks why the session is not there: trainer=ID (who leads it), start=TIME (local, or with an offset), "
        + "venue=ID. May be repeated; all of them together are asked about.",
      valueName: "key=value"))
  var whyNot: [String] = []
  @Flag(help: "List every point of the cost, not only the dearest.")
  var all = false
  @OptionGroup var options: OutputOptions

  func validate() throws {
    guard whyNot.isEmpty || session != nil else {
      throw ValidationError("--why-not asks about a session: name one, such as HAN-Y01/SAFETY/1.")
    }
  }

  func run() throws {
    let opened = try source.open(options)
    let (loaded, plan) = (opened.loaded, opened.plan)
    let view = PlanView(plan, facts: loaded.facts, freeze: loaded.freeze)
    guard let session else {
      try write(
        PlanExplanation(
          view, limits: PlanLimits(of: view, opened.source.certificate(at: source.plan), loaded)))
      return
    }
    guard let index = loaded.programme.sessionIndex[session] else {
      throw Failure(
        "The dataset has no session", unknown: session,
        among: loaded.programme.sessions.map(\.id))
    }
    let trial = Trial(plan, in: CompiledProgramme(loaded.facts, freeze: loaded.freeze))
    if whyNot.isEmpty {
      try write(SessionExplanation(index, in: view, on: trial))
    } else {
      let asked = try WhyNot(whyNot, about: index, in: loaded.programme)
      try write(WhyNotAnswer(asked, in: view, on: trial))
    }
  }

  private func write(_ explanation: some Explanation) throws(Failure) {
    try options.output.write(
      options.json
        ? explanation.json.bytes
        : Array((explanation.lines(all: all).joined(separator: "\n") + "\n").utf8))
  }
}

/// What `explain` answers, for people and for programs.
protocol Explanation {
  /// - Parameter all: whether long lists are told to their end.
  func lines(all: Bool) -> [String]
  var json: JSONText { get }
}

/// Blanks at which no line is broken.
func blanks(_ count: Int) -> String {
  String(repeating: Output.foldingWidth == nil ? " " : unbroken, count: max(0, count))
}

/// A paragraph, or an item of a list, folded to the terminal.
func paragraph(_ text: String, indents first: Int = 0, _ rest: Int = 0) -> [String] {
  folded(legible(text), to: Output.foldingWidth, indents: first, rest)
}
