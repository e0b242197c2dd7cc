import Training

/// What the frozen sessions take of everybody's time and limits.
struct FrozenTimes {
  private struct Day: Hashable {
    var party: Int
    var number: Int
  }

  /// Seconds by party.
  private(set) var cohorts: [Int: [Range<Int>]] = [:]
  private(set) var trainers: [Int: [Range<Int>]] = [:]
  private(set) var venues: [Int: [Range<Int>]] = [:]
  private var trainerDays: [Day: Int] = [:]
  private var trainerWeeks: [Day: Int] = [:]
  private var cohortDays: [Day: Int] = [:]
  private var chainWeeks: [Day: Int] = [:]
  private var partners: [Int: Int] = [:]
  /// By chain: when its last frozen session ends.
  private(set) var ends: [Int: Instant] = [:]

  init(_ facts: Facts, freeze: FreezeState) {
    guard freeze.until != nil else { return }
    let programme = facts.programme
    for session in programme.sessions.indices where freeze.isFrozen(session) {
      guard let placement = programme.previous[session] else { continue }
      let chain = programme.sessions[session].chain
      let minutes = programme.module(of: session).minutes
      let end = placement.start.adding(minutes: minutes)
      let time = placement.start.seconds..<end.seconds
      ends[chain] = max(ends[chain] ?? end, end)
      for (place, cohort) in programme.chains[chain].cohorts.enumerated() {
        let date = facts.cohorts[cohort].zone.date(at: placement.start)
        cohorts[cohort, default: []].append(time)
        cohortDays[Day(party: cohort, number: date.days), default: 0] += 1
        if place == 0 {
          chainWeeks[Day(party: chain, number: programme.week(of: date)), default: 0] += 1
        }
      }
      for trainer in placement.knownTrainers {
        let date = facts.trainers[trainer].zone.date(at: placement.start)
        trainers[trainer, default: []].append(time)
        trainerDays[Day(party: trainer, number: date.days), default: 0] += minutes
        trainerWeeks[Day(party: trainer, number: programme.week(of: date)), default: 0] += minutes
        if let partner = programme.trainers[trainer].partner {
          partners[partner, default: 0] += minutes
        }
      }
      if let venue = placement.venue?.index { venues[venue, default: []].append(time) }
    }
  }

  func minutes(ofTrainer trainer: Int, day: Int) -> Int {
    trainerDays[Day(party: trainer, number: day)] ?? 0
  }

  func minutes(ofTrainer trainer: Int, week: Int) -> Int {
    trainerWeeks[Day(party: trainer, number: week)] ?? 0
  }

  func minutes(ofPartner partner: Int) -> Int { partners[partner] ?? 0 }

  func sessions(ofCohort cohort: Int, day: Int) -> Int {
    cohortDays[Day(party: cohort, number: day)] ?? 0
  }

  /// By the first cohort's calendar.
  func sessions(ofChain chain: Int, week: Int) -> Int {
    chainWeeks[Day(party: chain, number: week)] ?? 0
  }
}
