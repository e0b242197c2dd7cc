import Files
import Training

/// A timetable as `--json` tells it: its sessions by start, each in the zone of what is shown.
func timetableJSON(
  _ plan: Plan, of selection: TimetableSelection, week: Int?
) -> JSONText {
  let programme = plan.programme
  var rows: [(start: Instant, session: Int, json: JSONText)] = []
  var unplaced: [JSONText] = []
  for (session, placement) in plan.placements.enumerated() {
    guard let placement else {
      if selection.asks(for: session, in: programme) {
        unplaced.append(.text(programme.sessions[session].id))
      }
      continue
    }
    let zone = selection.zone(of: session, in: programme)
    guard selection.holds(session, placement, in: programme),
      week == nil || programme.week(of: zone.date(at: placement.start)) + 1 == week
    else { continue }
    let chain = programme.chain(of: session)
    rows.append(
      (
        placement.start, session,
        .object([
          ("session", .text(programme.sessions[session].id)),
          ("module", .text(programme.modules[chain.module].id)),
          ("cohorts", .list(chain.cohorts.map { .text(programme.cohorts[$0].id) })),
          ("start", .text(placement.start.description)),
          ("local_start", .text(zone.text(at: placement.start))),
          ("zone", .text(zone.identifier)),
          ("minutes", .whole(programme.modules[chain.module].minutes)),
          ("lead", .text(programme.name(ofTrainer: placement.lead))),
          (
            "assistants",
            .list(placement.assistants.map { .text(programme.name(ofTrainer: $0)) })
          ),
          ("venue", .text(placement.venue.map(programme.name(ofVenue:)) ?? "")),
        ])
      ))
  }
  rows.sort { ($0.start, $0.session) < ($1.start, $1.session) }
  return .object([("sessions", .list(rows.map(\.json))), ("unplaced", .list(unplaced))])
}
