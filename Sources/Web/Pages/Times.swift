import Store
import Synchronization
import Training

/// The time zones that pages show times in, each read once.
enum Zones {
  private static let known = Mutex<[String: Zone]>([:])

  /// The zone of that name; nil where there is none.
  static func named(_ name: String?, around date: LocalDate) -> Zone? {
    guard let name else { return nil }
    // A zone's table reaches years far around its middle.
    let key = "\(name) \(date.civil.year)"
    if let zone = known.withLock({ $0[key] }) { return zone }
    guard let zone = Zone(name, around: date) else { return nil }
    known.withLock { $0[key] = zone }
    return zone
  }
}

/// A moment as pages show it: by the clock of where it takes place, and for the viewer's own one
/// click away.
func moment(_ instant: Instant, in zone: Zone?, _ words: Words) -> [String: Any] {
  let wall = WallTime(seconds: instant.seconds + (zone?.offset(at: instant) ?? 0))
  return [
    "instant": instant.description, "day": words.day(wall.date), "clock": wall.clock,
    "zone": zone?.identifier ?? "UTC", "offset": zone?.offsetText(at: instant) ?? "+00:00",
  ]
}

/// When something was done, from RFC 3339 in UTC: by that clock, and for the viewer's own one click away.
func stamp(_ text: String, _ words: Words) -> [String: Any] {
  var told = moment(Instant(text) ?? Instant(seconds: 0), in: nil, words)
  told["day"] = String(text.prefix(10))
  return told
}

extension Words {
  /// `Mon 10 Aug`, in the order of the language.
  func day(_ date: LocalDate) -> String {
    let civil = date.civil
    return self(
      "day",
      [
        "weekday": self("weekday.\(date.weekday)"), "day": String(civil.day),
        "month": self("month.\(civil.month)"), "year": String(civil.year),
      ])
  }

  /// What changed, as the database lists it: `moved, other lead`.
  func change(_ text: String) -> String {
    text.split(separator: ", ").map { self("change.\($0.replacing(" ", with: "_"))") }
      .joined(separator: ", ")
  }
}

/// The chain of a session: what comes before its number.
func chain(of session: String) -> String {
  session.lastIndex(of: "/").map { String(session[..<$0]) } ?? session
}
