import Training

/// A hand-out as a table for spreadsheets: one row a session, its times on the recipient's clock and
/// in UTC; sessions without a place come last, with `not placed` in `status`.
package func table(of handOut: HandOut) -> [UInt8] {
  var writer = CSVWriter(header: [
    "session", "status", "date", "weekday", "start", "end_date", "end", "zone", "start_utc",
    "end_utc", "module", "title", "number", "sessions", "mode", "cohorts", "learners", "lead",
    "assistants", "venue", "city", "state",
  ])
  for meeting in handOut.meetings { writer.row(row(meeting, of: handOut)) }
  for session in handOut.unplaced {
    writer.row(
      [.text(session), .value("not placed")] + Array(repeating: .empty, count: 8)
        + subject(session, of: handOut) + Array(repeating: .empty, count: 5))
  }
  return writer.bytes
}

private func row(_ meeting: Meeting, of handOut: HandOut) -> [CSVWriter.Cell] {
  guard let zone = handOut.zone(of: meeting.session) else { return [] }
  let start = zone.wallTime(at: meeting.start)
  let end = zone.wallTime(at: meeting.end)
  let city = meeting.venue.flatMap(handOut.city(ofVenue:))
  let state = city.map { handOut.programme.states[$0.state].code }
  return [
    .text(meeting.session), .value("placed"), .value(start.date.description),
    .value(start.date.weekdayName), .value(start.clock), .value(end.date.description),
    .value(end.clock), .text(zone.identifier), .value(meeting.start.description),
    .value(meeting.end.description),
  ] + subject(meeting.session, of: handOut) + [
    .text(meeting.lead), .text(meeting.assistants.joined(separator: ";")),
    .text(meeting.venue ?? ""), .text(city?.name ?? ""), .text(state ?? ""),
  ]
}

/// What is taught and to whom: from `module` to `learners`.
private func subject(_ session: String, of handOut: HandOut) -> [CSVWriter.Cell] {
  let programme = handOut.programme
  guard let index = programme.sessionIndex[session] else {
    return Array(repeating: .empty, count: 7)
  }
  let chain = programme.chain(of: index)
  let module = programme.module(of: index)
  return [
    .text(module.id), .text(module.title), .number(programme.sessions[index].number),
    .number(chain.sessions.count), .value(module.mode.rawValue),
    .text(chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ";")),
    .number(chain.size),
  ]
}
