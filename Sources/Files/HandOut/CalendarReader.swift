import Foundation
import Training

/// Why an earlier calendar cannot be gone on from.
package struct CalendarFault: Error, Sendable, Equatable {
  package var message: String
}

/// Reads a calendar that was written before, to go on from it; events of others are passed over.
///
/// - Throws: where it is no calendar of this programme and recipient, or cannot be read.
package func readCalendar(
  at path: String, of handOut: HandOut
) throws(CalendarFault) -> [CalendarEntry] {
  do throws(ReadingError) {
    guard let file = try OpenFile(path: path, within: nil) else {
      throw ReadingError(message: "no such file")
    }
    guard file.length <= Limits.bytesPerTable else {
      throw ReadingError(message: "is larger than \(Limits.bytesPerTable) bytes")
    }
    var bytes: [UInt8] = []
    while let chunk = try file.next() { bytes += chunk }
    return try entries(in: bytes, of: handOut)
  } catch {
    throw CalendarFault(message: error.message)
  }
}

/// Likewise from bytes.
func entries(in bytes: [UInt8], of handOut: HandOut) throws(ReadingError) -> [CalendarEntry] {
  let own = CalendarProperty.name(of: handOut)
  var whose: String?
  var entries: [CalendarEntry] = []
  var event: [String: String]?
  for line in contentLines(bytes) {
    guard let colon = line.firstIndex(of: ":") else { continue }
    let name = line[..<colon].prefix { $0 != ";" }.uppercased()
    let value = String(line[line.index(after: colon)...])
    switch (name, value.uppercased()) {
    case ("BEGIN", "VEVENT"): event = [:]
    case ("END", "VEVENT"):
      if let entry = event.flatMap(entry(of:)) { entries.append(entry) }
      event = nil
    case (CalendarProperty.calendar, _): whose = unescaped(value)
    default: event?[name] = value
    }
  }
  guard let whose else {
    throw ReadingError(message: "is no calendar that jadwal export wrote")
  }
  guard whose == own else {
    throw ReadingError(message: "is the calendar of \(legible(whose)), not of \(legible(own))")
  }
  return entries
}

/// Nil for an event that does not say which meeting it is of.
private func entry(of event: [String: String]) -> CalendarEntry? {
  guard let json = event[CalendarProperty.meeting].map(unescaped),
    let meeting = try? JSONDecoder().decode(Meeting.self, from: Data(json.utf8)),
    let sequence = event["SEQUENCE"].flatMap({ Int($0) }), sequence >= 0, sequence < Int(Int32.max),
    (1...1440).contains(meeting.minutes), abs(meeting.start.seconds) < 1 << 40
  else { return nil }
  return CalendarEntry(
    meeting: meeting,
    standing: event["STATUS"].flatMap { .init(rawValue: $0.uppercased()) } ?? .confirmed,
    sequence: sequence, stamp: event["DTSTAMP"].flatMap(instant(of:)) ?? Instant(seconds: 0))
}

/// `20260803T020000Z`.
private func instant(of text: String) -> Instant? {
  let digits = Array(text.utf8)
  guard digits.count == 16 else { return nil }
  func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
  return Instant(
    "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<16))"
  )
}

/// Lines without their folds; a file may have passed through tools that end lines with LF.
private func contentLines(_ bytes: [UInt8]) -> [String] {
  var lines: [[UInt8]] = []
  for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
    let line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
    if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"),
      !lines.isEmpty
    {
      lines[lines.count - 1] += line.dropFirst()
    } else {
      lines.append(Array(line))
    }
  }
  return lines.map { String(decoding: $0, as: UTF8.self) }
}

private func unescaped(_ text: String) -> String {
  var plain = String.UnicodeScalarView()
  var isEscaped = false
  for scalar in text.unicodeScalars {
    if isEscaped {
      plain.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
      isEscaped = false
    } else if scalar == "\\" {
      isEscaped = true
    } else {
      plain.append(scalar)
    }
  }
  return String(plain)
}
