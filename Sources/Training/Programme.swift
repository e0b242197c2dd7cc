/// A dataset without faults: everything that a plan is made from (dataset.md §1).
///
/// Parties refer to each other by index, in the order of the files' rows. Chains and sessions stand
/// in the order of `assignments.csv` (§5).
package struct Programme: Sendable {
  package struct Settings: Sendable {
    package var id: String
    package var title: String
    package var domain: String
    /// A Monday.
    package var startsOn: LocalDate
    package var weeks: Int
    /// Every start is a multiple of it from 00:00 UTC.
    package var gridMinutes: Int
    package var restMinutes: Int
    package var freezeUntil: Instant?
    package var heldUntil: Instant?
    package var weights: Weights

    package init(
      id: String, title: String, domain: String? = nil, startsOn: LocalDate, weeks: Int,
      gridMinutes: Int, restMinutes: Int = 660, freezeUntil: Instant? = nil,
      heldUntil: Instant? = nil, weights: Weights = Weights()
    ) {
      self.id = id
      self.title = title
      self.domain = domain ?? id
      self.startsOn = startsOn
      self.weeks = weeks
      self.gridMinutes = gridMinutes
      self.restMinutes = restMinutes
      self.freezeUntil = freezeUntil
      self.heldUntil = heldUntil
      self.weights = weights
    }
  }

  package let settings: Settings
  package let states: [MemberState]
  package let cities: [City]
  package let travel: Travel
  package let closures: [Closure]
  package let modules: [Module]
  package let cohorts: [Cohort]
  package let trainers: [Trainer]
  package let venues: [Venue]
  package let partners: [Partner]
  package let joints: [Joint]
  package let absences: [Absence]
  package let chains: [Chain]
  package let sessions: [Session]
  /// By session; at most one each.
  package let pins: [Int: Pin]
  /// The plan in force, by session: those that `previous.csv` places.
  package let previous: [Int: Placement]
  /// Index by session id.
  package let sessionIndex: [String: Int]

  /// Derives chains and sessions; pins and the previous plan name sessions by id.
  ///
  /// - Parameters:
  ///   - pins: its closure is given the index of every session by id.
  ///   - previous: likewise.
  package init(
    settings: Settings, states: [MemberState], cities: [City], travel: Travel = Travel(),
    closures: [Closure] = [], modules: [Module], cohorts: [Cohort], trainers: [Trainer],
    venues: [Venue], partners: [Partner] = [], joints: [Joint] = [], absences: [Absence] = [],
    pins: (_ sessionIndex: [String: Int]) -> [Pin] = { _ in [] },
    previous: (_ sessionIndex: [String: Int]) -> [Int: Placement] = { _ in [:] }
  ) {
    self.settings = settings
    self.states = states
    self.cities = cities
    self.travel = travel
    self.closures = closures
    self.modules = modules
    self.cohorts = cohorts
    self.trainers = trainers
    self.venues = venues
    self.partners = partners
    self.joints = joints
    self.absences = absences
    (chains, sessions) = Self.derive(modules: modules, cohorts: cohorts, joints: joints)
    var index: [String: Int] = [:]
    index.reserveCapacity(sessions.count)
    for (position, session) in sessions.enumerated() { index[session.id] = position }
    sessionIndex = index
    self.pins = Dictionary(
      pins(index).map { ($0.session, $0) }, uniquingKeysWith: { first, _ in first })
    self.previous = previous(index)
  }

  private struct CohortModule: Hashable {
    var cohort: Int
    var module: Int
  }

  private static func derive(modules: [Module], cohorts: [Cohort], joints: [Joint]) -> (
    [Chain], [Session]
  ) {
    var jointOf: [CohortModule: Int] = [:]
    for (index, joint) in joints.enumerated() {
      for cohort in joint.cohorts {
        jointOf[CohortModule(cohort: cohort, module: joint.module)] = index
      }
    }
    var chains: [Chain] = []
    var sessions: [Session] = []
    var met = Array(repeating: false, count: joints.count)
    for (cohortIndex, cohort) in cohorts.enumerated() {
      for moduleIndex in cohort.modules {
        var owner = cohort.id
        var members = [cohortIndex]
        if let joint = jointOf[CohortModule(cohort: cohortIndex, module: moduleIndex)] {
          if met[joint] { continue }
          met[joint] = true
          owner = joints[joint].id
          members = joints[joint].cohorts
        }
        let module = modules[moduleIndex]
        let size = members.reduce(0) { $0 + cohorts[$1].size }
        let first = sessions.count
        let id = owner + "/" + module.id
        for number in 1...module.sessions {
          sessions.append(Session(id: id + "/\(number)", chain: chains.count, number: number))
        }
        chains.append(
          Chain(
            id: id, module: moduleIndex, cohorts: members, sessions: first..<sessions.count,
            size: size, trainerCount: module.trainers(for: size)))
      }
    }
    return (chains, sessions)
  }
}

extension Programme {
  /// The same programme, with people and rooms away at further times.
  package func adding(absences more: [Absence]) -> Programme {
    Programme(
      settings: settings, states: states, cities: cities, travel: travel, closures: closures,
      modules: modules, cohorts: cohorts, trainers: trainers, venues: venues, partners: partners,
      joints: joints, absences: absences + more, pins: { _ in Array(pins.values) },
      previous: { _ in previous })
  }

  /// The same programme at another moment: with other settings, other pins, further absences, and
  /// another plan in force.
  ///
  /// - Parameter standing: the plan in force, by session; nil leaves it as it is.
  package func adjusting(
    _ settings: Settings, withoutPins dropped: Set<Int> = [], pinning further: [Pin] = [],
    adding more: [Absence] = [], inForce standing: [Int: Placement]? = nil
  ) -> Programme {
    let replaced = dropped.union(further.map(\.session))
    return Programme(
      settings: settings, states: states, cities: cities, travel: travel, closures: closures,
      modules: modules, cohorts: cohorts, trainers: trainers, venues: venues, partners: partners,
      joints: joints, absences: absences + more,
      pins: { _ in pins.values.filter { !replaced.contains($0.session) } + further },
      previous: { _ in standing ?? previous })
  }

  package func chain(of session: Int) -> Chain { chains[sessions[session].chain] }

  package func module(of session: Int) -> Module { modules[chain(of: session).module] }

  package func end(of session: Int, startingAt start: Instant) -> Instant {
    start.adding(minutes: module(of: session).minutes)
  }

  package func zone(ofCohort cohort: Int) -> Zone { cities[cohorts[cohort].city].zone }

  package func zone(ofTrainer trainer: Int) -> Zone { cities[trainers[trainer].city].zone }

  /// The zone in which a chain's times are told: that of its first cohort.
  package func zone(of chain: Chain) -> Zone { zone(ofCohort: chain.cohorts[0]) }

  /// Weeks count from `starts_on`; dates before it fall in week −1, and so on.
  package func week(of date: LocalDate) -> Int {
    floorDivide(date.days - settings.startsOn.days, 7)
  }

  /// The dates from `starts_on`, `7 × weeks` of them.
  package var horizon: Range<LocalDate> {
    settings.startsOn..<settings.startsOn.adding(days: 7 * settings.weeks)
  }

  package func name(ofTrainer party: Party) -> String {
    switch party {
    case .known(let index): trainers[index].id
    case .unknown(let id): id
    }
  }

  package func name(ofVenue party: Party) -> String {
    switch party {
    case .known(let index): venues[index].id
    case .unknown(let id): id
    }
  }
}
