import Training

/// The most that a party can give, week by week: what fits into its days, and what its hours allow.
struct CountedLimits {
  private let hours: CountedHours
  private var programme: Programme { hours.programme }

  init(_ hours: CountedHours) { self.hours = hours }

  func limit(of holder: CountedHolder) -> Int {
    switch holder {
    case .trainer(let trainer, let week): weeks(of: .trainer(trainer))[week] ?? 0
    case .venue(let venue, let week): weeks(of: .venue(venue))[week] ?? 0
    case .cohort(let cohort, let week): weeks(of: .cohort(cohort))[week] ?? 0
    case .partner(let partner): limit(ofPartner: partner)
    }
  }

  private func weeks(of party: CountedLists.Party) -> [Int: Int] {
    if let known = hours.lists.weeks[party] { return known }
    let made =
      switch party {
      case .trainer(let trainer): weeks(ofTrainer: trainer)
      case .venue(let venue):
        sums(
          of: events(.venue(venue)) { hours.presence.venue(venue, minutes: $0) },
          in: hours.facts.venues[venue].zone)
      case .cohort(let cohort): weeks(ofCohort: cohort)
      }
    hours.lists.weeks[party] = made
    return made
  }

  /// A session that somebody could be asked for.
  private struct Event {
    var start: Instant
    var minutes: Int
    var place: Int
    var end: Instant { start.adding(minutes: minutes) }
  }

  private func events(_ party: CountedLists.Party, there: (Int) -> HourSet) -> [Event] {
    (hours.lists.asked[party] ?? [:]).flatMap { minutes, asked in
      asked.intersection(there(minutes)).hours.map {
        Event(start: hours.presence.instants[$0], minutes: minutes, place: $0)
      }
    }
  }

  private func weeks(ofTrainer trainer: Int) -> [Int: Int] {
    let party = programme.trainers[trainer]
    let zone = programme.zone(ofTrainer: trainer)
    let events = events(.trainer(trainer)) { hours.presence.trainer(trainer, minutes: $0) }
    let lengths = Set(events.map(\.minutes))
    let frozen = hours.frozen.ofTrainer[trainer] ?? []
    func taken(_ isMeant: (LocalDate) -> Bool) -> Int {
      frozen.reduce(0) { isMeant(zone.date(at: $1.start)) ? $0 + $1.minutes : $0 }
    }
    let sums = sums(
      of: events, in: zone,
      bounded: { date, most in
        let left = party.maxMinutesPerDay - taken { $0 == date }
        return Self.filled(min(most, left), by: lengths)
      })
    return Dictionary(
      uniqueKeysWithValues: sums.map { week, sum in
        let left = party.maxMinutesPerWeek - taken { programme.week(of: $0) == week }
        return (week, Self.filled(min(sum, left), by: lengths))
      })
  }

  private func weeks(ofCohort cohort: Int) -> [Int: Int] {
    let zone = programme.zone(ofCohort: cohort)
    let events = events(.cohort(cohort)) { hours.presence.cohort(cohort, minutes: $0) }
    return sums(
      of: events, in: zone, worth: { _ in 1 },
      bounded: { date, most in
        let taken =
          hours.frozen.ofCohort[cohort]?.count { zone.date(at: $0.start) == date } ?? 0
        return max(0, min(most, programme.cohorts[cohort].maxPerDay - taken))
      })
  }

  private func limit(ofPartner partner: Int) -> Int {
    guard let cap = programme.partners[partner].capMinutes else { return .max / 4 }
    var lengths: Set<Int> = []
    var taken = 0
    for (trainer, party) in programme.trainers.enumerated() where party.partner == partner {
      taken += hours.frozen.ofTrainer[trainer]?.reduce(0) { $0 + $1.minutes } ?? 0
      lengths.formUnion(
        events(.trainer(trainer)) { hours.presence.trainer(trainer, minutes: $0) }.map(\.minutes))
    }
    return Self.filled(cap - taken, by: lengths)
  }

  /// By week: the most that sessions of its days are worth together.
  private func sums(
    of events: [Event], in zone: Zone, worth: (Event) -> Int = { $0.minutes },
    bounded: (LocalDate, Int) -> Int = { $1 }
  ) -> [Int: Int] {
    let dates = hours.presence.dates(in: zone)
    var sums: [Int: Int] = [:]
    for (date, events) in Dictionary(grouping: events, by: { dates[$0.place] }) {
      sums[programme.week(of: date), default: 0] += bounded(date, Self.most(events, worth: worth))
    }
    return sums
  }

  /// Of sessions of which none meets another: weighted interval scheduling, by their ends.
  private static func most(_ events: [Event], worth: (Event) -> Int) -> Int {
    let events = events.sorted { ($0.end.seconds, $0.minutes) < ($1.end.seconds, $1.minutes) }
    var best = [0]
    for event in events {
      // The first of the others that ends after this one starts.
      var low = 0
      var high = best.count - 1
      while low < high {
        let middle = (low + high) / 2
        if events[middle].end <= event.start { low = middle + 1 } else { high = middle }
      }
      best.append(max(best[best.count - 1], best[low] + worth(event)))
    }
    return best[best.count - 1]
  }

  /// The largest sum of whole sessions within so many minutes; beyond a week of them any sum.
  private static func filled(_ minutes: Int, by lengths: Set<Int>) -> Int {
    guard minutes > 0 else { return 0 }
    guard minutes <= 10_080 else { return minutes }
    var isSum = Array(repeating: false, count: minutes + 1)
    isSum[0] = true
    for sum in 1...minutes {
      isSum[sum] = lengths.contains { $0 <= sum && isSum[sum - $0] }
    }
    return isSum.lastIndex(of: true) ?? 0
  }
}
