import Training

/// A hand-out as a page to read and to print: one file, without script and without anything from
/// elsewhere; a table a week.
package func page(of handOut: HandOut) -> [UInt8] {
  sheet(
    title: handOut.programme.settings.title, heading: handOut.recipient.title,
    facts: facts(handOut), sections: weeks(handOut), unplaced: unplaced(handOut))
}

/// Where the recipient is, how much there is, and whose clock is read.
private func facts(_ handOut: HandOut) -> String {
  let programme = handOut.programme
  var facts: [String] = []
  if let city = handOut.recipient.city(in: programme) {
    facts.append("\(city.name), \(programme.states[city.state].name)")
  }
  let count = handOut.meetings.count
  facts.append("\(grouped(count)) \(count == 1 ? "session" : "sessions")")
  facts.append(
    "\(longDate(programme.horizon.lowerBound)) – "
      + longDate(programme.horizon.upperBound.adding(days: -1)))
  let zones = Set(handOut.meetings.compactMap { handOut.zone(of: $0.session)?.identifier }).sorted()
  switch zones.count {
  case 0: break
  case 1: facts.append("Times are local: \(zones[0])")
  default: facts.append("Times are local to each cohort, in \(zones.count) zones")
  }
  return htmlText(facts.joined(separator: " · "))
}

private func weeks(_ handOut: HandOut) -> String {
  let programme = handOut.programme
  guard !handOut.meetings.isEmpty else { return "<p>No session.</p>" }
  var rows: [(date: LocalDate, start: Instant, html: String)] = []
  for meeting in handOut.meetings {
    guard let zone = handOut.zone(of: meeting.session) else { continue }
    let date = zone.date(at: meeting.start)
    rows.append((date, meeting.start, row(meeting, zone, date, handOut)))
  }
  rows.sort { ($0.date, $0.start) < ($1.date, $1.start) }
  let byWeek = Dictionary(grouping: rows) { programme.week(of: $0.date) }
  return byWeek.sorted { $0.key < $1.key }.map { week, rows in
    let first = programme.settings.startsOn.adding(days: 7 * week)
    let number =
      (0..<programme.settings.weeks).contains(week) ? "Week \(week + 1)" : "Outside the weeks"
    return """
      <section aria-labelledby="week\(week)">
      <h2 id="week\(week)">\(number): \(longDate(first)) – \(longDate(first.adding(days: 6)))</h2>
      <table>
      <thead><tr><th scope="col">Date</th><th scope="col">Time</th><th scope="col">Session</th>\
      <th scope="col">Cohorts</th><th scope="col">Trainers</th><th scope="col">Place</th></tr></thead>
      <tbody>
      \(rows.map(\.html).joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }.joined(separator: "\n")
}

/// The year stands in the heading of the week.
private func row(
  _ meeting: Meeting, _ zone: Zone, _ date: LocalDate, _ handOut: HandOut
) -> String {
  let end = zone.wallTime(at: meeting.end)
  let nights = end.date.days - date.days
  let hours =
    "\(zone.wallTime(at: meeting.start).clock)–\(end.clock)" + (nights > 0 ? " (+\(nights) d)" : "")
  let trainers = meeting.trainers.enumerated().map { index, id in
    name(id) + (index == 0 && meeting.trainers.count > 1 ? " (lead)" : "")
  }
  let offset = htmlText("UTC\(zone.offsetText(at: meeting.start))")
  return """
    <tr><th scope="row">\(date.weekdayName) \(longDate(date).dropLast(5))</th>\
    <td class="time"><time datetime="\(zone.text(at: meeting.start))">\(hours)</time> \
    <span class="more">\(offset)</span></td>\
    <td>\(htmlText(handOut.title(of: meeting.session))) \
    <span class="more">\(htmlText(handOut.manner(of: meeting.session) ?? ""))</span></td>\
    <td>\(meeting.cohorts.map(name).joined(separator: ", "))</td>\
    <td>\(trainers.joined(separator: ", "))</td>\
    <td>\(htmlText(handOut.place(of: meeting)))</td></tr>
    """
}

/// An id, which breaks nowhere.
private func name(_ id: String) -> String { "<span class=\"id\">\(htmlText(id))</span>" }

private func unplaced(_ handOut: HandOut) -> String {
  guard !handOut.unplaced.isEmpty else { return "" }
  let count = handOut.unplaced.count
  let items = handOut.unplaced.map { session in
    let cohorts = handOut.chain(of: session)?.cohorts.map { handOut.programme.cohorts[$0].id } ?? []
    return "<li>"
      + htmlText("\(handOut.title(of: session)) · \(cohorts.joined(separator: ", "))") + "</li>"
  }
  return """
    <section aria-labelledby="unplaced">
    <h2 id="unplaced">\(grouped(count)) \(count == 1 ? "session has" : "sessions have") no place yet</h2>
    <ul>
    \(items.joined(separator: "\n"))
    </ul>
    </section>
    """
}
