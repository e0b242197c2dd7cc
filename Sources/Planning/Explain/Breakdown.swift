import Training

/// What a plan costs, point by point, and who bears it.
package struct Breakdown: Sendable {
  /// A finding with what it costs; of those who bear a part of one, the part.
  package struct Point: Sendable {
    package var finding: Finding
    package var cost: Int
  }

  /// What one of them bears, dearest point first.
  package struct Part: Sendable {
    package var concern: Concern
    package var cost: Int
    package var points: [Point]
  }

  /// The points of each term, dearest first, in the contract's order.
  package let terms: [(term: TermCost, points: [Point])]
  /// The whole cost, each unit once: a cohort's goes to its state, a trainer's to the home state, and
  /// what is uneven between groups to the group. The dearest first.
  package let states: [Part]
  /// What cohorts bear: all but what trainers do and what is uneven. A joint session's is shared.
  package let cohorts: [Part]
  /// Days away and overtime, and of a change of trainer the part of each who leads the course.
  package let trainers: [Part]

  package init(_ plan: PlanView) {
    let weights = plan.programme.settings.weights
    terms = Contract.costTerms.map { term in
      let weight = weights[term.id]
      let findings = term.findings(in: plan)
      return (
        TermCost(
          name: term.id, amount: findings.reduce(0) { $0 + $1.amount }, weight: weight),
        Self.sorted(findings.map { Point(finding: $0, cost: $0.amount * weight) })
      )
    }
    let bearing = Bearing(plan)
    let points = terms.flatMap(\.points).filter { $0.cost > 0 }
    states = Self.parts(points) { bearing.states(of: $0) }
    cohorts = Self.parts(points) { bearing.cohorts(of: $0) }
    trainers = Self.parts(points) { bearing.trainers(of: $0) }
  }

  private static func parts(
    _ points: [Point], of bearers: (Point) -> [(Concern, Int)]
  ) -> [Part] {
    var parts: [Concern: Part] = [:]
    var order: [Concern] = []
    for point in points {
      for (concern, cost) in bearers(point) where cost > 0 {
        if parts[concern] == nil {
          parts[concern] = Part(concern: concern, cost: 0, points: [])
          order.append(concern)
        }
        parts[concern]?.cost += cost
        parts[concern]?.points.append(Point(finding: point.finding, cost: cost))
      }
    }
    return order.compactMap { parts[$0] }.map {
      Part(concern: $0.concern, cost: $0.cost, points: sorted($0.points))
    }.enumerated().sorted {
      ($1.element.cost, $0.offset) < ($0.element.cost, $1.offset)
    }.map(\.element)
  }

  /// Dearest first, and in the order of the plan where they cost the same.
  private static func sorted(_ points: [Point]) -> [Point] {
    points.enumerated().sorted {
      ($1.element.cost, $0.offset) < ($0.element.cost, $1.offset)
    }.map(\.element)
  }
}

/// Who bears a point: each unit of its cost goes to one of them.
private struct Bearing {
  private let plan: PlanView
  private var programme: Programme { plan.programme }

  init(_ plan: PlanView) { self.plan = plan }

  func states(of point: Breakdown.Point) -> [(Concern, Int)] {
    switch point.finding.concern {
    case .trainer(let trainer):
      [(.state(programme.cities[programme.trainers[trainer].city].state), point.cost)]
    case .state, .group: point.finding.concern.map { [($0, point.cost)] } ?? []
    default:
      cohorts(of: point).map { concern, cost in
        guard case .cohort(let cohort) = concern else { return (concern, cost) }
        return (.state(programme.cities[programme.cohorts[cohort].city].state), cost)
      }
    }
  }

  func cohorts(of point: Breakdown.Point) -> [(Concern, Int)] {
    switch point.finding.concern {
    case .cohort(let cohort): [(.cohort(cohort), point.cost)]
    case .chain(let chain): shared(point.cost, among: programme.chains[chain].cohorts)
    case .session(let session):
      shared(point, ofSession: session)
    default: []
    }
  }

  func trainers(of point: Breakdown.Point) -> [(Concern, Int)] {
    switch point.finding.concern {
    case .trainer(let trainer): [(.trainer(trainer), point.cost)]
    case .chain(let chain) where point.finding.rule == "trainer_changes":
      split(point.cost, among: leads(of: chain)).map { (.trainer($0), $1) }
    case .session(let session) where point.finding.rule == "reassigned":
      (plan[session]?.lead.index).map { [(.trainer($0), point.cost)] } ?? []
    default: []
    }
  }

  /// Those who lead a session of the chain, in the dataset's order.
  private func leads(of chain: Int) -> [Int] {
    Set(programme.chains[chain].sessions.compactMap { plan[$0]?.lead.index }).sorted()
  }

  private func shared(_ cost: Int, among cohorts: [Int]) -> [(Concern, Int)] {
    split(cost, among: cohorts).map { (.cohort($0), $1) }
  }

  /// A session that is not placed costs each of its cohorts its own learner-hours.
  private func shared(_ point: Breakdown.Point, ofSession session: Int) -> [(Concern, Int)] {
    let chain = programme.chain(of: session)
    guard point.finding.rule == "unplaced" else { return shared(point.cost, among: chain.cohorts) }
    let minutes = programme.modules[chain.module].minutes
    return chain.cohorts.map { cohort in
      (
        .cohort(cohort),
        Unplaced.amount(ofCohort: cohort, minutes: minutes, in: programme)
          * programme.settings.weights.unplaced
      )
    }
  }

  /// In whole units, what is left over to the first.
  private func split(_ cost: Int, among bearers: [Int]) -> [(Int, Int)] {
    guard !bearers.isEmpty else { return [] }
    let (part, rest) = cost.quotientAndRemainder(dividingBy: bearers.count)
    return bearers.enumerated().map { ($0.element, part + ($0.offset < rest ? 1 : 0)) }
  }
}
