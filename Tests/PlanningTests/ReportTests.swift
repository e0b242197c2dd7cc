import Planning
import TestSupport
import Testing
import Training

/// What a report says, beside sums over the sessions one by one.
@Suite struct ReportTests {
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func addsUpWhatEachSessionGives(seed: UInt64) throws {
    let programme = OddProgramme.make(seed: seed)
    let compiled = CompiledProgramme(programme)
    let plan = compiled.search(
      PlanRequest(seed: seed), within: Budget(SearchLimits(iterations: 2_000), threads: 1)
    ).plan
    let report = ProgrammeReport(PlanView(plan))
    var asked = 0
    var placed = 0
    var byState = Array(repeating: 0, count: programme.states.count)
    for (session, placement) in plan.placements.enumerated() {
      let chain = programme.chain(of: session)
      let minutes = programme.module(of: session).minutes
      for cohort in chain.cohorts {
        let gain = programme.cohorts[cohort].size * minutes
        asked += gain
        guard placement != nil else { continue }
        placed += gain
        byState[programme.cities[programme.cohorts[cohort].city].state] += gain
      }
    }
    #expect(report.total.learnerMinutesAsked == asked, "seed \(seed)")
    #expect(report.total.learnerMinutesPlaced == placed)
    #expect(report.total.sessionsAsked == programme.sessions.count)
    #expect(report.total.sessionsPlaced == plan.placements.count { $0 != nil })
    #expect(report.states.map(\.learnerMinutesPlaced) == byState)
    for (index, state) in programme.states.enumerated() {
      let hours = state.youth.map { Double(byState[index]) / 60 / (Double($0) / 10_000) }
      let told = report.hoursPerYouth[index].map { Double($0) / 100 }
      #expect((hours == nil) == (told == nil))
      if let hours, let told { #expect(abs(hours - told) <= 0.005 + 1e-9) }
    }
    for lines in [report.states, report.axes, report.audiences] {
      #expect(lines.reduce(0) { $0 + $1.learnerMinutesPlaced } == placed)
      #expect(lines.reduce(0) { $0 + $1.learnerMinutesAsked } == asked)
      for line in lines {
        #expect(line.learnersReached <= line.learnersAsked)
        #expect(line.sessionsPlaced <= line.sessionsAsked)
      }
    }
    let given = plan.placements.enumerated().reduce(0) { sum, item in
      let trainers = item.element?.knownTrainers.filter {
        programme.trainers[$0].partner != nil
      }
      return sum + (trainers?.count ?? 0) * programme.module(of: item.offset).minutes
    }
    #expect(report.partners.reduce(0) { $0 + $1.trainerMinutes } == given)
  }

  @Test(
    arguments: [
      ([1, 1, 1, 1], 1), ([1, 0, 0, 0], 0.25), ([0.5, 1], 0.9), ([0, 0], 1), ([], 1),
    ] as [([Double], Double)])
  func jainIndexIsOneWhereAllHaveTheSame(shares: [Double], index: Double) {
    #expect(abs(ProgrammeReport.jainIndex(shares) - index) < 1e-12)
  }
}
