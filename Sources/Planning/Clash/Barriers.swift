import Training

/// What stands in the way of one session, moment by moment: of the session itself whoever gives it, of
/// each trainer, and of each venue in the city.
struct Barriers {
  /// Facts with the moments that each takes away.
  typealias Rows = [(fact: Fact, moments: Moments)]

  struct Staff {
    var trainer: Int
    var partner: Int?
    /// In whatever role; besides as lead, and as assistant.
    var both: Rows = []
    var lead: Rows = []
    var assistant: Rows = []
  }

  struct Room {
    var venue: Int
    var rows: Rows = []
  }

  let session: Int
  /// The grid of the horizon of all its cohorts, ascending.
  let starts: [Instant]
  private(set) var own: Rows = []
  var staff: [Staff] = []
  /// Nil where it needs no venue.
  var rooms: [Room]?
  let trainerCount: Int
  /// By partner whose hours are limited: how many of its trainers the rest of them pays for.
  var paid: [Int: Int] = [:]

  let plan: PlanView
  let minutes: Int
  var programme: Programme { plan.programme }
  var chain: Chain { programme.chain(of: session) }
  var chainIndex: Int { programme.sessions[session].chain }
  var module: Module { programme.modules[chain.module] }

  /// - Parameter plan: without the session.
  init(_ session: Int, in plan: PlanView) {
    let programme = plan.programme
    let chain = programme.chain(of: session)
    self.session = session
    self.plan = plan
    minutes = programme.modules[chain.module].minutes
    trainerCount = chain.trainerCount
    starts = programme.gridSeconds.map { Instant(seconds: $0) }
      .filter { start in
        chain.cohorts.allSatisfy {
          CohortTime.isInHorizon(start, ofCohort: $0, in: plan.facts)
        }
      }
    addOwn()
    addStaff()
    if VenueFit.needsVenue(chain: programme.sessions[session].chain, in: plan.facts) { addRooms() }
  }

  func end(_ start: Instant) -> Instant { start.adding(minutes: minutes) }

  private func moments(where holds: (Instant) -> Bool) -> Moments {
    var moments = Moments(count: starts.count)
    for (place, start) in starts.enumerated() where holds(start) { moments.insert(place) }
    return moments
  }

  var all: Moments { Moments(count: starts.count, all: true) }

  func add(_ fact: Fact, to rows: inout Rows, where holds: (Instant) -> Bool) {
    let moments = moments(where: holds)
    if !moments.isEmpty { rows.append((fact, moments)) }
  }
}

// The session itself.
extension Barriers {
  private mutating func addOwn() {
    var rows: Rows = []
    if let pin = programme.pins[session]?.start {
      add(.pinnedStart, to: &rows) { $0 != pin }
    }
    add(.freeze, to: &rows) { !plan.freeze.admits(session, at: $0) }
    addOrder(to: &rows)
    addWeeks(to: &rows)
    for cohort in chain.cohorts {
      addPresence(
        .cohort(cohort), plan.facts.cohorts[cohort], closing: programme.cohorts[cohort].city,
        absent: .cohort(cohort), to: &rows)
      addOverlaps(.cohort(cohort), plan.cohorts[cohort], to: &rows)
      let zone = plan.facts.cohorts[cohort].zone
      let counts = Dictionary(grouping: plan.cohorts[cohort], by: \.date).mapValues(\.count)
      add(.dayLimit(.cohort(cohort)), to: &rows) {
        counts[zone.date(at: $0), default: 0] + 1 > programme.cohorts[cohort].maxPerDay
      }
    }
    own = rows
  }

  /// Those that have to be over before (H3, H4), and those placed that have to wait for it.
  private func addOrder(to rows: inout Rows) {
    let chains = programme.chains
    var before = plan.facts.prerequisites[chainIndex].flatMap { chains[$0].sessions }
    if session > chain.sessions.lowerBound { before.append(session - 1) }
    for other in before {
      guard let placement = plan[other] else {
        rows.append((.order(other), all))
        continue
      }
      let isNeighbour = programme.sessions[other].chain == chainIndex
      add(.order(other), to: &rows) { start in
        start < programme.end(of: other, startingAt: placement.start)
          || isNeighbour && isTooSoon(placement.start, start)
      }
    }
    var after = plan.facts.followers[chainIndex].flatMap { chains[$0].sessions }
    if session + 1 < chain.sessions.upperBound { after.append(session + 1) }
    for other in after where !plan.freeze.isFrozen(other) {
      guard let placement = plan[other] else { continue }
      let isNeighbour = programme.sessions[other].chain == chainIndex
      add(.order(other), to: &rows) { start in
        placement.start < end(start) || isNeighbour && isTooSoon(start, placement.start)
      }
    }
  }

  /// Whether a session at `start` could follow or precede `other`, were that one moved between its own
  /// neighbours: a frozen one cannot be.
  func leavesRoom(for other: Int, at start: Instant) -> Bool {
    guard !plan.freeze.isFrozen(other) else { return false }
    guard programme.sessions[other].chain == chainIndex, other < session,
      other > chain.sessions.lowerBound, let before = plan[other - 1]
    else { return true }
    let earliest = programme.end(of: other - 1, startingAt: before.start).adding(minutes: minutes)
    return start >= earliest
      && ChainOrder.zoneOfShortGap(
        from: before.start, to: start, steps: 2, chain: chain, in: plan.facts) == nil
  }

  private func isTooSoon(_ earlier: Instant, _ later: Instant) -> Bool {
    ChainOrder.zoneOfShortGap(from: earlier, to: later, chain: chain, in: plan.facts) != nil
  }

  private func addWeeks(to rows: inout Rows) {
    guard let limit = module.maxPerWeek else { return }
    let placed = plan.placed(ofChain: chainIndex)
    add(.weekly, to: &rows) { start in
      chain.cohorts.contains { cohort in
        let zone = plan.facts.cohorts[cohort].zone
        func week(_ start: Instant) -> Int { programme.week(of: zone.date(at: start)) }
        return placed.count { plan[$0].map { week($0.start) } == week(start) } + 1 > limit
      }
    }
  }

  func addPresence(
    _ concern: Concern, _ availability: Availability, closing city: Int?, absent who: Absence.Who,
    to rows: inout Rows
  ) {
    let zone = availability.zone
    func fits(_ hours: Windows, _ start: Instant) -> Bool {
      hours.fits(start: zone.wallTime(at: start), end: zone.wallTime(at: end(start)))
    }
    add(.midnight, to: &rows) { !fits(.always, $0) }
    add(.hours(concern), to: &rows) { fits(.always, $0) && !fits(availability.hours, $0) }
    if let city {
      let places = [Closure.Place.city(city), .state(programme.cities[city].state)]
      for (index, closure) in programme.closures.enumerated() where places.contains(closure.place) {
        add(.closure(index), to: &rows) {
          closure.overlaps(start: zone.wallTime(at: $0), end: zone.wallTime(at: end($0)))
        }
      }
    }
    for (index, absence) in programme.absences.enumerated() where absence.who == who {
      add(.absence(index), to: &rows) { absence.overlaps(start: $0, end: end($0)) }
    }
  }

  func addOverlaps(
    _ concern: Concern, _ appointments: [Appointment], to rows: inout Rows
  ) {
    guard !appointments.isEmpty else { return }
    add(.busy(concern), to: &rows) { start in
      appointments.contains { $0.start < end(start) && start < $0.end }
    }
  }
}
