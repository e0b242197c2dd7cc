import Files
import Planning
import Training

/// Why this time, this trainer and this venue, and what else there would be.
struct PlacedExplanation: Explanation {
  /// How many other places of each kind are told.
  private static let limit = 5

  let plan: PlanView
  let account: SessionAccount
  /// Rules that it breaks where it stands, in a plan that somebody made by hand.
  private let violations: [Finding]

  init(_ session: Int, at placement: Placement, in plan: PlanView, on trial: Trial) {
    self.plan = plan
    account = SessionAccount(session, at: placement, in: plan, on: trial, limit: Self.limit)
    violations =
      trial.leftOut.contains(session)
      ? Verification(plan).violations.filter { $0.sessions.contains(session) } : []
  }

  private var programme: Programme { plan.programme }
  private var id: String { programme.sessions[account.session].id }
  private var words: PlaceWords { PlaceWords(programme: programme, session: account.session) }
  private var cohorts: String {
    programme.chain(of: account.session).cohorts.map { programme.cohorts[$0].id }
      .joined(separator: ", ")
  }

  func lines(all: Bool) -> [String] {
    var lines = paragraph(summary)
    if !violations.isEmpty {
      lines += paragraph("It breaks a rule there: \(told(violations, about: id)).")
    }
    guard !account.isFrozen else { return lines }
    lines += [""] + paragraph("Why this time: \(timeSentence)")
    for option in account.starts { lines += optionLines(option, saves: true) }
    lines += [""] + paragraph("Why \(lead): \(leadSentence)")
    for option in account.leads { lines += optionLines(option) }
    if let venue = account.placement.venue {
      lines += [""] + paragraph("Why \(programme.name(ofVenue: venue)): \(venueSentence)")
      for option in account.venues { lines += optionLines(option) }
    }
    lines += [""]
    guard !account.alternatives.isEmpty else {
      return lines + paragraph("There is no other place for it while all others stay.")
    }
    lines += ["The best other places:"]
    for (number, option) in account.alternatives.enumerated() {
      lines += paragraph(
        "\(number + 1). \(words.difference(option.placement, from: account.placement)): "
          + "\(option.effect.price).", indents: 2, 5)
    }
    return lines
  }

  private var lead: String { programme.name(ofTrainer: account.placement.lead) }

  private var summary: String {
    let place = "\(id) is on \(words.told(account.placement))."
    if account.isFrozen {
      return place + " It stays there: the plan in force has it so, and those days are frozen."
    }
    if account.betterCount > 0 {
      return place
        + " While all other sessions stay, \(counted(account.betterCount, "other place")) would "
        + "cost less."
    }
    return place
      + (account.alternatives.isEmpty
        ? " While all other sessions stay, it has no other place."
        : " While all other sessions stay, no other place costs less"
          + (account.equalCount > 0
            ? "; \(grouped(account.equalCount)) \(account.equalCount == 1 ? "costs" : "cost") the "
              + "same." : "."))
  }

  private var timeSentence: String {
    if account.pin?.start != nil { return "it is pinned to it." }
    let seen =
      "of \(counted(account.startCount, "time")) when \(cohorts) can come, "
      + "\(grouped(account.openStartCount)) \(account.openStartCount == 1 ? "has" : "have") "
      + "a place for it"
    guard account.betterLookingStartCount > 0 else {
      return seen + ". None would be better, even if nothing stood in the way."
    }
    let shown = account.starts.count < account.betterLookingStartCount
    return seen + ". \(counted(account.betterLookingStartCount, "other")) would look better"
      + (shown ? "; for example, one a day:" : ":")
  }

  private var leadSentence: String {
    if account.pin?.lead != nil { return "the session is pinned to this trainer." }
    guard account.leadCount > 0 else { return "nobody else can lead it." }
    return "\(counted(account.leadCount, "other trainer")) can lead it; instead at this time"
      + (account.leads.count < account.leadCount ? ", for example:" : ":")
  }

  private var venueSentence: String {
    if account.pin?.venue != nil { return "the session is pinned to it." }
    guard account.venueCount > 0 else { return "no other room of the city suits it." }
    return "\(counted(account.venueCount, "other room")) of the city "
      + "\(account.venueCount == 1 ? "suits" : "suit") it; instead at this time"
      + (account.venues.count < account.venueCount ? ", for example:" : ":")
  }

  private func optionLines(_ option: SessionAccount.Option, saves: Bool = false) -> [String] {
    let place = words.difference(option.placement, from: account.placement)
    guard !option.keepsEveryRule else {
      return paragraph("- \(place): \(option.effect.price).", indents: 2, 4)
    }
    let gain = saves ? " would save \(grouped(-option.effect.cost)), but" : " is not possible:"
    var lines = paragraph(
      "- \(place)\(gain) \(told(option.broken, about: id)).", indents: 2, 4)
    if saves, let instead = option.instead {
      lines += paragraph(
        "At that time it could be \(words.difference(instead.placement, from: account.placement)), "
          + "for \(dearer(instead.change)).", indents: 4, 4)
    }
    return lines
  }

  var json: JSONText {
    let json = PlaceJSON(plan: plan, session: account.session)
    return .object([
      ("session", .text(id)), ("summary", .text(summary)),
      ("placed", json.place(account.placement)),
      ("frozen", .truth(account.isFrozen)), ("pinned", .truth(account.pin != nil)),
      (
        "violations", .list(violations.map(json.finding))
      ),
      ("starts_possible", .whole(account.startCount)),
      ("starts_open", .whole(account.openStartCount)),
      ("places_better", .whole(account.betterCount)),
      ("places_equal", .whole(account.equalCount)),
      ("better_looking_starts", .list(account.starts.map(json.option))),
      ("other_trainers", .list(account.leads.map(json.option))),
      ("other_venues", .list(account.venues.map(json.option))),
      ("alternatives", .list(account.alternatives.map(json.option))),
    ])
  }
}
