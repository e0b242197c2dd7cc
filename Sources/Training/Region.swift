/// A member state and its say in the equity cost.
package struct MemberState: Sendable {
  package var code: String
  package var name: String
  /// Weight in the equity cost, 1 … 100.
  package var priority: Int
  /// Persons aged 15 to 35, for reports.
  package var youth: Int?

  package init(code: String, name: String, priority: Int = 1, youth: Int? = nil) {
    self.code = code
    self.name = name
    self.priority = priority
    self.youth = youth
  }
}

/// A city, where cohorts sit, venues stand and trainers live.
package struct City: Sendable {
  package var id: String
  /// Index in `Programme.states`.
  package var state: Int
  package var name: String
  package var zone: Zone
  package var latitude: Double?
  package var longitude: Double?

  package init(
    id: String, state: Int, name: String, zone: Zone, latitude: Double? = nil,
    longitude: Double? = nil
  ) {
    self.id = id
    self.state = state
    self.name = name
    self.zone = zone
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// Dates on which a state or a city is closed: a holiday, Ramadan's evenings, the Friday prayer.
package struct Closure: Sendable {
  package enum Place: Hashable, Sendable {
    case state(Int)
    case city(Int)
  }

  package var place: Place
  package var from: LocalDate
  /// The last date.
  package var until: LocalDate
  /// Closed in these hours only; nil closes the whole day.
  package var windows: Windows?
  package var name: String

  package init(
    place: Place, from: LocalDate, until: LocalDate? = nil, windows: Windows? = nil, name: String
  ) {
    self.place = place
    self.from = from
    self.until = until ?? from
    self.windows = windows
    self.name = name
  }

  /// Whether a session that reads `start` to `end` on the place's wall meets the closure.
  package func overlaps(start: WallTime, end: WallTime) -> Bool {
    guard start.date <= until, from.days * 86_400 < end.seconds else { return false }
    guard let windows else { return true }
    let last = LocalDate(days: floorDivide(end.seconds - 1, 86_400))
    for days in max(start.date, from).days...max(max(start.date, from), min(last, until)).days
    where windows.overlap(start: start, end: end, on: LocalDate(days: days)) {
      return true
    }
    return false
  }
}

/// Minutes between cities, good for both directions.
package struct Travel: Sendable {
  /// What a pair takes that nobody listed.
  package static let unlisted = 1440
  private struct Pair: Hashable {
    var low: Int
    var high: Int
  }

  private var minutes: [Pair: Int] = [:]

  package init() {}

  package subscript(from: Int, to: Int) -> Int {
    get { from == to ? 0 : minutes[Pair(low: min(from, to), high: max(from, to))] ?? Self.unlisted }
    set { minutes[Pair(low: min(from, to), high: max(from, to))] = newValue }
  }

  /// Whether the dataset gives this pair, in either direction.
  package func lists(_ from: Int, _ to: Int) -> Bool {
    minutes[Pair(low: min(from, to), high: max(from, to))] != nil
  }
}
