import Training

/// Who is there from each instant of the grid for so long, frozen sessions set aside.
final class CountedPresence {
  private struct Key: Hashable {
    var party: Int
    var minutes: Int
  }

  let facts: Facts
  let frozen: CountedFrozen
  /// The grid of the horizon, wherever on the globe: no zone is a day away from UTC.
  let instants: [Instant]
  private var cohorts: [Key: HourSet] = [:]
  private var trainers: [Key: HourSet] = [:]
  private var venues: [Key: HourSet] = [:]
  private var dates: [String: [LocalDate]] = [:]

  init(_ facts: Facts, frozen: CountedFrozen) {
    self.facts = facts
    self.frozen = frozen
    let step = facts.programme.settings.gridMinutes
    let horizon = facts.programme.horizon
    var instant = Instant(seconds: (horizon.lowerBound.days - 1) * 86_400)
    var instants: [Instant] = []
    while instant.seconds < (horizon.upperBound.days + 1) * 86_400 {
      instants.append(instant)
      instant = instant.adding(minutes: step)
    }
    self.instants = instants
  }

  /// By instant: the date on the walls of a zone.
  func dates(in zone: Zone) -> [LocalDate] {
    if let known = dates[zone.identifier] { return known }
    let made = instants.map(zone.date(at:))
    dates[zone.identifier] = made
    return made
  }

  /// H1 and the first half of H2.
  func cohort(_ cohort: Int, minutes: Int) -> HourSet {
    let key = Key(party: cohort, minutes: minutes)
    if let known = cohorts[key] { return known }
    let made = places(minutes, free: frozen.ofCohort[cohort]) { start, end in
      CohortTime.isInHorizon(start, ofCohort: cohort, in: facts)
        && facts.cohorts[cohort].admits(from: start, to: end)
    }
    cohorts[key] = made
    return made
  }

  /// H6, apart from travel.
  func trainer(_ trainer: Int, minutes: Int) -> HourSet {
    let key = Key(party: trainer, minutes: minutes)
    if let known = trainers[key] { return known }
    let made = places(minutes, free: frozen.ofTrainer[trainer]) { start, end in
      facts.trainers[trainer].admits(from: start, to: end)
    }
    trainers[key] = made
    return made
  }

  /// H9.
  func venue(_ venue: Int, minutes: Int) -> HourSet {
    let key = Key(party: venue, minutes: minutes)
    if let known = venues[key] { return known }
    let made = places(minutes, free: frozen.ofVenue[venue]) { start, end in
      facts.venues[venue].admits(from: start, to: end)
    }
    venues[key] = made
    return made
  }

  private func places(
    _ minutes: Int, free sittings: [CountedFrozen.Sitting]?,
    isOpen: (Instant, Instant) -> Bool
  ) -> HourSet {
    var set = HourSet(count: instants.count)
    for (place, start) in instants.enumerated() {
      let end = start.adding(minutes: minutes)
      if isOpen(start, end), !CountedFrozen.isMet(by: sittings, from: start, to: end) {
        set.insert(place)
      }
    }
    return set
  }
}
