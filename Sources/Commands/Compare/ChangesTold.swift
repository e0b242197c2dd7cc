import Files
import Planning
import Training

/// What changed between two plans, told to each person whom it concerns.
struct ChangesTold {
  let comparison: PlanComparison
  let before: Plan
  let after: Plan
  /// Nil for everybody.
  var selection: TimetableSelection?

  private var programme: Programme { before.programme }

  /// The changes that the selection has a part in.
  private func changes(of selection: TimetableSelection) -> [SessionChange] {
    comparison.changes.filter { change in
      [change.old, change.new].contains { placement in
        placement.map { selection.holds(change.session, $0, in: programme) } ?? false
      }
    }
  }

  /// Trainers, then cohorts, then venues, in the dataset's order; those alone who are concerned.
  var parties: [(selection: TimetableSelection, changes: [SessionChange])] {
    let all =
      selection.map { [$0] }
      ?? programme.trainers.indices.map(TimetableSelection.trainer)
      + programme.cohorts.indices.map(TimetableSelection.cohort)
      + programme.venues.indices.map(TimetableSelection.venue)
    return all.map { ($0, changes(of: $0)) }.filter { !$0.1.isEmpty }
  }

  /// One or two sentences on the whole.
  var summary: String {
    let effect = comparison.effect
    guard !comparison.changes.isEmpty else { return "Nothing differs." }
    let gained = effect.placed.count
    let lost = effect.unplaced.count
    var sentence = "\(counted(comparison.changes.count, "session")) changed"
    if gained > 0 { sentence += ", \(grouped(gained)) of them with a place at last" }
    if lost > 0 {
      sentence += "\(gained > 0 ? " and" : ",") \(grouped(lost)) without a place now"
    }
    sentence +=
      effect.cost == 0
      ? "; the plan costs the same." : "; the plan costs \(effect.costTold)."
    let concerned = Concerned(comparison.changes.map(\.session), before, after)
    return sentence + " To tell are \(concerned.told)."
  }

  func sheet(title: String) -> ChangesSheet {
    ChangesSheet(
      title: title, summary: summary,
      parties: parties.map { selection, changes in
        ChangesSheet.Party(
          heading: selection.heading(in: programme),
          zone: zones(of: selection, changes),
          items: changes.map { item($0, for: selection) })
      })
  }

  private func zones(
    of selection: TimetableSelection, _ changes: [SessionChange]
  ) -> String {
    Set(changes.map { selection.zone(of: $0.session, in: programme).identifier }).sorted()
      .joined(separator: ", ")
  }

  private func item(
    _ change: SessionChange, for selection: TimetableSelection
  ) -> ChangesSheet.Item {
    let zone = selection.zone(of: change.session, in: programme)
    return ChangesSheet.Item(
      session: programme.sessions[change.session].id,
      was: told(change.old, in: zone, none: "no place"),
      now: told(change.new, in: zone, none: "no place"),
      why: why(change))
  }

  private func told(_ placement: Placement?, in zone: Zone, none: String) -> String {
    guard let placement else { return none }
    let trainers = placement.trainers.map { programme.name(ofTrainer: $0) }
      .joined(separator: " with ")
    let venue = placement.venue.map { ", \(programme.name(ofVenue: $0))" } ?? ""
    return "\(zone.moment(placement.start)), \(trainers)\(venue)"
  }

  private func why(_ change: SessionChange) -> String {
    if !change.causes.isEmpty { return change.causes.joined(separator: "; ") }
    if change.old == nil { return "a place was found" }
    if change.new == nil { return "it gave way to others" }
    return "it could have stayed: for a better plan, or to make room"
  }

  func lines() -> [String] {
    var lines = folded(legible(summary), to: Output.foldingWidth, indents: 0, 0)
    for party in sheet(title: "").parties {
      lines += ["", legible(party.heading)]
      for item in party.items {
        lines.append("  \(legible(item.session))")
        for (label, text) in [("was", item.was), ("now", item.now), ("why", item.why)] {
          lines += folded("\(label)  \(legible(text))", to: Output.foldingWidth, indents: 4, 9)
        }
      }
    }
    return lines
  }

  var json: JSONText {
    let effect = comparison.effect
    return .object([
      ("summary", .text(summary)), ("cost", .whole(effect.cost)),
      ("terms", effect.termsJSON), ("shares", effect.sharesJSON),
      ("sessions", .whole(comparison.changes.count)),
      (
        "concerned", Concerned(comparison.changes.map(\.session), before, after).json
      ),
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
    let zone = selection.zone(of: change.session, in: programme)
    func side(_ placement: Placement) -> JSONText {
      var members: [(String, JSONText)] = [
        ("start", .text("\(placement.start)")),
        ("local_start", .text(zone.text(at: placement.start))),
        ("zone", .text(zone.identifier)),
        ("trainers", .list(placement.trainers.map { .text(programme.name(ofTrainer: $0)) })),
      ]
      if let venue = placement.venue {
        members.append(("venue", .text(programme.name(ofVenue: venue))))
      }
      return .object(members)
    }
    var members: [(String, JSONText)] = [
      ("session", .text(programme.sessions[change.session].id))
    ]
    if let old = change.old { members.append(("old", side(old))) }
    if let new = change.new { members.append(("new", side(new))) }
    members.append(("causes", .list(change.causes.map(JSONText.text))))
    return .object(members)
  }
}
