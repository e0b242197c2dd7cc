import Files
import Planning
import Training

/// What `jadwal replace` tells.
struct ReplaceText {
  let substitution: Substitution
  let offers: [SubstituteOffer]
  let absence: Absence
  let programme: Programme
  let dataset: String

  private var name: String { legible(programme.trainers[substitution.trainer].id) }
  private var count: Int { substitution.sessions.count }

  private var span: String {
    let zone = programme.zone(ofTrainer: substitution.trainer)
    let first = zone.date(at: absence.from)
    let last = zone.date(at: Instant(seconds: absence.to.seconds - 1))
    return first == last
      ? "on \(first.weekdayName) \(first)"
      : "from \(first.weekdayName) \(first) to \(last.weekdayName) \(last)"
  }

  var text: String {
    var lines = opening
    if !offers.isEmpty {
      lines += [""] + table + [""]
      for (number, offer) in offers.enumerated() {
        lines += folded(
          "\(number + 1). \(id(offer)): to tell are \(offer.concerned.told).",
          to: Output.foldingWidth, indents: 0, 3)
        if let shares = offer.effect.sharesTold {
          lines += folded("Taught: \(shares).", to: Output.foldingWidth, indents: 3, 3)
        }
      }
      lines += [
        "",
        "--apply 1 --out DIR writes the plan with the first; --repair finds places for the rest.",
      ]
    }
    return fitted(lines).joined(separator: "\n") + "\n"
  }

  private func id(_ offer: SubstituteOffer) -> String {
    legible(programme.trainers[offer.substitute.trainer].id)
  }

  private var opening: [String] {
    var lines: [String] = []
    guard count > 0 || !substitution.frozen.isEmpty else {
      return ["\(name) has no session \(span)."]
    }
    if count > 0 {
      lines += folded(
        "\(name) has \(counted(count, "session")) \(span), of "
          + "\(counted(Set(substitution.sessions.map { programme.sessions[$0].chain }).count, "course")).",
        to: Output.foldingWidth, indents: 0, 0)
      if let best = offers.first {
        lines += folded(told(best), to: Output.foldingWidth, indents: 0, 0)
      } else {
        lines.append("Nobody else can take any of them at the same time.")
      }
    }
    if !substitution.frozen.isEmpty {
      lines += folded(
        "\(counted(substitution.frozen.count, "session")) more cannot be changed, since the plan is "
          + "frozen until then; an absence in absences.csv releases what it hits.",
        to: Output.foldingWidth, indents: 0, 0)
    }
    return lines
  }

  /// `T-VN-01 can take all 5 of them; the plan then costs 21 more.`
  func told(_ offer: SubstituteOffer) -> String {
    let taken = offer.substitute.taken.count
    let part =
      taken == count
      ? (count == 1 ? "it" : "all \(count) of them") : "\(taken) of the \(count)"
    let lost = offer.substitute.lost.count
    let rest =
      lost == 0 ? "" : "; \(counted(lost, "session")) would have no place"
    return "\(id(offer)) can take \(part)\(rest); the plan then costs \(offer.effect.costTold)."
  }

  private var table: [String] {
    let rows =
      [["", "substitute", "takes", "no place", "cost", "coverage", "comfort", "to tell"]]
      + offers.enumerated().map { number, offer in
        [
          "\(number + 1)", id(offer), "\(offer.substitute.taken.count) of \(count)",
          "\(offer.substitute.lost.count)", signed(offer.effect.cost),
          signed(offer.effect.coverage), signed(offer.effect.comfort),
          "\(offer.concerned.cohorts.count + offer.concerned.trainers.count)",
        ]
      }
    return Commands.table(rows, leading: [1], width: Output.foldingWidth)
  }

  /// What keeps later plans from giving the trainer sessions again.
  var advice: String {
    let id = programme.trainers[substitution.trainer].id
    return "So that later plans keep to it, add this to \(legible(dataset))/absences.csv:\n"
      + "  trainer,\(legible(id)),\(absence.from),\(absence.to)\n"
  }

  func json(written: JSONText?) -> JSONText {
    func ids(_ sessions: [Int]) -> JSONText {
      .list(sessions.map { .text(programme.sessions[$0].id) })
    }
    var members: [(String, JSONText)] = [
      ("trainer", .text(programme.trainers[substitution.trainer].id)),
      ("from", .text("\(absence.from)")), ("to", .text("\(absence.to)")),
      ("sessions", ids(substitution.sessions)), ("frozen", ids(substitution.frozen)),
      (
        "substitutes",
        .list(
          offers.map { offer in
            .object([
              ("trainer", .text(programme.trainers[offer.substitute.trainer].id)),
              ("taken", ids(offer.substitute.taken)), ("lost", ids(offer.substitute.lost)),
              ("cost", .whole(offer.effect.cost)), ("coverage", .whole(offer.effect.coverage)),
              ("comfort", .whole(offer.effect.comfort)), ("terms", offer.effect.termsJSON),
              ("shares", offer.effect.sharesJSON), ("to_tell", offer.concerned.json),
            ])
          })
      ),
    ]
    if let written { members.append(("written", written)) }
    return .object(members)
  }
}
