import Files
import Planning
import Training

/// What changed between two plans, told to each person whom it concerns.
struct ChangesTold {
  let comparison: PlanComparison
  let programme: Programme
  /// Nil for everybody.
  var selection: TimetableSelection?

  /// So many changes are told to each person without being asked to.
  private static let fewChanges = 5
  /// Of more, so many are listed.
  private static let listedChanges = 20

  private var words: ChangeWords { ChangeWords(programme: programme) }

  /// The changes that the selection has a part in.
  private func changes(of selection: TimetableSelection) -> [SessionChange] {
    comparison.changes.filter { change in
      let places = [change.old, change.new].compactMap(\.self)
      return switch selection {
      case .cohort(let cohort): change.cohorts.contains(cohort)
      case .trainer(let trainer): places.contains { $0.trainers.contains(.known(trainer)) }
      case .venue(let venue): places.contains { $0.venue == .known(venue) }
      case .state, .programme: true
      }
    }
  }

  /// Trainers, then cohorts, then venues, in the dataset's order; those alone who are concerned.
  private var parties: [(selection: TimetableSelection, changes: [SessionChange])] {
    let all =
      selection.map { [$0] }
      ?? programme.trainers.indices.map(TimetableSelection.trainer)
      + programme.cohorts.indices.map(TimetableSelection.cohort)
      + programme.venues.indices.map(TimetableSelection.venue)
    return all.map { ($0, changes(of: $0)) }.filter { !$0.1.isEmpty }
  }

  private var concerned: Concerned { Concerned(comparison.changes, in: programme) }

  /// A few sentences on the whole.
  var summary: String {
    let changes = comparison.changes
    guard !changes.isEmpty else { return "Nothing differs." }
    let gained = changes.count { $0.old == nil }
    let lost = changes.count { $0.new == nil && $0.cause != .left }
    var sentence = "\(counted(changes.count, "session")) changed"
    if gained > 0 { sentence += ", \(grouped(gained)) of them with a place at last" }
    if lost > 0 {
      sentence += "\(gained > 0 ? " and" : ",") \(grouped(lost)) without a place now"
    }
    if !comparison.isOfSameSessions {
      sentence += "; the plans are not of the same sessions, so that their costs tell little."
    } else if comparison.effect.cost == 0 {
      sentence += "; the plan costs the same."
    } else {
      sentence += "; the plan costs \(comparison.effect.costTold)."
    }
    return sentence + " Why: \(words.causes(of: changes)). To tell are \(concerned.told)."
  }

  func sheet(title: String) -> ChangesSheet {
    ChangesSheet(
      title: title, summary: summary,
      parties: parties.map { selection, changes in
        ChangesSheet.Party(
          heading: selection.heading(in: programme),
          zone: zone(of: selection).identifier,
          items: changes.map { item($0, for: selection) })
      })
  }

  private func zone(of party: TimetableSelection) -> Zone {
    switch party {
    case .trainer(let index): programme.zone(ofTrainer: index)
    case .venue(let index): programme.cities[programme.venues[index].city].zone
    case .cohort(let index): programme.zone(ofCohort: index)
    case .state, .programme: programme.cities[0].zone
    }
  }

  private func item(
    _ change: SessionChange, for selection: TimetableSelection
  ) -> ChangesSheet.Item {
    let zone = zone(of: selection)
    return ChangesSheet.Item(
      session: change.id, was: words.place(change.old, in: zone),
      now: words.place(change.new, in: zone), why: words.why(change))
  }

  /// - Parameter byPerson: each person's own list, however many sessions changed.
  func lines(byPerson: Bool) -> [String] {
    let opening = folded(legible(summary), to: Output.foldingWidth, indents: 0, 0)
    guard !comparison.changes.isEmpty else { return opening }
    let isShort =
      !byPerson && selection == nil && comparison.changes.count > Self.fewChanges
    return opening + (isShort ? listed : personal)
  }

  private var personal: [String] {
    let parties = sheet(title: "").parties
    if let selection, parties.isEmpty {
      return ["", "Nothing of it concerns \(legible(selection.heading(in: programme)))."]
        .flatMap { folded($0, to: Output.foldingWidth, indents: 0, 0) }
    }
    return parties.flatMap { party in
      [""] + folded(legible(party.heading), to: Output.foldingWidth, indents: 0, 2)
        + party.items.flatMap { item in
          folded(legible(item.session), to: Output.foldingWidth, indents: 2, 4)
            + [("was", item.was), ("now", item.now), ("why", item.why)].flatMap { label, text in
              folded("\(label)  \(legible(text))", to: Output.foldingWidth, indents: 4, 9)
            }
        }
    }
  }

  /// Each change once, the first ones only, and how many concern whom.
  private var listed: [String] {
    func rank(_ change: SessionChange) -> Int {
      if change.new == nil { return 0 }
      if case .forced = change.cause { return 1 }
      return 2
    }
    let changes = comparison.changes.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
    var lines = ["", "What changed:"]
    for change in changes.prefix(Self.listedChanges) {
      let told = words.difference(from: change.old, to: change.new, in: words.zone(of: change))
      lines += folded(
        legible("\(change.id): \(told); \(words.why(change))"), to: Output.foldingWidth,
        indents: 2, 4)
    }
    if changes.count > Self.listedChanges {
      lines.append("  and \(grouped(changes.count - Self.listedChanges)) more.")
    }
    lines += [""]
    lines += folded(
      "Whom it concerns, and in how many sessions:", to: Output.foldingWidth, indents: 0, 2)
    lines += counts
    return lines
      + [""]
      + folded(
        "--by-person tells each of them what changes, in the time of where they are; --trainer, "
          + "--cohort or --venue with an id tells one.", to: Output.foldingWidth, indents: 0, 0)
  }

  /// A line for each kind of party, the most concerned first.
  private var counts: [String] {
    func line(_ noun: String, _ members: [(id: String, count: Int)]) -> [String] {
      guard !members.isEmpty else { return [] }
      let told = members.enumerated().sorted {
        ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
      }.map { "\($0.element.id)\(unbroken)\(grouped($0.element.count))" }
      return folded(
        "\(noun): \(legible(told.joined(separator: ", ")))", to: Output.foldingWidth, indents: 2, 4)
    }
    var members: [String: [(id: String, count: Int)]] = [:]
    for (selection, changes) in parties {
      switch selection {
      case .trainer(let index):
        members["trainers", default: []].append((programme.trainers[index].id, changes.count))
      case .cohort(let index):
        members["cohorts", default: []].append((programme.cohorts[index].id, changes.count))
      case .venue(let index):
        members["venues", default: []].append((programme.venues[index].id, changes.count))
      case .state, .programme: break
      }
    }
    return ["trainers", "cohorts", "venues"].flatMap { line($0, members[$0] ?? []) }
  }

  var json: JSONText {
    let effect = comparison.effect
    return .object([
      ("summary", .text(summary)), ("cost", .whole(effect.cost)),
      ("same_sessions", .truth(comparison.isOfSameSessions)),
      ("terms", effect.termsJSON), ("shares", effect.sharesJSON),
      ("sessions", .whole(comparison.changes.count)), ("concerned", concerned.json),
      ("changes", words.json(of: selection.map(changes(of:)) ?? comparison.changes)),
      (
        "parties",
        .list(
          parties.map { selection, changes in
            .object([
              ("party", .text(selection.heading(in: programme))),
              ("changes", .list(changes.map { json(of: $0, for: selection) })),
            ])
          })
      ),
    ])
  }

  private func json(
    of change: SessionChange, for selection: TimetableSelection
  ) -> JSONText {
    let zone = zone(of: selection)
    var members: [(String, JSONText)] = [("session", .text(change.id))]
    if let old = change.old { members.append(("old", words.json(old, in: zone))) }
    if let new = change.new { members.append(("new", words.json(new, in: zone))) }
    return .object(members + [("cause", words.json(of: change))])
  }
}
