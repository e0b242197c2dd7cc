import Training

/// By chain, every visit that a session which is not frozen may be placed at: what the search for
/// prices and the check of a bound both start from.
///
/// It holds at least every start, trainer and venue of such a session in any valid plan.
package struct PriceDomain: Sendable {
  package let facts: Facts
  package let freeze: FreezeState
  /// By chain, ascending by start.
  package let visits: [[PriceVisit]]
  /// By chain: its sessions that are not frozen.
  package let sessions: [[Int]]
  /// By cohort: local dates on which it sits in a frozen session.
  package let frozenDates: [Set<LocalDate>]

  package var programme: Programme { facts.programme }

  /// The most prices of trainers that are looked for: more take too long to find and to read.
  private static let mostStaff = 4_000_000

  /// Nil where `isStopped` ends the counting, or there are too many visits to price.
  package init?(_ facts: Facts, freeze: FreezeState, isStopped: () -> Bool = { false }) {
    let programme = facts.programme
    self.facts = facts
    self.freeze = freeze
    let sessions = programme.chains.map { $0.sessions.filter { !freeze.isFrozen($0) } }
    self.sessions = sessions
    var frozenDates = Array(repeating: Set<LocalDate>(), count: programme.cohorts.count)
    for (session, placement) in programme.previous where freeze.isFrozen(session) {
      for cohort in programme.chain(of: session).cohorts {
        frozenDates[cohort].insert(facts.cohorts[cohort].zone.date(at: placement.start))
      }
    }
    self.frozenDates = frozenDates
    let starts = Self.grid(of: programme)
    var visits: [[PriceVisit]] = []
    var staff = 0
    for chain in programme.chains.indices {
      guard !isStopped(), staff <= Self.mostStaff else { return nil }
      let open = starts.filter { start in
        sessions[chain].contains { freeze.admits($0, at: start) }
      }
      visits.append(Self.visits(ofChain: chain, at: open, in: facts))
      staff += visits[chain].reduce(0) { $0 + $1.staff.count }
    }
    Self.dropTooEarly(&visits, facts: facts, freeze: freeze)
    self.visits = visits
  }

  /// Whether every session of a chain may still be placed as one likes.
  package func isFree(chain: Int) -> Bool {
    sessions[chain].count == programme.chains[chain].sessions.count
  }

  /// Zones lie within 14 hours of UTC on one side and 12 on the other.
  private static func grid(of programme: Programme) -> [Instant] {
    let step = programme.settings.gridMinutes * 60
    let first = programme.horizon.lowerBound.days * 86_400 - 15 * 3600
    let last = programme.horizon.upperBound.days * 86_400 + 13 * 3600
    return stride(from: floorDivide(first, step) * step, to: last, by: step).map {
      Instant(seconds: $0)
    }
  }

  private static func visits(
    ofChain index: Int, at starts: [Instant], in facts: Facts
  ) -> [PriceVisit] {
    let programme = facts.programme
    let chain = programme.chains[index]
    let minutes = programme.modules[chain.module].minutes
    let trainers = programme.trainers.indices.filter {
      PartnerLimits.allows(trainer: $0, chain: index, in: facts)
        && programme.trainers[$0].maxMinutesPerDay >= minutes
        && programme.trainers[$0].maxMinutesPerWeek >= minutes
    }
    let team = trainers.compactMap { trainer -> PriceVisit.Staff? in
      let staff = PriceVisit.Staff(
        trainer: trainer,
        canLead: Qualification.canLead(trainer: trainer, chain: index, in: facts),
        canAssist: Qualification.canAssist(trainer: trainer, chain: index, in: facts))
      return staff.canLead || staff.canAssist ? staff : nil
    }
    let needsVenue = VenueFit.needsVenue(chain: index, in: facts)
    let rooms = programme.venues.indices.filter {
      needsVenue && VenueFit.suits(venue: $0, chain: index, in: facts)
    }
    return starts.compactMap { start in
      guard CohortTime.fits(chain: index, at: start, in: facts) else { return nil }
      let end = start.adding(minutes: minutes)
      let visit = PriceVisit(
        start: start, end: end,
        staff: team.filter {
          TrainerTime.isAvailable(trainer: $0.trainer, from: start, to: end, in: facts)
        },
        venues: rooms.filter { VenueFit.isOpen(venue: $0, from: start, to: end, in: facts) },
        unpreferred: Unpreferred.amount(ofChain: index, at: start, in: facts))
      guard visit.staff.count >= chain.trainerCount, visit.staff.contains(where: \.canLead),
        !needsVenue || !visit.venues.isEmpty
      else { return nil }
      return visit
    }
  }

  /// H4: a chain meets no earlier than the earliest end of every chain that comes before it.
  private static func dropTooEarly(
    _ visits: inout [[PriceVisit]], facts: Facts, freeze: FreezeState
  ) {
    var isDone = Array(repeating: false, count: visits.count)
    func visit(_ chain: Int) {
      guard !isDone[chain] else { return }
      isDone[chain] = true
      for earlier in facts.prerequisites[chain] {
        visit(earlier)
        let sessions = facts.programme.chains[earlier].sessions
        guard !sessions.contains(where: freeze.isFrozen) else { continue }
        guard let over = earliestEnd(ofChain: earlier, visits[earlier], in: facts) else {
          visits[chain] = []
          return
        }
        visits[chain].removeAll { $0.start < over }
      }
    }
    for chain in visits.indices { visit(chain) }
  }

  /// When the last session of a chain is over at best; nil where they never all find a start.
  private static func earliestEnd(
    ofChain index: Int, _ visits: [PriceVisit], in facts: Facts
  ) -> Instant? {
    let chain = facts.programme.chains[index]
    let keepsGap = hasSteadyDates(chain, visits, in: facts)
    var last: PriceVisit?
    for _ in chain.sessions {
      let next = visits.first { visit in
        guard let last else { return true }
        guard visit.start >= last.end else { return false }
        return !keepsGap
          || ChainOrder.zoneOfShortGap(
            from: last.start, to: visit.start, chain: chain, in: facts) == nil
      }
      guard let next else { return nil }
      last = next
    }
    return last?.end
  }

  /// Whether a later visit never has an earlier date: a clock set back over midnight breaks it.
  static func hasSteadyDates(_ chain: Chain, _ visits: [PriceVisit], in facts: Facts) -> Bool {
    chain.cohorts.allSatisfy { cohort in
      let zone = facts.cohorts[cohort].zone
      return zip(visits, visits.dropFirst()).allSatisfy {
        zone.date(at: $0.start) <= zone.date(at: $1.start)
      }
    }
  }
}
