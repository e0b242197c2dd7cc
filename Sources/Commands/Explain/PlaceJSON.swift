import Files
import Planning
import Training

/// Places and effects as `--json` tells them.
struct PlaceJSON {
  let plan: PlanView
  let session: Int

  private var programme: Programme { plan.programme }

  func place(_ placement: Placement) -> JSONText {
    let zone = programme.zone(of: programme.chain(of: session))
    return .object([
      ("start", .text(placement.start.description)),
      ("local_start", .text(zone.text(at: placement.start))),
      ("lead", .text(programme.name(ofTrainer: placement.lead))),
      (
        "assistants", .list(placement.assistants.map { .text(programme.name(ofTrainer: $0)) })
      ),
      ("venue", .text(placement.venue.map(programme.name(ofVenue:)) ?? "")),
    ])
  }

  func option(_ option: SessionAccount.Option) -> JSONText {
    .object([
      ("place", place(option.placement)), ("effect", effect(option.effect)),
      ("breaks", .list(option.broken.map(finding))),
      (
        "instead",
        .list(
          (option.instead.map { [$0] } ?? []).map {
            .object([("place", place($0.placement)), ("cost", .whole($0.change))])
          })
      ),
    ])
  }

  func effect(_ effect: Effect) -> JSONText {
    .object([
      ("cost", .whole(effect.cost)), ("coverage", .whole(effect.coverage)),
      ("comfort", .whole(effect.comfort)), ("broken", .list(effect.broken.map(finding))),
      ("terms", effect.termsJSON),
      ("owed", .list(effect.owed.map(finding))), ("saved", .list(effect.saved.map(finding))),
    ])
  }

  func finding(_ finding: Finding) -> JSONText {
    .object([
      ("rule", .text(finding.rule)), ("amount", .whole(finding.amount)),
      ("sentence", .text(finding.sentence)),
      ("sessions", .list(finding.sessions.map { .text(programme.sessions[$0].id) })),
    ])
  }

  func clash(_ clash: Clash) -> [(String, JSONText)] {
    let words = FactWords(plan: plan, session: clash.session)
    return [
      (
        "facts",
        .list(
          clash.members.map { member in
            .object([
              ("fact", .text(words.told(member.fact))),
              ("place_without_it", place(member.without)),
            ])
          })
      ),
      (
        "relaxations",
        .list(
          clash.reliefs.map { relief in
            .object([
              (
                "changes",
                .list(
                  relief.facts.map { .text(words.relieved($0, at: relief.placement)) })
              ),
              ("place", place(relief.placement)), ("cost", .whole(relief.change)),
            ])
          })
      ),
    ]
  }
}
