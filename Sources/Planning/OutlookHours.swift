import Training

/// A stretch of minutes since 1970, on one local date of a party.
struct OpenStretch: Sendable, Equatable {
  var from: Int
  var to: Int
  /// Days since 1970, by the party's own calendar.
  var day: Int
  /// From 0; dates just outside the programme count for the nearest week.
  var week: Int

  var length: Int { to - from }
}

/// When somebody can be booked: stretches in the order of time, apart from each other.
struct OpenHours: Sendable, Equatable {
  var stretches: [OpenStretch] = []

  /// What is left where `taken` (in the order of time, apart from each other) is not to be had.
  func without(_ taken: [Range<Int>]) -> OpenHours {
    guard !taken.isEmpty else { return self }
    var left: [OpenStretch] = []
    var first = 0
    for stretch in stretches {
      while first < taken.count, taken[first].upperBound <= stretch.from { first += 1 }
      var rest = stretch
      var next = first
      while next < taken.count, taken[next].lowerBound < stretch.to, rest.from < rest.to {
        if rest.from < taken[next].lowerBound {
          var piece = rest
          piece.to = taken[next].lowerBound
          left.append(piece)
        }
        rest.from = max(rest.from, taken[next].upperBound)
        next += 1
      }
      if rest.from < rest.to { left.append(rest) }
    }
    return OpenHours(stretches: left)
  }

  /// The parts of these stretches that lie within `other`'s; dates and weeks stay these ones'.
  func common(with other: [Range<Int>]) -> OpenHours {
    var common: [OpenStretch] = []
    var first = 0
    for stretch in stretches {
      while first < other.count, other[first].upperBound <= stretch.from { first += 1 }
      var next = first
      while next < other.count, other[next].lowerBound < stretch.to {
        var piece = stretch
        piece.from = max(stretch.from, other[next].lowerBound)
        piece.to = min(stretch.to, other[next].upperBound)
        common.append(piece)
        next += 1
      }
    }
    return OpenHours(stretches: common)
  }

  var ranges: [Range<Int>] { stretches.map { $0.from..<$0.to } }

  /// Sorted and merged.
  static func union(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

/// The hours of every cohort, trainer and venue over the programme, closures and absences taken out.
struct OutlookHours: Sendable {
  let cohorts: [OpenHours]
  let trainers: [OpenHours]
  let venues: [OpenHours]
  /// Minutes by trainer and week that H8 leaves beside frozen sessions.
  let weekLimits: [[Int]]
  /// Minutes by partner that H10 leaves beside frozen sessions; nil for no cap.
  let partnerLimits: [Int?]
  private let dayLimits: [Int]

  init(_ facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    let absences = Dictionary(grouping: programme.absences, by: \.who).mapValues { absences in
      OpenHours.union(
        absences.map {
          let from = floorDivide($0.from.seconds, 60)
          return from..<max(from, floorDivide($0.to.seconds + 59, 60))
        })
    }
    let begin = Self.begin(programme, freeze)
    let closed = programme.cities.indices.map { Self.closed(city: $0, of: programme) }
    func open(
      _ windows: Windows, city: Int, margin: Int, isClosed: Bool, who: Absence.Who
    ) -> OpenHours {
      Self.open(windows, zone: programme.cities[city].zone, margin: margin, of: programme)
        .without(begin)
        .without(isClosed ? closed[city] : [])
        .without(absences[who] ?? [])
    }
    cohorts = programme.cohorts.enumerated().map { index, cohort in
      open(
        cohort.available, city: cohort.city, margin: 0, isClosed: true, who: .cohort(index))
    }
    trainers = programme.trainers.enumerated().map { index, trainer in
      open(
        trainer.available, city: trainer.city, margin: 1, isClosed: true, who: .trainer(index))
    }
    venues = programme.venues.enumerated().map { index, venue in
      open(venue.open, city: venue.city, margin: 0, isClosed: false, who: .venue(index))
        .without(Self.frozen(inVenue: index, of: programme, freeze))
    }
    (weekLimits, partnerLimits) = Self.limits(programme, freeze)
    dayLimits = programme.trainers.map(\.maxMinutesPerDay)
  }

  /// Minutes by week that a trainer may teach at all: H6's hours, H8's limits.
  func teachable(byTrainer trainer: Int) -> [Int] {
    teachable(byTrainer: trainer, in: trainers[trainer]) { $0 }
  }

  /// The same within `hours` of the trainer's own; `fill` says how much of a stretch can be used.
  func teachable(
    byTrainer trainer: Int, in hours: OpenHours, fill: (Int) -> Int
  ) -> [Int] {
    var weeks = Array(repeating: 0, count: weekLimits[trainer].count)
    var index = 0
    let stretches = hours.stretches
    while index < stretches.count {
      let day = stretches[index].day
      let week = stretches[index].week
      var minutes = 0
      while index < stretches.count, stretches[index].day == day {
        minutes += fill(stretches[index].length)
        index += 1
      }
      weeks[week] += min(minutes, dayLimits[trainer])
    }
    for week in weeks.indices { weeks[week] = min(weeks[week], weekLimits[trainer][week]) }
    return weeks
  }
}

extension OutlookHours {
  /// All that lies before `freeze_until`.
  private static func begin(_ programme: Programme, _ freeze: FreezeState) -> [Range<Int>] {
    guard let until = freeze.until else { return [] }
    let first = (programme.horizon.lowerBound.days - 2) * 1440
    return [first..<max(first, floorDivide(until.seconds, 60))]
  }

  /// The windows of each date of the horizon and `margin` dates on both sides.
  private static func open(
    _ windows: Windows, zone: Zone, margin: Int, of programme: Programme
  ) -> OpenHours {
    let horizon = programme.horizon
    var stretches: [OpenStretch] = []
    for day in horizon.lowerBound.days - margin..<horizon.upperBound.days + margin {
      let date = LocalDate(days: day)
      let week = min(max(programme.week(of: date), 0), programme.settings.weeks - 1)
      for window in windows.days[date.weekday] {
        let from = minute(WallTime(date, minute: window.lowerBound), zone)
        let to = minute(WallTime(date, minute: window.upperBound), zone)
        if from < to { stretches.append(OpenStretch(from: from, to: to, day: day, week: week)) }
      }
    }
    return OpenHours(stretches: stretches)
  }

  /// The minute since 1970 at which a wall shows this.
  private static func minute(_ wall: WallTime, _ zone: Zone) -> Int {
    let guess = zone.offset(at: Instant(seconds: wall.seconds))
    let offset = zone.offset(at: Instant(seconds: wall.seconds - guess))
    return floorDivide(wall.seconds - offset, 60)
  }

  private static func closed(city: Int, of programme: Programme) -> [Range<Int>] {
    let zone = programme.cities[city].zone
    let horizon = programme.horizon
    var closed: [Range<Int>] = []
    for closure in programme.closures
    where closure.place == .city(city) || closure.place == .state(programme.cities[city].state) {
      let from = max(closure.from.days, horizon.lowerBound.days - 2)
      let until = min(closure.until.days, horizon.upperBound.days + 1)
      guard from <= until else { continue }
      for day in from...until {
        let date = LocalDate(days: day)
        for window in closure.windows?.days[date.weekday] ?? [0..<1440] {
          let start = minute(WallTime(date, minute: window.lowerBound), zone)
          closed.append(
            start..<max(start, minute(WallTime(date, minute: window.upperBound), zone)))
        }
      }
    }
    return OpenHours.union(closed)
  }

  private static func frozen(
    inVenue venue: Int, of programme: Programme, _ freeze: FreezeState
  ) -> [Range<Int>] {
    guard freeze.until != nil else { return [] }
    return OpenHours.union(
      programme.sessions.indices.compactMap { session in
        guard freeze.isFrozen(session), let placement = programme.previous[session],
          placement.venue == .known(venue)
        else { return nil }
        let from = floorDivide(placement.start.seconds, 60)
        return from..<from + programme.module(of: session).minutes
      })
  }

  private static func limits(
    _ programme: Programme, _ freeze: FreezeState
  ) -> (weeks: [[Int]], partners: [Int?]) {
    var weeks = programme.trainers.map {
      Array(repeating: $0.maxMinutesPerWeek, count: programme.settings.weeks)
    }
    var partners = programme.partners.map(\.capMinutes)
    guard freeze.until != nil else { return (weeks, partners) }
    for session in programme.sessions.indices where freeze.isFrozen(session) {
      guard let placement = programme.previous[session] else { continue }
      let minutes = programme.module(of: session).minutes
      for trainer in placement.trainers.compactMap(\.index) {
        let date = programme.zone(ofTrainer: trainer).date(at: placement.start)
        let week = programme.week(of: date)
        if weeks[trainer].indices.contains(week) {
          weeks[trainer][week] = max(0, weeks[trainer][week] - minutes)
        }
        if let partner = programme.trainers[trainer].partner {
          partners[partner] = partners[partner].map { max(0, $0 - minutes) }
        }
      }
    }
    return (weeks, partners)
  }
}
