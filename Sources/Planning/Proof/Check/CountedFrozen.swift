import Training

/// What the frozen sessions take of everybody's time and limits (dataset.md H12).
struct CountedFrozen {
  struct Sitting {
    var start: Instant
    var end: Instant
    var minutes: Int { (end.seconds - start.seconds) / 60 }
  }

  /// By party: its frozen sessions.
  private(set) var ofCohort: [Int: [Sitting]] = [:]
  private(set) var ofTrainer: [Int: [Sitting]] = [:]
  private(set) var ofVenue: [Int: [Sitting]] = [:]
  private(set) var ofChain: [Int: [Sitting]] = [:]

  init(_ facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    for (session, placement) in programme.previous where freeze.isFrozen(session) {
      let sitting = Sitting(
        start: placement.start, end: programme.end(of: session, startingAt: placement.start))
      ofChain[programme.sessions[session].chain, default: []].append(sitting)
      for cohort in programme.chain(of: session).cohorts {
        ofCohort[cohort, default: []].append(sitting)
      }
      for trainer in placement.knownTrainers { ofTrainer[trainer, default: []].append(sitting) }
      if let venue = placement.venue?.index { ofVenue[venue, default: []].append(sitting) }
    }
  }

  static func isMet(by sittings: [Sitting]?, from start: Instant, to end: Instant) -> Bool {
    sittings?.contains { $0.start < end && start < $0.end } ?? false
  }
}
