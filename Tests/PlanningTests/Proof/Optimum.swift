import Engine
import Planning
import TestSupport
import Training

/// The cheapest of all plans, by trying every one.
enum Optimum {
  /// Up to four sessions, each with few starts, trainers and venues.
  static func programme(_ random: inout Random) -> Programme {
    let isOnline = random.below(2) == 0
    let sessions = 1 + random.below(2)
    let slots = (0..<2).map { _ in random.below(3) }
    let open = Windows(
      days: (0..<7).map { day in
        slots.contains(day) ? [540..<(random.below(2) == 0 ? 600 : 660)] : []
      })
    let starts = settings(weeks: 1, grid: 60, rest: 660)
    let cohorts = (0..<4 / sessions).map { index in
      cohort(
        "c\(index)", size: 3 + random.below(9), available: open,
        preferred: random.below(2) == 0 ? hours("09:00", "10:00") : nil,
        groups: random.below(2) == 0 ? ["rural"] : [], maxPerDay: 1 + random.below(2),
        priority: 1 + random.below(2))
    }
    let trainers = (0..<1 + random.below(2)).map { index in
      trainer(
        "t\(index)", city: random.below(2), wishedHours: random.below(3),
        weekHours: 1 + random.below(4), dayHours: 1 + random.below(2), travelsTo: [0],
        partner: random.below(2) == 0 ? 0 : nil)
    }
    var previous: [String: Placement] = [:]
    if random.below(2) == 0 {
      previous["c0/m/1"] = placed(on(1, "09:00"), by: [0], in: isOnline ? nil : 0)
    }
    return TestSupport.programme(
      settings: starts, cities: [city("a"), city("b")],
      travel: [(0, 1, 60)],
      modules: [
        module(
          "m", sessions: sessions, mode: isOnline ? .online : .inPerson,
          maxPerWeek: random.below(3) == 0 ? 1 : nil, minGapDays: random.below(2))
      ],
      cohorts: cohorts, trainers: trainers, venues: isOnline ? [] : [venue("v1")],
      partners: [partner("d", capHours: 1 + random.below(4))], previous: previous)
  }

  /// Nil where there are too many plans to try. No session may be frozen.
  static func cost(of programme: Programme) -> Int? {
    let facts = Facts(programme)
    let options = programme.chains.indices.map { placements(ofChain: $0, in: facts) }
    let number = programme.sessions.reduce(1) { product, session in
      min(1_000_000, product * (1 + options[session.chain].count))
    }
    guard number <= 50_000 else { return nil }
    var plan = Plan(empty: programme)
    var best = Verification(PlanView(plan)).cost
    func place(_ session: Int) {
      guard session < programme.sessions.count else {
        let view = PlanView(plan)
        guard Contract.costTerms.reduce(0, { $0 + amount($1, view, programme) }) < best,
          Contract.hardRules.allSatisfy({ $0.amount(in: view) == 0 })
        else { return }
        best = Verification(view).cost
        return
      }
      plan.placements[session] = nil
      place(session + 1)
      for option in options[programme.sessions[session].chain] {
        plan.placements[session] = option
        place(session + 1)
      }
      plan.placements[session] = nil
    }
    place(0)
    return best
  }

  private static func amount(_ term: some Rule, _ view: PlanView, _ programme: Programme) -> Int {
    let weight = Weights.names.first { $0.name == term.id }
    return weight.map { programme.settings.weights[keyPath: $0.path] * term.amount(in: view) } ?? 0
  }

  /// On the hour, by one trainer, whatever the rules say of it but H1.
  private static func placements(ofChain chain: Int, in facts: Facts) -> [Placement] {
    let programme = facts.programme
    let module = programme.modules[programme.chains[chain].module]
    let venues: [Int?] =
      module.mode == .online ? [nil] : programme.venues.indices.map { Optional($0) }
    let first = programme.settings.startsOn.days * 24 - 24
    return (first..<first + 9 * 24).flatMap { hour -> [Placement] in
      let start = Instant(seconds: hour * 3600)
      guard CohortTime.fits(chain: chain, at: start, in: facts) else { return [] }
      return programme.trainers.indices.flatMap { trainer in
        venues.map { placed(start, by: [trainer], in: $0) }
      }
    }
  }
}
