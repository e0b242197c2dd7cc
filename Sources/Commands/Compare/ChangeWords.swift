import Files
import Planning
import Training

/// What became of a session, and why, in words and as JSON.
struct ChangeWords {
  let programme: Programme

  /// `Tue 2026-08-11 18:00 (Asia/Ho_Chi_Minh), T-VN-03, V-HAN-ROOM1`.
  func place(_ placement: Placement?, in zone: Zone) -> String {
    guard let placement else { return "no place" }
    let venue = placement.venue.map { ", \(programme.name(ofVenue: $0))" } ?? ""
    return "\(zone.moment(placement.start)), \(trainers(placement))\(venue)"
  }

  private func trainers(_ placement: Placement) -> String {
    placement.trainers.map { programme.name(ofTrainer: $0) }.joined(separator: " with ")
  }

  /// `Mon 2026-08-10 09:00 … to Tue …; T-VN-03 to T-VN-01`: only what differs, the time apart.
  func difference(from old: Placement?, to new: Placement?, in zone: Zone) -> String {
    guard let old else { return new.map { "new, \(place($0, in: zone))" } ?? "no place" }
    guard let new else { return "no place; was \(place(old, in: zone))" }
    var parts = [zone.moment(old.start)]
    if old.start != new.start { parts[0] += " to \(zone.moment(new.start))" }
    if trainers(old) != trainers(new) { parts.append("\(trainers(old)) to \(trainers(new))") }
    if old.venue != new.venue {
      func venue(_ placement: Placement) -> String {
        placement.venue.map { programme.name(ofVenue: $0) } ?? "no venue"
      }
      parts.append("\(venue(old)) to \(venue(new))")
    }
    return parts.joined(separator: "; ")
  }

  /// Why, as the rest of `why  …`.
  func why(_ change: SessionChange) -> String {
    switch change.cause {
    case .forced(_, let sentences):
      return sentences.map { plain($0, of: change.id) }.joined(separator: "; ")
    case .taken(let sessions, let parties):
      let verb = parties.count == 1 ? "is" : "are"
      return "to make room: \(listed(parties.map(name))) \(verb) with "
        + "\(names(sessions)) at that time now"
    case .hindered(let others, let sentences):
      let rest = sentences.count > 2 ? "; and \(sentences.count - 2) more" : ""
      let told = sentences.prefix(2).joined(separator: "; ") + rest
      return (1...3).contains(others.count)
        ? "it could not stay beside \(names(others)) as now planned: \(told)"
        : "it could not stay: \(told)"
    case .cheaper(let price):
      return "for a better plan: with it alone put back, the cost would be \(grouped(price)) more"
    case .unknown(0):
      return "no cause is known: it could have stayed at the same cost"
    case .unknown(let saving):
      return "no cause is known: with it put back, the cost would be \(grouped(saving)) less"
    case .placed: return "a place was found"
    case .added: return "it is new: the earlier plan does not know it"
    case .left:
      return change.session == nil
        ? "it has left the programme" : "the later plan does not know it"
    }
  }

  /// `T-VN-03 is absent …` for `HAN/CYBER/2 at Tue … (Asia/Ho_Chi_Minh) is while T-VN-03 is absent …`.
  private func plain(_ sentence: String, of id: String) -> String {
    guard sentence.hasPrefix("\(id) at "), let verb = sentence.firstRange(of: ") is ") else {
      return sentence
    }
    let rest = sentence[verb.upperBound...]
    for opening in ["while ", "when "] where rest.hasPrefix(opening) {
      return String(rest.dropFirst(opening.count))
    }
    return rest.hasPrefix("pinned ") ? "it is \(rest)" : "it would be \(rest)"
  }

  /// The first of them by name.
  private func names(_ sessions: [Int]) -> String {
    let named = sessions.prefix(3).map { programme.sessions[$0].id }
    return listed(named + (sessions.count > 3 ? ["\(sessions.count - 3) more"] : []))
  }

  /// `a, b and c`.
  private func listed(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) and \(last)"
  }

  private func name(_ party: Concern) -> String {
    switch party {
    case .cohort(let index): programme.cohorts[index].id
    case .trainer(let index): programme.trainers[index].id
    case .venue(let index): programme.venues[index].id
    default: ""
    }
  }

  /// `2 for an absence, 1 to make room`; the most urgent first.
  func causes(of changes: [SessionChange]) -> String {
    let kinds = changes.reduce(into: [String: Int]()) { $0[$1.cause.told, default: 0] += 1 }
    return ChangeCause.order.compactMap { told in
      kinds[told].map { "\(grouped($0)) \(told)" }
    }.joined(separator: ", ")
  }

  func json(of change: SessionChange) -> JSONText {
    var members: [(String, JSONText)] = [("kind", .text(change.cause.kind))]
    switch change.cause {
    case .forced(let kinds, let sentences):
      members.append(("facts", .list(kinds.map { .text($0.rawValue) })))
      members.append(("sentences", .list(sentences.map(JSONText.text))))
    case .taken(let sessions, let parties):
      members.append(("parties", .list(parties.map { .text(name($0)) })))
      members.append(("sessions", ids(sessions)))
    case .hindered(let sessions, let sentences):
      members.append(("sessions", ids(sessions)))
      members.append(("sentences", .list(sentences.map(JSONText.text))))
    case .cheaper(let price): members.append(("cost_if_kept", .whole(price)))
    case .unknown(let saving): members.append(("cost_if_kept", .whole(-saving)))
    case .placed, .added, .left: break
    }
    return .object(members + [("told", .text(why(change)))])
  }

  private func ids(_ sessions: [Int]) -> JSONText {
    .list(sessions.map { .text(programme.sessions[$0].id) })
  }

  /// A place with its start on the clock of a zone.
  func json(_ placement: Placement, in zone: Zone) -> JSONText {
    var members: [(String, JSONText)] = [
      ("start", .text("\(placement.start)")),
      ("local_start", .text(zone.text(at: placement.start))),
      ("zone", .text(zone.identifier)),
      ("lead", .text(programme.name(ofTrainer: placement.lead))),
      ("assistants", .list(placement.assistants.map { .text(programme.name(ofTrainer: $0)) })),
    ]
    if let venue = placement.venue {
      members.append(("venue", .text(programme.name(ofVenue: venue))))
    }
    return .object(members)
  }

  /// Each change once, in the time of its first cohort.
  func json(of changes: [SessionChange]) -> JSONText {
    .list(
      changes.map { change in
        let zone = zone(of: change)
        var members: [(String, JSONText)] = [("session", .text(change.id))]
        if let old = change.old { members.append(("old", json(old, in: zone))) }
        if let new = change.new { members.append(("new", json(new, in: zone))) }
        return .object(members + [("cause", json(of: change))])
      })
  }

  /// That of the first cohort; of a session of which no cohort is left, that of the venue or of the lead.
  func zone(of change: SessionChange) -> Zone {
    if let session = change.session { return programme.zone(of: programme.chain(of: session)) }
    if let cohort = change.cohorts.first { return programme.zone(ofCohort: cohort) }
    let place = change.old ?? change.new
    if let venue = place?.venue?.index {
      return programme.cities[programme.venues[venue].city].zone
    }
    if let lead = place?.lead.index { return programme.zone(ofTrainer: lead) }
    return programme.cities[0].zone
  }
}

extension ChangeCause {
  /// As `--json` has it.
  var kind: String {
    switch self {
    case .forced(let kinds, _): kinds.first?.rawValue ?? Kind.rule.rawValue
    case .taken: "room"
    case .hindered: "follows"
    case .cheaper: "better_cost"
    case .unknown: "unknown"
    case .placed: "placed"
    case .added: "added"
    case .left: "left"
    }
  }

  /// Goes on after a number of sessions.
  fileprivate var told: String { Self.tellings[kind] ?? kind }

  fileprivate static let order = ordered.map(\.value)

  private static let tellings = Dictionary(uniqueKeysWithValues: ordered.map { ($0.key, $0.value) })

  private static let ordered: KeyValuePairs<String, String> = [
    "absence": "for an absence", "closure": "for a closure", "pin": "for a pin",
    "freeze": "for the frozen days", "hours": "for other hours", "rule": "for other facts",
    "left": "no longer asked for", "added": "new in the programme",
    "placed": "with a place at last",
    "room": "to make room", "follows": "to follow another change",
    "better_cost": "for a better plan", "unknown": "without a known cause",
  ]
}
