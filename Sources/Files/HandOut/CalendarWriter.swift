import Foundation
import Training

/// A recipient's calendar in the form of RFC 5545, with the time zones that it uses.
///
/// Each event carries, beside what calendars show, the meeting that it tells of, so that the next
/// export knows what has changed (`readCalendar`).
package func calendar(_ entries: [CalendarEntry], of handOut: HandOut) -> [UInt8] {
  let settings = handOut.programme.settings
  var text = CalendarText()
  text.line("BEGIN", "VCALENDAR")
  text.line("VERSION", "2.0")
  text.line("PRODID", "-//Jadwal//Training calendar//EN")
  text.line("CALSCALE", "GREGORIAN")
  for name in ["NAME", "X-WR-CALNAME"] {
    text.text(name, "\(settings.title) · \(handOut.recipient.title)")
  }
  text.text(CalendarProperty.calendar, CalendarProperty.name(of: handOut))
  for zone in zones(of: entries, handOut) { zone.write(into: &text) }
  for entry in entries { write(entry, of: handOut, into: &text) }
  text.line("END", "VCALENDAR")
  return text.bytes
}

/// The properties of our own.
enum CalendarProperty {
  /// Whose calendar it is.
  static let calendar = "X-JADWAL-CALENDAR"
  /// A meeting, as JSON.
  static let meeting = "X-JADWAL-MEETING"

  static func name(of handOut: HandOut) -> String {
    let settings = handOut.programme.settings
    let party = [handOut.recipient.kind, handOut.recipient.id].compactMap(\.self)
    return "\(settings.domain)/\(settings.id) " + party.joined(separator: " ")
  }
}

/// Each zone in use once, by name; of a calendar without an event the recipient's own, for a calendar
/// has to hold something (RFC 5545 §3.6).
private func zones(of entries: [CalendarEntry], _ handOut: HandOut) -> [CalendarZone] {
  let used = Dictionary(
    entries.compactMap { handOut.zone(of: $0.meeting.session) }.map { ($0.identifier, $0) },
    uniquingKeysWith: { first, _ in first })
  guard let first = entries.map(\.meeting.start).min(), let last = entries.map(\.meeting.end).max()
  else {
    let begin = Instant(seconds: handOut.programme.settings.startsOn.days * 86_400)
    return handOut.ownZone.map { [CalendarZone($0, over: begin...begin)] } ?? []
  }
  return used.sorted { $0.key < $1.key }.map { CalendarZone($0.value, over: first...last) }
}

private func write(
  _ entry: CalendarEntry, of handOut: HandOut, into text: inout CalendarText
) {
  let meeting = entry.meeting
  text.line("BEGIN", "VEVENT")
  text.line("UID", CalendarEntry.uid(of: meeting.session, in: handOut.programme.settings))
  text.line("DTSTAMP", CalendarZone.utc(entry.stamp))
  text.line("SEQUENCE", String(entry.sequence))
  text.line("STATUS", entry.standing.rawValue)
  for (name, instant) in [("DTSTART", meeting.start), ("DTEND", meeting.end)] {
    if let zone = handOut.zone(of: meeting.session), !zone.repeats(at: instant) {
      text.line(
        "\(name);TZID=\(CalendarText.parameter(zone.identifier))",
        CalendarZone.basic(zone.wallTime(at: instant)))
    } else {
      text.line(name, CalendarZone.utc(instant))
    }
  }
  let cohorts = meeting.cohorts.joined(separator: ", ")
  text.text("SUMMARY", "\(handOut.title(of: meeting.session)) · \(cohorts)")
  text.text("LOCATION", handOut.place(of: meeting))
  text.text("DESCRIPTION", description(of: meeting, handOut))
  text.line("TRANSP", entry.standing == .cancelled ? "TRANSPARENT" : "OPAQUE")
  text.text(CalendarProperty.meeting, json(of: meeting))
  text.line("END", "VEVENT")
}

private func description(of meeting: Meeting, _ handOut: HandOut) -> String {
  var lines = ["Lead: \(meeting.lead)"]
  if !meeting.assistants.isEmpty {
    lines.append("Assistants: \(meeting.assistants.joined(separator: ", "))")
  }
  let chain = handOut.chain(of: meeting.session)
  lines.append(
    (meeting.cohorts.count == 1 ? "Cohort: " : "Cohorts: ")
      + meeting.cohorts.joined(separator: ", ")
      + (chain.map { " (\(grouped($0.size)) \($0.size == 1 ? "learner" : "learners"))" } ?? ""))
  if let manner = handOut.manner(of: meeting.session) { lines.append(manner) }
  return (lines + ["Session \(meeting.session)"]).joined(separator: "\n")
}

private func json(of meeting: Meeting) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let bytes = try? encoder.encode(meeting) else {
    preconditionFailure("names and whole numbers are always JSON")
  }
  // What ends a line somewhere, or is no TEXT, stands only inside strings, where it may be escaped.
  return String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
    switch scalar {
    case "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: text.unicodeScalars.append(scalar)
    }
  }
}
