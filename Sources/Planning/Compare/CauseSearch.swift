import Training

/// Finds out why sessions are not where an earlier plan had them: each is put back into the later plan.
struct CauseSearch {
  private let before: PlanView
  private let after: PlanView
  private let changed: Set<Int>
  private let trial: Trial
  /// What the earlier plan breaks today, by session.
  private var broken: [Int: [Finding]] = [:]

  /// - Parameter violations: those of `before` under the facts of today.
  init(
    from before: PlanView, to after: PlanView, changed: [Int], _ violations: [Finding],
    _ compiled: CompiledProgramme
  ) {
    self.before = before
    self.after = after
    self.changed = Set(changed)
    trial = Trial(after.plan, in: compiled)
    for finding in violations {
      for session in Set(finding.sessions) { broken[session, default: []].append(finding) }
    }
  }

  func cause(of session: Int) -> ChangeCause {
    guard let old = before[session] else { return .placed }
    if let findings = broken[session] {
      return .forced(kinds(of: findings, session, at: old), findings.map(\.sentence))
    }
    let taken = takers(of: session, at: old)
    if !taken.sessions.isEmpty { return .taken(by: taken.sessions, of: taken.parties) }
    if let price = price(of: session, at: old) {
      return price > 0 ? .cheaper(price) : .unknown(saving: -price)
    }
    let vicinity = Vicinity(after, of: session)
    let findings = vicinity.breaks(at: old)
    guard !findings.isEmpty else {
      let price = vicinity.effect(of: old, explains: false).cost
      return price > 0 ? .cheaper(price) : .unknown(saving: -price)
    }
    let others = Set(findings.flatMap(\.sessions)).intersection(changed).subtracting([session])
    return .hindered(by: others.sorted(), findings.map(\.sentence))
  }

  private func kinds(
    of findings: [Finding], _ session: Int, at place: Placement
  ) -> [ChangeCause.Kind] {
    var kinds: Set<ChangeCause.Kind> = []
    let end = before.programme.end(of: session, startingAt: place.start)
    for (_, availability) in parties(of: session, at: place) {
      for obstacle in availability.obstacles(from: place.start, to: end) {
        switch obstacle {
        case .absence: kinds.insert(.absence)
        case .closure: kinds.insert(.closure)
        case .hours: kinds.insert(.hours)
        }
      }
    }
    let rules = Set(findings.map(\.rule))
    if rules.contains("H11") { kinds.insert(.pin) }
    if rules.contains("H12") { kinds.insert(.freeze) }
    if kinds.isEmpty { kinds.insert(.rule) }
    return ChangeCause.Kind.allCases.filter(kinds.contains)
  }

  /// Everybody of the dataset who would be there, and the room.
  private func parties(of session: Int, at place: Placement) -> [(Concern, Availability)] {
    let facts = after.facts
    var parties: [(Concern, Availability)] = after.programme.chain(of: session).cohorts.map {
      (.cohort($0), facts.cohorts[$0])
    }
    parties += place.knownTrainers.map { (.trainer($0), facts.trainers[$0]) }
    if let venue = place.venue?.index { parties.append((.venue(venue), facts.venues[venue])) }
    return parties
  }

  /// Other sessions of the later plan at that time that have somebody or the room of it.
  private func takers(
    of session: Int, at place: Placement
  ) -> (sessions: [Int], parties: [Concern]) {
    let end = after.programme.end(of: session, startingAt: place.start)
    var sessions: Set<Int> = []
    var taken: [Concern] = []
    for (party, _) in parties(of: session, at: place) {
      let appointments =
        switch party {
        case .cohort(let index): after.cohorts[index]
        case .trainer(let index): after.trainers[index]
        case .venue(let index): after.venues[index]
        default: [Appointment]()
        }
      let there = appointments.filter {
        $0.session != session && $0.start < end && place.start < $0.end
      }
      guard !there.isEmpty else { continue }
      sessions.formUnion(there.map(\.session))
      taken.append(party)
    }
    return (sessions.sorted(), taken)
  }

  /// What the later plan costs more with the session back; nil where a rule stands in the way, or where
  /// a search could not hold the plan.
  private func price(of session: Int, at place: Placement) -> Int? {
    guard trial.leftOut.isEmpty else { return nil }
    let (mark, cost) = (trial.mark, trial.cost)
    guard trial.change([session: place]) else { return nil }
    defer { trial.undo(to: mark) }
    return trial.cost - cost
  }
}
