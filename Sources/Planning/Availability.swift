import Training

/// When a cohort, a trainer or a venue can be booked: its weekly hours, closed dates and absences.
package struct Availability: Sendable {
  /// Why somebody is not there.
  package enum Obstacle: Sendable {
    case hours
    case closure(Closure)
    case absence(Absence)
  }

  package let zone: Zone
  package let hours: Windows
  private let closedTimes: ClosedTimes
  private let absences: [Absence]
  private let away: Stretches

  init(zone: Zone, hours: Windows, closedTimes: ClosedTimes, absences: [Absence]) {
    self.zone = zone
    self.hours = hours
    self.closedTimes = closedTimes
    self.absences = absences
    away = Stretches(absences.map { $0.from.seconds..<$0.to.seconds })
  }

  /// Whether nothing is in the way of a session from `start` to `end`.
  package func admits(from start: Instant, to end: Instant) -> Bool {
    let wallStart = zone.wallTime(at: start)
    let wallEnd = zone.wallTime(at: end)
    return hours.fits(start: wallStart, end: wallEnd)
      && !closedTimes.meet(from: wallStart, to: wallEnd)
      && !away.meet(from: start.seconds, to: end.seconds)
  }

  /// What is in the way: at most one obstacle of each kind, the first one.
  package func obstacles(from start: Instant, to end: Instant) -> [Obstacle] {
    let wallStart = zone.wallTime(at: start)
    let wallEnd = zone.wallTime(at: end)
    var obstacles: [Obstacle] = []
    if !hours.fits(start: wallStart, end: wallEnd) { obstacles.append(.hours) }
    if let closure = closedTimes.first(from: wallStart, to: wallEnd) {
      obstacles.append(.closure(closure))
    }
    if let absence = absences.first(where: { $0.overlaps(start: start, end: end) }) {
      obstacles.append(.absence(absence))
    }
    return obstacles
  }
}

extension Availability.Obstacle {
  /// Goes on after "… is given at 09:00, ": `which is outside the hours of c1`.
  package func told(of name: String, in zone: Zone) -> String {
    switch self {
    case .hours: "outside the hours of \(name)"
    case .closure(let closure): "when the place of \(name) is closed (\(closure.name))"
    case .absence(let absence):
      "while \(name) is absent from \(zone.moment(absence.from)) to \(zone.moment(absence.to))"
    }
  }
}

/// The closures of one city and its state, by the local wall clock.
struct ClosedTimes: Sendable {
  private let closures: [Closure]
  private let stretches: Stretches
  /// Wall seconds within which `stretches` tell everything.
  private let covered: Range<Int>

  static let none = ClosedTimes([], around: LocalDate(days: 0)..<LocalDate(days: 0))

  init(_ closures: [Closure], around dates: Range<LocalDate>) {
    self.closures = closures
    let first = dates.lowerBound.days
    let last = dates.upperBound.days - 1
    covered = dates.lowerBound.days * 86_400..<dates.upperBound.days * 86_400
    stretches = Stretches(
      closures.flatMap { closure -> [Range<Int>] in
        let from = max(closure.from.days, first)
        let until = min(closure.until.days, last)
        guard from <= until else { return [] }
        guard let windows = closure.windows else { return [from * 86_400..<(until + 1) * 86_400] }
        return (from...until).flatMap { day in
          windows.days[LocalDate(days: day).weekday].map {
            day * 86_400 + $0.lowerBound * 60..<day * 86_400 + $0.upperBound * 60
          }
        }
      })
  }

  func meet(from start: WallTime, to end: WallTime) -> Bool {
    if closures.isEmpty { return false }
    guard start < end, covered.lowerBound <= start.seconds, end.seconds <= covered.upperBound else {
      return first(from: start, to: end) != nil
    }
    return stretches.meet(from: start.seconds, to: end.seconds)
  }

  func first(from start: WallTime, to end: WallTime) -> Closure? {
    closures.first { $0.overlaps(start: start, end: end) }
  }
}
