import Files
import Planning
import Training

/// What keeps a session from a place, and what would help; or where it could be.
struct UnplacedExplanation: Explanation {
  let plan: PlanView
  let session: Int
  /// The session before it that has to be placed first; itself where none has.
  private let root: Int
  /// Places that it has as things are, the best first.
  private let options: [SessionAccount.Option]
  private let clash: Clash?

  init(_ session: Int, in plan: PlanView, on trial: Trial) {
    self.plan = plan
    self.session = session
    root = Self.root(of: session, in: plan)
    let vicinity = Vicinity(plan, of: root)
    options = trial.alternatives(of: root).prefix(5).map {
      SessionAccount.Option(placement: $0.placement, effect: vicinity.effect(of: $0.placement))
    }
    clash = options.isEmpty ? Clash(root, in: plan) : nil
  }

  /// The first without a place of all that have to be over before.
  private static func root(of session: Int, in plan: PlanView) -> Int {
    var root = session
    while true {
      let chain = plan.programme.chain(of: root)
      let own = chain.sessions.first { $0 < root && plan[$0] == nil }
      let earlier = plan.facts.prerequisites[plan.programme.sessions[root].chain]
        .flatMap { plan.programme.chains[$0].sessions }.first { plan[$0] == nil }
      guard let next = earlier ?? own else { return root }
      root = next
    }
  }

  private var programme: Programme { plan.programme }
  private var words: PlaceWords { PlaceWords(programme: programme, session: root) }

  private var summary: String {
    let id = programme.sessions[session].id
    let cost = Unplaced.amount(
      ofChain: programme.sessions[session].chain, in: programme)
    var text =
      "\(id) has no place. That costs \(grouped(cost * programme.settings.weights.unplaced)), "
      + "and what it adds to unevenness."
    if root != session {
      text += " It waits for \(programme.sessions[root].id), which has no place either."
    }
    if let best = options.first {
      text +=
        " \(root == session ? "It" : programme.sessions[root].id) could be on "
        + "\(words.told(best.placement)), which \(best.effect.price)."
    }
    return text
  }

  func lines(all: Bool) -> [String] {
    var lines = paragraph(summary)
    if root != session {
      lines += [""] + ["Why \(legible(programme.sessions[root].id)) has none:"]
    }
    if let clash {
      let told = ClashLines(plan: plan, clash: clash)
      lines += (root == session ? [""] : []) + told.factLines(limit: all ? .max : 12)
      let help = told.reliefLines()
      return lines + (help.isEmpty ? [] : [""]) + help
    }
    if options.isEmpty {
      return lines + paragraph("The plan in force leaves it out, and those days are frozen.")
    }
    lines += [""] + ["Places that it could have while all others stay:"]
    for (number, option) in options.enumerated() {
      lines += paragraph(
        "\(number + 1). \(words.told(option.placement)): \(option.effect.price).", indents: 2, 5)
    }
    return lines
  }

  var json: JSONText {
    let json = PlaceJSON(plan: plan, session: root)
    return .object(
      [
        ("session", .text(programme.sessions[session].id)), ("summary", .text(summary)),
        ("waits_for", .text(root == session ? "" : programme.sessions[root].id)),
        ("alternatives", .list(options.map(json.option))),
      ] + (clash.map(json.clash) ?? [("facts", .list([])), ("relaxations", .list([]))]))
  }
}
