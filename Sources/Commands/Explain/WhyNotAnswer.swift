import Files
import Planning
import Training

/// Why a session is not where somebody would have it: what that would break or cost.
struct WhyNotAnswer: Explanation {
  let plan: PlanView
  let session: Int
  /// What is asked about with the rest as it is; nil where the session has no place.
  private let direct: SessionAccount.Option?
  /// Where the session stands now.
  private let now: Placement?
  /// The cheapest place like that, whatever else of it changes, with its effect.
  private let best: SessionAccount.Option?
  /// Why there is no place like that.
  private let clash: Clash?
  private let isFrozen: Bool
  private let words: PlaceWords
  private let asked: Clash.Asked

  init(_ question: WhyNot, in plan: PlanView, on trial: Trial) {
    let session = question.session
    let asked = question.asked
    let vicinity = Vicinity(plan, of: session)
    self.plan = plan
    self.session = session
    self.asked = asked
    now = plan[session]
    isFrozen = plan.freeze.isFrozen(session)
    words = PlaceWords(programme: plan.programme, session: session)
    direct = plan[session].map { placement in
      let there = Self.place(like: placement, asked)
      return SessionAccount.Option(
        placement: there, effect: vicinity.effect(of: there), standing: vicinity.standing(at: there)
      )
    }
    let matching = trial.alternatives(of: session) { (asked.start ?? $0) == $0 }.first {
      alternative in
      let place = alternative.placement
      return asked.lead.map { place.lead == .known($0) } ?? true
        && asked.venue.map { place.venue == .known($0) } ?? true
    }
    best = matching.map {
      SessionAccount.Option(placement: $0.placement, effect: vicinity.effect(of: $0.placement))
    }
    clash = best == nil && !isFrozen ? Clash(session, in: plan, asking: asked) : nil
  }

  /// Who leads it now takes the place of an assistant who would lead.
  private static func place(like now: Placement, _ asked: Clash.Asked) -> Placement {
    var there = now
    if let start = asked.start { there.start = start }
    if let lead = asked.lead.map(Party.known), lead != now.lead {
      there.lead = lead
      there.assistants = now.assistants.map { $0 == lead ? now.lead : $0 }
    }
    if let venue = asked.venue { there.venue = .known(venue) }
    return there
  }

  private var programme: Programme { plan.programme }
  private var id: String { programme.sessions[session].id }

  private var wish: String {
    var parts: [String] = []
    if let start = asked.start { parts.append("on \(words.moment(start))") }
    if let lead = asked.lead { parts.append("led by \(programme.trainers[lead].id)") }
    if let venue = asked.venue { parts.append("in \(programme.venues[venue].id)") }
    return parts.joined(separator: ", ")
  }

  private var summary: String {
    if let now, let direct, now.isKept(by: direct.placement) {
      return "\(id) is \(wish) already: \(words.told(now))."
    }
    let place = now.map { "It is on \(words.told($0))." } ?? "It has no place now."
    if isFrozen {
      return "\(id) cannot be \(wish): the plan in force has it elsewhere, and those days are "
        + "frozen. \(place)"
    }
    if let direct, direct.broken.isEmpty {
      return "\(id) could be \(wish): it \(direct.effect.price). \(place)"
    }
    if let direct {
      return
        "\(id) cannot be \(wish) with the rest as it is: \(told(direct.broken, about: id)). "
        + place
    }
    guard let best else {
      return "\(id) cannot be \(wish) while all other sessions stay. \(place)"
    }
    return "\(id) could be \(words.told(best.placement)): it \(best.effect.price). \(place)"
  }

  func lines(all: Bool) -> [String] {
    var lines = paragraph(summary)
    guard let direct, !direct.broken.isEmpty, !isFrozen else {
      return lines + clashLines(all: all)
    }
    if let best, let now {
      lines +=
        [""]
        + paragraph(
          "The best place like that is \(words.difference(best.placement, from: now)): it "
            + "\(best.effect.price).")
    } else {
      lines += paragraph("No other place like that is possible while all other sessions stay.")
    }
    return lines + clashLines(all: all)
  }

  private func clashLines(all: Bool) -> [String] {
    guard let clash else { return [] }
    let told = ClashLines(plan: plan, clash: clash, isNarrow: true)
    let help = told.reliefLines()
    return [""] + told.factLines(limit: all ? .max : 12) + (help.isEmpty ? [] : [""]) + help
  }

  var json: JSONText {
    let json = PlaceJSON(plan: plan, session: session)
    return .object(
      [
        ("session", .text(id)), ("summary", .text(summary)),
        ("frozen", .truth(isFrozen)),
        ("now", .list((now.map { [$0] } ?? []).map(json.place))),
        ("asked", .list((direct.map { [$0] } ?? []).map(json.option))),
        ("best", .list((best.map { [$0] } ?? []).map(json.option))),
      ] + (clash.map(json.clash) ?? [("facts", .list([])), ("relaxations", .list([]))]))
  }
}
