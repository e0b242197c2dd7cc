import Training

/// A plan with the indexes that the rules read: who has what, in the order of time.
package struct PlanView: Sendable {
  package let plan: Plan
  package let facts: Facts
  package let freeze: FreezeState
  /// Placed sessions, in the plan's order.
  package let placed: [Int]
  /// By cohort, trainer and venue of the dataset: their sessions by start.
  package let cohorts: [[Appointment]]
  package let trainers: [[Appointment]]
  package let venues: [[Appointment]]

  package var programme: Programme { facts.programme }

  package init(_ plan: Plan) {
    let facts = Facts(plan.programme)
    self.init(plan, facts: facts, freeze: FreezeState(facts))
  }

  /// Where many plans of one programme are judged, `facts` and `freeze` are computed once.
  package init(_ plan: Plan, facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    var cohorts = Array(repeating: [Appointment](), count: programme.cohorts.count)
    var trainers = Array(repeating: [Appointment](), count: programme.trainers.count)
    var venues = Array(repeating: [Appointment](), count: programme.venues.count)
    var placed: [Int] = []
    func appointment(_ session: Int, _ start: Instant, _ zone: Zone) -> Appointment {
      let date = zone.date(at: start)
      return Appointment(
        session: session, start: start, end: programme.end(of: session, startingAt: start),
        date: date, week: programme.week(of: date))
    }
    for (session, placement) in plan.placements.enumerated() {
      guard let placement else { continue }
      placed.append(session)
      for cohort in programme.chain(of: session).cohorts {
        cohorts[cohort].append(appointment(session, placement.start, facts.cohorts[cohort].zone))
      }
      for trainer in placement.knownTrainers {
        trainers[trainer].append(
          appointment(session, placement.start, facts.trainers[trainer].zone))
      }
      if let venue = placement.venue?.index {
        venues[venue].append(appointment(session, placement.start, facts.venues[venue].zone))
      }
    }
    self.plan = plan
    self.facts = facts
    self.freeze = freeze
    self.placed = placed
    self.cohorts = cohorts.map { $0.sorted() }
    self.trainers = trainers.map { $0.sorted() }
    self.venues = venues.map { $0.sorted() }
  }

  package subscript(session: Int) -> Placement? { plan.placements[session] }

  /// Placed sessions that are not frozen, with their placements: those that single-session rules bind.
  package var bound: some Sequence<(session: Int, placement: Placement)> {
    placed.lazy.compactMap { session in
      guard !freeze.isFrozen(session), let placement = plan.placements[session] else { return nil }
      return (session, placement)
    }
  }

  /// The placed sessions of a chain, by number.
  package func placed(ofChain chain: Int) -> [Int] {
    programme.chains[chain].sessions.filter { plan.placements[$0] != nil }
  }

  package func minutes(of session: Int) -> Int { programme.module(of: session).minutes }

  package func mode(of session: Int) -> Mode { programme.module(of: session).mode }

  /// The start in the zone of the first cohort, as sentences tell it.
  package func moment(of session: Int) -> String {
    guard let placement = plan.placements[session] else { return "no time" }
    return programme.zone(of: programme.chain(of: session)).moment(placement.start)
  }

  /// `c/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok)`.
  package func told(_ session: Int) -> String {
    "\(programme.sessions[session].id) at \(moment(of: session))"
  }
}

extension Placement {
  /// The trainers that the dataset has, each once, the lead first.
  package var knownTrainers: [Int] {
    guard !assistants.isEmpty else { return lead.index.map { [$0] } ?? [] }
    return trainers.reduce(into: []) { known, party in
      if let index = party.index, !known.contains(index) { known.append(index) }
    }
  }
}
