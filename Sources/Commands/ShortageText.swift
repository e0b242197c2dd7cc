import Files
import Planning
import Training

extension Shortage {
  /// In a coordinator's words: hours asked and there, of whom, for whom, and what would help.
  func told(in programme: Programme) -> ToldShortage {
    ToldShortage(
      headline: headline, details: [holders(programme), courses],
      remedies: relaxations.map(\.sentence), chains: proof.parts.map(\.chain))
  }

  private var headline: String {
    let sessions = proof.parts.reduce(0) { $0 + $1.sessions }
    let what: String
    let place: String
    switch kind {
    case .trainers:
      place = Self.some(states, of: "member states", limit: 4)
      what = "trainers with \(Self.some(skills, of: "skills", limit: 3))\(tongues)"
    case .venues:
      place = Self.some(cities, of: "cities", limit: 4)
      what = "rooms"
    }
    let out =
      proof.sessionsOut == 1
      ? "1 of them has" : "\(proof.sessionsOut) of them have"
    return "\(place), \(Outlook.told(weeks)): \(counted(sessions, "session")) "
      + "\(sessions == 1 ? "needs" : "need") \(Self.hours(proof.needed)) h of \(what), and "
      + "there are \(Self.hours(proof.there)) h; at least \(out) no place in any plan "
      + "(\(grouped(proof.learnerHours)) learner-hours)."
  }

  private var tongues: String {
    guard languages.count <= 3 else { return "" }
    return " who speak " + languages.map(LanguageNames.told).joined(separator: ", ")
  }

  private func holders(_ programme: Programme) -> String {
    let trainers = programme.trainers.map(\.id).filter { proof.trainers[$0] != nil }
    let venues = programme.venues.map(\.id).filter { proof.venues[$0] != nil }
    var holders: [String] = []
    if !trainers.isEmpty { holders.append(Self.some(trainers, of: "trainers", limit: 8)) }
    if !venues.isEmpty { holders.append(Self.some(venues, of: "venues", limit: 8)) }
    for partner in proof.partners { holders.append("the trainers that partner \(partner) pays") }
    guard !holders.isEmpty else { return "Nobody is there for them." }
    return "All hours of \(holders.joined(separator: ", and "))"
      + (kind == .trainers ? ", who alone can give these sessions." : ", where alone they can be.")
  }

  private var courses: String {
    let told = proof.parts.prefix(6).map { "\($0.chain) (\($0.sessions))" }
    let rest = proof.parts.count - told.count
    return "Sessions by course: " + told.joined(separator: ", ")
      + (rest > 0 ? " and \(counted(rest, "more course"))" : "") + "."
  }

  /// All of a few names, or how many there are.
  private static func some(_ names: [String], of things: String, limit: Int) -> String {
    names.count > limit ? "\(names.count) \(things)" : names.joined(separator: ", ")
  }

  /// Half hours where there are any; rounded up beyond.
  fileprivate static func hours(_ minutes: Int) -> String {
    let halves = (minutes + 29) / 30
    return grouped(halves / 2) + (halves.isMultiple(of: 2) ? "" : ".5")
  }
}

extension Relaxation {
  /// `One more trainer who speaks Khmer (network-security:3) for 16 h in week 2 has hours for 9 more of
  /// them.`
  var sentence: String {
    let when = week.map { " in week \($0)" } ?? ""
    let these = counted(sessions, "more session")
    switch kind {
    case .trainer(let language, let skills):
      let skill = skills.count > 3 ? "\(skills.count) skills" : skills.joined(separator: ", ")
      return "One more trainer who speaks \(LanguageNames.name(of: language)) (\(skill)) "
        + "for \(hours) h\(when) has hours for \(these)."
    case .partner(let partner):
      return "Another \(hours) h paid by partner \(partner)\(when) are hours for \(these)."
    case .venue(let city, let seats):
      return "One more room in \(city) for \(seats) learners, \(hours) h\(when), "
        + "has hours for \(these)."
    }
  }
}
