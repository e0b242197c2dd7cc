import Training

/// A time zone as a calendar carries it: VTIMEZONE (RFC 5545 §3.6.5), with each change of the offset
/// over the dates of the calendar spelled out.
struct CalendarZone {
  private let zone: Zone
  private let table: ZoneTable

  init(_ zone: Zone, over range: ClosedRange<Instant>) {
    self.zone = zone
    // A day on both sides: a session that starts before a change is told by the offset before it.
    let day = 86_400
    table = ZoneTable(
      zone, over: range.lowerBound.seconds - day...range.upperBound.seconds + day)
  }

  func write(into text: inout CalendarText) {
    text.line("BEGIN", "VTIMEZONE")
    text.text("TZID", zone.identifier)
    // What holds before the first change holds since ever, as far as the calendar goes.
    observance("19700101T000000", from: table.offsets[0], to: table.offsets[0], false, &text)
    for index in table.from.indices.dropFirst() {
      let (before, after) = (table.offsets[index - 1], table.offsets[index])
      let onset = WallTime(seconds: table.from[index] + before)
      observance(Self.basic(onset), from: before, to: after, after > before, &text)
    }
    text.line("END", "VTIMEZONE")
  }

  private func observance(
    _ onset: String, from before: Int, to after: Int, _ isDaylight: Bool,
    _ text: inout CalendarText
  ) {
    let kind = isDaylight ? "DAYLIGHT" : "STANDARD"
    text.line("BEGIN", kind)
    text.line("DTSTART", onset)
    text.line("TZOFFSETFROM", Self.offset(before))
    text.line("TZOFFSETTO", Self.offset(after))
    text.text("TZNAME", "UTC" + Self.offset(after))
    text.line("END", kind)
  }

  /// `20260803T090000`.
  static func basic(_ wall: WallTime) -> String {
    wall.text(withSeconds: true).filter { $0 != "-" && $0 != ":" }
  }

  /// `20260803T020000Z`.
  static func utc(_ instant: Instant) -> String {
    basic(WallTime(seconds: instant.seconds)) + "Z"
  }

  /// `+0630`, with seconds where the zone has some.
  private static func offset(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    let size = abs(seconds)
    return (seconds < 0 ? "-" : "+") + two(size / 3600) + two(size / 60 % 60)
      + (size % 60 == 0 ? "" : two(size % 60))
  }
}

extension Zone {
  /// Whether the wall clock shows this time for the second time, after it was set back: a calendar
  /// would take it for the first.
  func repeats(at instant: Instant) -> Bool {
    let own = offset(at: instant)
    return knownOffsets.contains { other in
      let earlier = Instant(seconds: instant.seconds + own - other)
      return other > own && offset(at: earlier) == other
    }
  }
}
