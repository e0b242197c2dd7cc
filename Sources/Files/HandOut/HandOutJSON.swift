import Training

/// A hand-out as JSON, in the form that `exportSchema` lays down.
package func json(of handOut: HandOut) -> [UInt8] {
  let settings = handOut.programme.settings
  var recipient: [(String, JSONText)] = [("kind", .text(handOut.recipient.kind))]
  if let id = handOut.recipient.id { recipient.append(("id", .text(id))) }
  return JSONText.object([
    ("format", .text("jadwal-export-1")),
    (
      "programme",
      .object([
        ("id", .text(settings.id)), ("domain", .text(settings.domain)),
        ("title", .text(settings.title)), ("starts_on", .text(settings.startsOn.description)),
        ("weeks", .whole(settings.weeks)),
      ])
    ),
    ("recipient", .object(recipient)),
    ("sessions", .list(handOut.meetings.compactMap { json(of: $0, handOut) })),
    ("unplaced", .list(handOut.unplaced.map { .text($0) })),
  ]).bytes
}

/// The JSON Schema (draft 2020-12) of `json(of:)`.
package var exportSchema: [UInt8] { PackageResources.export_json }

private func json(of meeting: Meeting, _ handOut: HandOut) -> JSONText? {
  let programme = handOut.programme
  guard let index = programme.sessionIndex[meeting.session],
    let zone = handOut.zone(of: meeting.session)
  else { return nil }
  let chain = programme.chain(of: index)
  let module = programme.module(of: index)
  var members: [(String, JSONText)] = [
    ("session", .text(meeting.session)),
    ("uid", .text(CalendarEntry.uid(of: meeting.session, in: programme.settings))),
    ("module", .text(module.id)), ("title", .text(module.title)),
    ("number", .whole(programme.sessions[index].number)),
    ("of", .whole(chain.sessions.count)), ("mode", .text(module.mode.rawValue)),
    ("cohorts", .list(meeting.cohorts.map { .text($0) })), ("learners", .whole(chain.size)),
    ("start", .text(meeting.start.description)), ("end", .text(meeting.end.description)),
    ("local_start", .text(zone.text(at: meeting.start))),
    ("local_end", .text(zone.text(at: meeting.end))), ("zone", .text(zone.identifier)),
    ("minutes", .whole(meeting.minutes)), ("lead", .text(meeting.lead)),
    ("assistants", .list(meeting.assistants.map { .text($0) })),
  ]
  if let venue = meeting.venue {
    members.append(("venue", .text(venue)))
    if let city = handOut.city(ofVenue: venue) {
      members.append(("city", .text(city.name)))
      members.append(("state", .text(programme.states[city.state].code)))
    }
  }
  return .object(members)
}
