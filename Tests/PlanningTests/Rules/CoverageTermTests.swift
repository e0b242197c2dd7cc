import Planning
import TestSupport
import Testing
import Training

@Suite struct UnplacedTests {
  @Test func eachCohortCountsItsLearnerHoursRoundedUp() {
    let programme = programme(
      modules: [module("m", sessions: 2, minutes: 50)],
      cohorts: [cohort("c1", size: 5, priority: 3), cohort("c2", size: 7)],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    // 5 learners for 50 minutes are 4.17 hours, 7 are 5.83.
    #expect(amount(Unplaced(), Plan(empty: programme)) == 2 * (3 * 5 + 6))
    let placed = plan(programme, ["j/m/1": placed(on(0, "09:00"))])
    #expect(findings(Unplaced(), placed) == [["j/m/2"]])
    #expect(amount(Unplaced(), placed) == 21)
  }

  @Test func aWholePlanOwesNothing() {
    let programme = programme(modules: [module("m", sessions: 1)])
    #expect(amount(Unplaced(), plan(programme, ["c1/m/1": placed(on(0, "09:00"))])) == 0)
  }
}

@Suite struct InequityTests {
  @Test func theShareIsRoundedDownBeforeItIsSquared() {
    #expect(Inequity.amount(priority: 1, asked: 0, unplaced: 0) == 0)
    #expect(Inequity.amount(priority: 1, asked: 600, unplaced: 600) == 10)
    #expect(Inequity.amount(priority: 3, asked: 600, unplaced: 300) == 3 * 2)
    // 999 of 3,000,000 is a share of 0 thousandths.
    #expect(Inequity.amount(priority: 100, asked: 3_000_000, unplaced: 2_999) == 0)
  }

  @Test func theArithmeticOutgrowsSixtyFourBits() {
    let asked = 28_800_000_000_000
    #expect(Inequity.amount(priority: 100, asked: asked, unplaced: asked) == asked / 60 * 100)
  }

  @Test func statesCountByPriorityAndGroupsByOne() {
    let programme = programme(
      states: [state("AA", priority: 2), state("BB", priority: 5)],
      cities: [city("a"), city("b", state: 1)], modules: [module("m", sessions: 1)],
      cohorts: [
        cohort("c1", size: 10, groups: ["women", "rural"]),
        cohort("c2", city: 1, size: 20, groups: ["rural"]),
      ])
    // AA and women ask for 10 learner-hours, BB for 20, rural for 30.
    let empty = Plan(empty: programme)
    #expect(amount(Inequity(), empty) == 2 * 10 + 5 * 20 + 30 + 10)
    #expect(
      findings(Inequity(), empty) == [
        ["c1/m/1"], ["c2/m/1"], ["c1/m/1", "c2/m/1"], ["c1/m/1"],
      ])
    // Of rural a third is left: r = 333, and 1800 × 333² / 60,000,000 = 3.3.
    let half = plan(programme, ["c2/m/1": placed(on(0, "09:00"))])
    #expect(amount(Inequity(), half) == 2 * 10 + 3 + 10)
  }
}

@Suite struct UnpinnedTests {
  @Test func aPinnedSessionLeftOutCostsOne() {
    let programme = programme(pins: ["c1/m/1": pin(lead: 0), "c1/m/2": pin(lead: 0)])
    #expect(findings(Unpinned(), Plan(empty: programme)) == [["c1/m/1"], ["c1/m/2"]])
    let plan = plan(programme, ["c1/m/1": placed(on(0, "09:00"))])
    #expect(findings(Unpinned(), plan) == [["c1/m/2"]])
  }
}
