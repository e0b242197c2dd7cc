import Training

extension CapacityBuilder {
  /// Whether all has been counted.
  mutating func addLimits(isStopped: () -> Bool) -> Bool {
    var packings: [[Int]: Packing] = [:]
    func packing(_ lengths: [Int]) -> Packing {
      if let known = packings[lengths] { return known }
      let made = Packing(lengths: lengths)
      packings[lengths] = made
      return made
    }
    var lengthsOfPartner = Array(repeating: Set<Int>(), count: programme.partners.count)
    for (trainer, party) in programme.trainers.enumerated() {
      if isStopped() { return false }
      let asked = sets(trainerAsked[trainer], within: trainerStarts[trainer])
      guard !asked.isEmpty else { continue }
      let packing = packing(asked.map { lengths[$0.length] })
      if let partner = party.partner { lengthsOfPartner[partner].formUnion(packing.lengths) }
      for date in dates(in: facts.trainers[trainer].zone, asked: asked, worth: packing.lengths) {
        let left = party.maxMinutesPerDay - frozen.minutes(ofTrainer: trainer, day: date.day)
        limits[index.trainer(trainer, week: date.week)] += packing.fill(min(date.most, left))
      }
      for week in -1...programme.settings.weeks {
        let resource = index.trainer(trainer, week: week)
        let left = party.maxMinutesPerWeek - frozen.minutes(ofTrainer: trainer, week: week)
        limits[resource] = packing.fill(min(limits[resource], left))
      }
    }
    for (partner, party) in programme.partners.enumerated() {
      let packing = packing(lengthsOfPartner[partner].sorted())
      let left = (party.capMinutes ?? .max) - frozen.minutes(ofPartner: partner)
      limits[index.partner(partner)] = packing.fill(left)
    }
    for venue in programme.venues.indices {
      let asked = sets(venueAsked[venue], within: venueStarts[venue])
      let worth = asked.map { lengths[$0.length] }
      for date in dates(in: facts.venues[venue].zone, asked: asked, worth: worth) {
        limits[index.venue(venue, week: date.week)] += date.most
      }
    }
    for (cohort, party) in programme.cohorts.enumerated() {
      if isStopped() { return false }
      let asked = sets(cohortAsked[cohort], within: cohortStarts[cohort])
      let worth = asked.map { _ in 1 }
      for date in dates(in: facts.cohorts[cohort].zone, asked: asked, worth: worth) {
        let left = party.maxPerDay - frozen.sessions(ofCohort: cohort, day: date.day)
        limits[index.cohort(cohort, week: date.week)] += max(0, min(date.most, left))
      }
    }
    return true
  }

  private struct DateLimit {
    var day: Int
    var week: Int
    var most: Int
  }

  /// By length that somebody asks of a party: the starts at which it is there and asked for.
  private func sets(
    _ asked: [HourSet?], within there: [HourSet?]
  ) -> [(length: Int, starts: HourSet)] {
    asked.indices.compactMap { length in
      guard let asked = asked[length], let there = there[length] else { return nil }
      let starts = asked.intersection(there)
      return starts.isEmpty ? nil : (length, starts)
    }
  }

  /// The most that sessions of each date can be worth to a party, where that is anything.
  private func dates(
    in zone: Zone, asked: [(length: Int, starts: HourSet)], worth: [Int]
  ) -> [DateLimit] {
    guard !asked.isEmpty else { return [] }
    let calendar = grid.days(in: zone)
    let steps = asked.map { (lengths[$0.length] + grid.stepMinutes - 1) / grid.stepMinutes }
    let sets = asked.map(\.starts)
    var best = Array(repeating: 0, count: (calendar.runs.map(\.count).max() ?? 0) + 1)
    return calendar.runs.compactMap { run in
      let most = Packing.most(in: run, sets: sets, steps: steps, worth: worth, best: &best)
      guard most > 0 else { return nil }
      let day = calendar.days[run.lowerBound]
      let week = programme.week(of: LocalDate(days: day))
      return DateLimit(
        day: day, week: min(max(week, -1), programme.settings.weeks), most: most)
    }
  }
}
