import Training

/// What a plan gives, by member state, axis, partner and audience, beside what was asked for.
///
/// A joint session counts once in the total, and once in each state and audience that sits in it.
package struct ProgrammeReport: Sendable {
  /// One row: a state, an axis, a partner, an audience, or all of it.
  package struct Line: Sendable, Equatable {
    package var name: String
    package var sessionsAsked = 0
    package var sessionsPlaced = 0
    /// Minutes taught, whoever listens.
    package var minutesAsked = 0
    package var minutesPlaced = 0
    /// People in the cohorts that ask, and in those that have a session at least.
    package var learnersAsked = 0
    package var learnersReached = 0
    /// Minutes times learners.
    package var learnerMinutesAsked = 0
    package var learnerMinutesPlaced = 0

    /// Thousandths of the learner-minutes asked for, rounded down; nil where none are asked.
    package var share: Int? {
      learnerMinutesAsked == 0
        ? nil
        : EquityShare(name: name, asked: learnerMinutesAsked, placed: learnerMinutesPlaced).share
    }
  }

  /// A partner: what its trainers give.
  package struct PartnerLine: Sendable, Equatable {
    package var name: String
    /// Sessions with a trainer of the partner.
    package var sessions = 0
    package var trainerMinutes = 0
    /// Nil where it sets no limit.
    package var capMinutes: Int?
    package var learners = 0
  }

  package private(set) var total: Line
  /// In the file's order.
  package private(set) var states: [Line]
  /// By name; modules without one under an empty name.
  package private(set) var axes: [Line]
  package private(set) var audiences: [Line]
  package private(set) var partners: [PartnerLine]
  /// What all partners give together: a session or a cohort with trainers of two counts once.
  package private(set) var partnerTotal = PartnerLine(name: "all")
  /// Learner-hours taught for each 10,000 young people of the state, in hundredths and rounded, beside
  /// `states`; nil where the dataset does not know how many there are.
  package let hoursPerYouth: [Int?]
  /// Of every state, and of every group, that asks for something.
  package let shares: (states: [EquityShare], groups: [EquityShare])

  package init(_ plan: PlanView) {
    let programme = plan.programme
    total = Line(name: "all")
    states = programme.states.map { Line(name: $0.code) }
    audiences = Audience.allCases.map { Line(name: $0.rawValue) }
    let names = Set(programme.modules.map { $0.axis ?? "" }).sorted()
    axes = names.map { Line(name: $0) }
    partners = programme.partners.map { PartnerLine(name: $0.id, capMinutes: $0.capMinutes) }
    for chain in programme.chains {
      let module = programme.modules[chain.module]
      let placed = chain.sessions.count { plan[$0] != nil }
      func add(_ cohorts: [Int], to line: inout Line) {
        let size = cohorts.reduce(0) { $0 + programme.cohorts[$1].size }
        line.sessionsAsked += chain.sessions.count
        line.sessionsPlaced += placed
        line.minutesAsked += module.minutes * chain.sessions.count
        line.minutesPlaced += module.minutes * placed
        line.learnerMinutesAsked += size * module.minutes * chain.sessions.count
        line.learnerMinutesPlaced += size * module.minutes * placed
      }
      add(chain.cohorts, to: &total)
      if let axis = names.firstIndex(of: module.axis ?? "") { add(chain.cohorts, to: &axes[axis]) }
      for state in states.indices {
        let own = chain.cohorts.filter {
          programme.cities[programme.cohorts[$0].city].state == state
        }
        if !own.isEmpty { add(own, to: &states[state]) }
      }
      for (index, audience) in Audience.allCases.enumerated() {
        let own = chain.cohorts.filter { programme.cohorts[$0].audience == audience }
        if !own.isEmpty { add(own, to: &audiences[index]) }
      }
    }
    let equity = Equity(plan)
    shares = equity.shares
    hoursPerYouth = zip(programme.states, states).map { state, line in
      state.youth.flatMap {
        $0 == 0 ? nil : (line.learnerMinutesPlaced * 1_000_000 + 30 * $0) / (60 * $0)
      }
    }
    countLearners(plan)
    countPartners(plan)
  }

  /// Each cohort once in a line, however many courses it takes.
  private mutating func countLearners(_ plan: PlanView) {
    let programme = plan.programme
    let names = axes.map(\.name)
    var asks = Array(repeating: Set<Int>(), count: programme.cohorts.count)
    var has = asks
    for chain in programme.chains {
      guard let axis = names.firstIndex(of: programme.modules[chain.module].axis ?? "") else {
        continue
      }
      let isReached = chain.sessions.contains { plan[$0] != nil }
      for cohort in chain.cohorts {
        asks[cohort].insert(axis)
        if isReached { has[cohort].insert(axis) }
      }
    }
    for (index, cohort) in programme.cohorts.enumerated() {
      func add(to line: inout Line, _ asked: Bool, _ reached: Bool) {
        if asked { line.learnersAsked += cohort.size }
        if reached { line.learnersReached += cohort.size }
      }
      let (asked, reached) = (!asks[index].isEmpty, !has[index].isEmpty)
      add(to: &total, asked, reached)
      add(to: &states[programme.cities[cohort.city].state], asked, reached)
      if let audience = Audience.allCases.firstIndex(of: cohort.audience) {
        add(to: &audiences[audience], asked, reached)
      }
      for axis in axes.indices {
        add(to: &axes[axis], asks[index].contains(axis), has[index].contains(axis))
      }
    }
  }

  private mutating func countPartners(_ plan: PlanView) {
    let programme = plan.programme
    var taught = Array(repeating: Set<Int>(), count: partners.count)
    var taughtByAny: Set<Int> = []
    for session in plan.placed {
      guard let placement = plan[session] else { continue }
      let giving = placement.knownTrainers.compactMap { programme.trainers[$0].partner }
      for partner in giving { partners[partner].trainerMinutes += plan.minutes(of: session) }
      if !giving.isEmpty {
        partnerTotal.sessions += 1
        partnerTotal.trainerMinutes += giving.count * plan.minutes(of: session)
        taughtByAny.formUnion(programme.chain(of: session).cohorts)
      }
      for partner in Set(giving) {
        partners[partner].sessions += 1
        taught[partner].formUnion(programme.chain(of: session).cohorts)
      }
    }
    partnerTotal.learners = taughtByAny.reduce(0) { $0 + programme.cohorts[$1].size }
    let caps = partners.compactMap(\.capMinutes)
    if caps.count == partners.count { partnerTotal.capMinutes = caps.reduce(0, +) }
    for partner in partners.indices {
      partners[partner].learners = taught[partner].reduce(0) { $0 + programme.cohorts[$1].size }
    }
  }

  /// Of shares in thousandths: the least of the most, in thousandths, rounded down; nil where the most
  /// is 0 or there is none.
  package static func leastOfMost(_ shares: [Int]) -> Int? {
    guard let least = shares.min(), let most = shares.max(), most > 0 else { return nil }
    return least * 1000 / most
  }

  /// Jain's index of fairness, (Σx)² ÷ (n Σx²), of what share each has (Jain, Chiu and Hawe, 1984): 1
  /// where all have the same, 1/n where one has all; 1 where there is nothing to share.
  package static func jainIndex(_ shares: [Double]) -> Double {
    let sum = shares.reduce(0, +)
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    return squares == 0 ? 1 : sum * sum / (Double(shares.count) * squares)
  }
}
