import Training

/// A plan made once through, nothing taken back: a measure of how scarce the trainers' hours are.
///
/// It knows windows, closures, skills, loads, venues and the order of sessions; of rest and travel
/// only that a trainer stands in one city a day.
struct RoughPlan {
  private let programme: Programme
  private let trainerFree: HalfHours
  private let cohortFree: HalfHours
  private let venueFree: HalfHours
  private let trainerAhead: [Int]
  private let cohortAhead: [Int]
  private let venuesOf: [[Int]]
  /// Who can teach, by chain: those who can lead first.
  private let leads: [[Int]]
  private let assistants: [[Int]]
  private let order: [Int]

  init(_ draft: DatasetDraft) {
    let programme = draft.programme
    self.programme = programme
    let days = 7 * draft.settings.weeks
    let start = DatasetDraft.startsOn
    func closures(_ city: Int) -> [Closure] {
      draft.closures.filter {
        $0.place == .city(city) || $0.place == .state(draft.cities[city].state)
      }
    }
    let closed = draft.cities.indices.map(closures)
    let ahead = draft.cities.indices.map(draft.minutesAhead)
    var free = HalfHours(rows: draft.trainers.count, from: start, days: days)
    for (row, trainer) in draft.trainers.enumerated() {
      free.free(
        row, in: trainer.available, ahead: ahead[trainer.city], closures: closed[trainer.city])
    }
    trainerFree = free
    free = HalfHours(rows: draft.cohorts.count, from: start, days: days)
    for (row, cohort) in draft.cohorts.enumerated() {
      free.free(
        row, in: cohort.available, ahead: ahead[cohort.city], closures: closed[cohort.city])
    }
    cohortFree = free
    free = HalfHours(rows: draft.venues.count, from: start, days: days)
    for (row, venue) in draft.venues.enumerated() {
      free.free(row, in: venue.open, ahead: ahead[venue.city])
    }
    venueFree = free
    trainerAhead = draft.trainers.map { ahead[$0.city] }
    cohortAhead = draft.cohorts.map { ahead[$0.city] }
    var venuesOf = Array(repeating: [Int](), count: draft.cities.count)
    // The plainest first, which the fewest others need.
    let plainest = draft.venues.indices.sorted {
      (draft.venues[$0].equipment.count, draft.venues[$0].seats, $0)
        < (draft.venues[$1].equipment.count, draft.venues[$1].seats, $1)
    }
    for venue in plainest { venuesOf[draft.venues[venue].city].append(venue) }
    self.venuesOf = venuesOf
    (leads, assistants) = Self.staff(of: programme, roster: Roster(draft))
    order = Self.order(of: programme, leads: leads)
  }

  /// Of all sessions, the share that finds no place.
  func shareUnplaced(trainers: [Trainer]) -> Double {
    var state = State(
      trainerFree: trainerFree, cohortFree: cohortFree, venueFree: venueFree, trainers: trainers,
      cohorts: programme.cohorts.count, days: 7 * programme.settings.weeks + 2)
    var placed = 0
    for chain in order { placed += place(chain, in: &state, trainers: trainers) }
    return Double(programme.sessions.count - placed) / Double(programme.sessions.count)
  }

  private struct State {
    var trainerFree: HalfHours
    var cohortFree: HalfHours
    var venueFree: HalfHours
    /// Minutes by trainer and date, from the day before the first.
    var dayLoad: [[Int]]
    var weekLoad: [[Int]]
    /// The city in which a trainer stands on a date.
    var standsIn: [[Int?]]
    var cohortDay: [[Int]]
    /// The day on which a cohort's module ends; nil where it does not.
    var done: [[Int: Int]]

    init(
      trainerFree: HalfHours, cohortFree: HalfHours, venueFree: HalfHours, trainers: [Trainer],
      cohorts: Int, days: Int
    ) {
      self.trainerFree = trainerFree
      self.cohortFree = cohortFree
      self.venueFree = venueFree
      dayLoad = Array(repeating: Array(repeating: 0, count: days), count: trainers.count)
      weekLoad = Array(repeating: Array(repeating: 0, count: days / 7 + 2), count: trainers.count)
      standsIn = Array(repeating: Array(repeating: nil, count: days), count: trainers.count)
      cohortDay = Array(repeating: Array(repeating: 0, count: days), count: cohorts)
      done = Array(repeating: [:], count: cohorts)
    }
  }

  /// How many of the chain's sessions find a place, the first ones first.
  private func place(_ chain: Int, in state: inout State, trainers: [Trainer]) -> Int {
    let value = programme.chains[chain]
    let module = programme.modules[value.module]
    var earliest = 0
    for cohort in value.cohorts {
      for before in module.after where programme.cohorts[cohort].modules.contains(before) {
        guard let day = state.done[cohort][before] else { return 0 }
        earliest = max(earliest, day + 1)
      }
    }
    var inWeek = Array(repeating: 0, count: programme.settings.weeks)
    var placed = 0
    let dates = 7 * programme.settings.weeks
    while placed < module.sessions {
      let day = (min(earliest, dates)..<dates).first { day in
        inWeek[day / 7] < module.maxPerWeek ?? .max
          && place(value, module, on: day, in: &state, trainers: trainers)
      }
      guard let day else { return placed }
      inWeek[day / 7] += 1
      earliest = day + max(1, module.minGapDays)
      placed += 1
      if placed == module.sessions {
        for cohort in value.cohorts { state.done[cohort][value.module] = day }
      }
    }
    return placed
  }

  private func place(
    _ chain: Chain, _ module: Module, on day: Int, in state: inout State, trainers: [Trainer]
  ) -> Bool {
    let length = module.minutes / 30
    let first = chain.cohorts[0]
    guard
      chain.cohorts.allSatisfy({
        state.cohortDay[$0][day] < programme.cohorts[$0].maxPerDay
      })
    else { return false }
    for step in 0..<48 {
      let slot = cohortFree.slot(day: day, minute: step * 30, ahead: cohortAhead[first])
      guard chain.cohorts.allSatisfy({ state.cohortFree.holds($0, slot, length: length) }) else {
        continue
      }
      var venue: Int?
      if module.mode != .online {
        venue = venuesOf[programme.cohorts[first].city].first {
          suits($0, chain, module) && state.venueFree.holds($0, slot, length: length)
        }
        guard venue != nil else { continue }
      }
      guard let team = team(chain, module, at: slot, in: state, trainers: trainers) else {
        continue
      }
      for trainer in team { book(trainer, chain, module, at: slot, in: &state) }
      for cohort in chain.cohorts {
        state.cohortFree.take(cohort, slot, length: length)
        state.cohortDay[cohort][day] += 1
      }
      if let venue { state.venueFree.take(venue, slot, length: length) }
      return true
    }
    return false
  }

  private func suits(_ venue: Int, _ chain: Chain, _ module: Module) -> Bool {
    let venue = programme.venues[venue]
    return venue.seats >= chain.size && module.equipment.allSatisfy(venue.equipment.contains)
      && chain.cohorts.allSatisfy {
        programme.cohorts[$0].needs.allSatisfy(venue.equipment.contains)
      }
  }

  private func team(
    _ chain: Chain, _ module: Module, at slot: Int, in state: State, trainers: [Trainer]
  ) -> [Int]? {
    let index = programme.sessions[chain.sessions.lowerBound].chain
    func isFree(_ trainer: Int) -> Bool {
      guard state.trainerFree.holds(trainer, slot, length: module.minutes / 30) else {
        return false
      }
      let day = trainerFree.local(slot, ahead: trainerAhead[trainer]).day + 1
      let city = programme.cohorts[chain.cohorts[0]].city
      return state.dayLoad[trainer][day] + module.minutes <= trainers[trainer].maxMinutesPerDay
        && state.weekLoad[trainer][(day + 6) / 7] + module.minutes
          <= trainers[trainer].maxMinutesPerWeek
        && (module.mode != .inPerson || state.standsIn[trainer][day].map { $0 == city } ?? true)
    }
    guard let lead = leads[index].first(where: isFree) else { return nil }
    var team = [lead]
    for trainer in assistants[index] where team.count < chain.trainerCount {
      if trainer != lead, isFree(trainer) { team.append(trainer) }
    }
    for trainer in leads[index] where team.count < chain.trainerCount {
      if trainer != lead, isFree(trainer) { team.append(trainer) }
    }
    return team.count == chain.trainerCount ? team : nil
  }

  private func book(
    _ trainer: Int, _ chain: Chain, _ module: Module, at slot: Int, in state: inout State
  ) {
    let day = trainerFree.local(slot, ahead: trainerAhead[trainer]).day + 1
    state.trainerFree.take(trainer, slot, length: module.minutes / 30)
    state.dayLoad[trainer][day] += module.minutes
    state.weekLoad[trainer][(day + 6) / 7] += module.minutes
    if module.mode == .inPerson {
      state.standsIn[trainer][day] = programme.cohorts[chain.cohorts[0]].city
    }
  }
}
