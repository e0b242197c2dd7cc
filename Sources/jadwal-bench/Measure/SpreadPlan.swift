import Planning
import Store
import Training

/// A plan of so many sessions that nobody is in twice, ten to a cohort, each with a trainer and a room.
struct SpreadPlan {
  let programme: Programme
  let plan: Plan
  /// The same with one session in a hundred on another day.
  let changed: Plan

  init(sessions count: Int) {
    let starts = LocalDate(days: 20_668)
    guard let zone = Zone("Asia/Bangkok", around: starts) else {
      preconditionFailure("the zone database knows Bangkok")
    }
    let cohorts = (0..<count / 10).map { index in
      Cohort(
        id: "C-\(index)", city: 0, audience: .youth, size: 20, languages: ["th"], modules: [0],
        available: .always)
    }
    let trainers = cohorts.indices.map { index in
      Trainer(
        id: "T-\(index)", city: 0, languages: ["th"], skills: ["1.1": 4], available: .always,
        wishedMinutesPerWeek: 2400, maxMinutesPerWeek: 2400, maxMinutesPerDay: 480)
    }
    let venues = cohorts.indices.map { Venue(id: "V-\($0)", city: 0, seats: 30, open: .always) }
    let programme = Programme(
      settings: Programme.Settings(
        id: "bench", title: "A programme to measure with", startsOn: starts, weeks: 4,
        gridMinutes: 30),
      states: [MemberState(code: "TH", name: "Thailand")],
      cities: [City(id: "BKK", state: 0, name: "Bangkok", zone: zone)],
      modules: [
        Module(
          id: "M", title: "Module", competence: "1.1", level: 1, sessions: 10, minutes: 90,
          mode: .inPerson)
      ], cohorts: cohorts, trainers: trainers, venues: venues)
    func place(_ session: Int, onDay day: Int) -> Placement {
      Placement(
        start: Instant(seconds: (starts.days + day) * 86_400 + 2 * 3600),
        lead: .known(session / 10),
        venue: .known(session / 10))
    }
    let placements = programme.sessions.indices.map { place($0, onDay: $0 % 10) }
    self.programme = programme
    plan = Plan(programme: programme, placements: placements)
    var changed = placements
    for session in stride(from: 9, to: changed.count, by: 100) {
      changed[session] = place(session, onDay: 20)
    }
    self.changed = Plan(programme: programme, placements: changed)
  }

  func content(_ plan: Plan) -> PlanContent {
    let terms = Weights.names.map { TermCost(name: $0.name, amount: 0, weight: 1) }
    let summary = PlanSummary(
      programmeID: "bench", datasetDigest: "", terms: terms, placed: plan.placements.count,
      unplaced: 0, released: [], states: [], groups: [], lowerBound: 0, seed: 1, threads: 1,
      iterations: 0, seconds: 0, version: "bench", reasons: [:])
    return PlanContent(
      plan: plan, summary: summary, hardViolations: 0, planJSON: Array("{}\n".utf8),
      boundJSON: Array("{}\n".utf8))
  }
}
