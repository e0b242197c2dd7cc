import Planning
import Training

/// A programme in which of all that stands in the way of one session some facts alone hold, judged by the
/// plain voice of the rules: whether the session has a place there, tried out on every one.
///
/// It shares nothing with the search for clashes: what does not hold is changed in the dataset itself, or,
/// where it is where another session stands, not counted among what the rules find.
struct FactWorld {
  let session: Int
  let plan: Plan
  let freeze: FreezeState
  let holds: Set<Fact>

  private let facts: Facts
  private var programme: Programme { facts.programme }
  private var chain: Chain { programme.chain(of: session) }

  /// - Parameter view: the plan, the session without a place in it.
  init(_ session: Int, in view: PlanView, holding holds: Set<Fact>) {
    self.session = session
    self.holds = holds
    freeze = view.freeze
    facts = Facts(Self.changed(view.programme, for: session, holding: holds))
    plan = Plan(programme: facts.programme, placements: view.plan.placements)
  }

  /// How many placements there are to try.
  var size: Int {
    starts.count * teams.count * max(1, rooms.count)
  }

  var isPlaceable: Bool {
    starts.contains { start in
      // Whoever gives it, the cohorts, the order and the frozen days say whether it can be then.
      let alone = Placement(start: start, lead: .unknown("somebody"))
      guard !breaks(alone, ["H1", "H2", "H3", "H4", "H12"]) else { return false }
      return teams.contains { team in
        rooms.contains { room in
          let placement = Placement(
            start: start, lead: .known(team[0]),
            assistants: team.dropFirst().map { .known($0) }, venue: room.map { .known($0) })
          return !breaks(placement, ["H5", "H6", "H7", "H8", "H9", "H10", "H11"])
        }
      }
    }
  }

  private var starts: [Instant] {
    let step = programme.settings.gridMinutes * 60
    let first = programme.horizon.lowerBound.days * 86_400 - 86_400
    let last = programme.horizon.upperBound.days * 86_400 + 86_400
    return stride(from: first - first % step, to: last, by: step).map { Instant(seconds: $0) }
      .filter { start in
        chain.cohorts.allSatisfy { CohortTime.isInHorizon(start, ofCohort: $0, in: facts) }
      }
  }

  private var rooms: [Int?] {
    guard VenueFit.needsVenue(chain: programme.sessions[session].chain, in: facts) else {
      return [nil]
    }
    return programme.venues.indices.map { $0 }
  }

  /// A lead and every set of assistants.
  private var teams: [[Int]] {
    programme.trainers.indices.flatMap { lead in
      sets(of: chain.trainerCount - 1, from: 0).filter { !$0.contains(lead) }.map { [lead] + $0 }
    }
  }

  private func sets(of count: Int, from first: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    guard first < programme.trainers.count else { return [] }
    return (first..<programme.trainers.count).flatMap { next in
      sets(of: count - 1, from: next + 1).map { [next] + $0 }
    }
  }

  private func breaks(_ placement: Placement, _ rules: Set<String>) -> Bool {
    var tried = plan
    tried.placements[session] = placement
    let view = PlanView(tried, facts: facts, freeze: freeze)
    return Contract.hardRules.filter { rules.contains($0.id) }.contains { rule in
      rule.findings(in: view).contains { counts($0) }
    }
  }

  /// Whether a finding is about the session, and from facts that hold.
  private func counts(_ finding: Finding) -> Bool {
    guard finding.sessions.contains(session) else { return false }
    let others = finding.sessions.filter { $0 != session }
    switch (finding.rule, finding.concern) {
    case ("H2", .cohort(let cohort)) where finding.sentence.contains("together"):
      return holds.contains(.busy(.cohort(cohort)))
    case ("H3", _) where finding.sentence.contains("may have"): return holds.contains(.weekly)
    case ("H3", _), ("H4", _): return others.contains { holds.contains(.order($0)) }
    case ("H6", .trainer(let trainer)) where !others.isEmpty:
      return holds.contains(.busy(.trainer(trainer)))
    case ("H7", .trainer(let trainer)): return holds.contains(.rest(trainer: trainer))
    case ("H9", .venue(let venue)): return holds.contains(.busy(.venue(venue)))
    case ("H12", _): return holds.contains(.freeze)
    default: return true
    }
  }
}

extension FactWorld {
  /// The dataset without what does not hold.
  private static func changed(
    _ old: Programme, for session: Int, holding holds: Set<Fact>
  ) -> Programme {
    let chain = old.chain(of: session)
    let module = old.modules[chain.module]
    let languages = chain.cohorts.flatMap { old.cohorts[$0].languages }
    var modules = old.modules
    if !holds.contains(.weekly) { modules[chain.module].maxPerWeek = nil }
    var cohorts = old.cohorts
    for index in cohorts.indices {
      if !holds.contains(.hours(.cohort(index))) { cohorts[index].available = .always }
      if !holds.contains(.dayLimit(.cohort(index))) { cohorts[index].maxPerDay = 1000 }
    }
    var trainers = old.trainers
    for index in trainers.indices {
      if !holds.contains(.hours(.trainer(index))) { trainers[index].available = .always }
      if !holds.contains(.dayLimit(.trainer(index))) { trainers[index].maxMinutesPerDay = 1 << 40 }
      if !holds.contains(.weekLimit(trainer: index)) { trainers[index].maxMinutesPerWeek = 1 << 40 }
      if !holds.contains(.skill) { trainers[index].skills[module.competence] = 4 }
      if !holds.contains(.language) { trainers[index].languages += languages }
      if !holds.contains(.mode) {
        trainers[index].worksInPerson = true
        trainers[index].worksRemotely = true
      }
      if !holds.contains(.travel) { trainers[index].travelsTo = Array(old.states.indices) }
    }
    var venues = old.venues
    for index in venues.indices {
      if !holds.contains(.hours(.venue(index))) { venues[index].open = .always }
      if !holds.contains(.seats) { venues[index].seats = chain.size }
      if !holds.contains(.equipment) {
        venues[index].equipment +=
          module.equipment + chain.cohorts.flatMap { old.cohorts[$0].needs }
      }
    }
    var partners = old.partners
    for index in partners.indices {
      if !holds.contains(.partnerCap(index)) { partners[index].capMinutes = nil }
      if !holds.contains(.partnerRules(index)) {
        partners[index].states = []
        partners[index].axes = []
      }
    }
    func kept<Row>(_ rows: [Row], _ fact: (Int) -> Fact) -> [Row] {
      rows.indices.filter { holds.contains(fact($0)) }.map { rows[$0] }
    }
    return Programme(
      settings: old.settings, states: old.states, cities: old.cities, travel: old.travel,
      closures: kept(old.closures) { .closure($0) }, modules: modules, cohorts: cohorts,
      trainers: trainers, venues: venues, partners: partners, joints: old.joints,
      absences: kept(old.absences) { .absence($0) },
      pins: { _ in
        (old.pins[session].map { [$0] } ?? []).map { pin in
          Pin(
            session: session, start: holds.contains(.pinnedStart) ? pin.start : nil,
            lead: holds.contains(.pinnedLead) ? pin.lead : nil,
            venue: holds.contains(.pinnedVenue) ? pin.venue : nil)
        }
      }, previous: { _ in old.previous })
  }
}
