import Planning
import TestSupport
import Testing
import Training

@Suite struct CohortDayTests {
  @Test func sessionsMayTouch() {
    let plan = plan(
      programme(), ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(0, "10:00"))])
    #expect(findings(CohortDay(), plan) == [])
  }

  @Test func sessionsMayNotOverlap() {
    let plan = plan(
      programme(), ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(0, "09:30"))])
    #expect(
      sentences(CohortDay(), plan) == [
        "c1 would sit in c1/m/1 and c1/m/2 together at Mon 2026-08-03 09:30 (Asia/Bangkok)"
      ])
  }

  @Test func everyPairThatOverlapsCounts() {
    let plan = plan(
      programme(),
      [
        "c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(0, "09:00")),
        "c1/m/3": placed(on(0, "09:30")),
      ])
    #expect(amount(CohortDay(), plan) == 3)
  }

  @Test func aDateHoldsAtMostMaxPerDay() {
    let programme = programme(cohorts: [cohort("c1", maxPerDay: 2)])
    var plan = plan(
      programme, ["c1/m/1": placed(on(0, "00:00")), "c1/m/2": placed(on(0, "23:30"))])
    #expect(findings(CohortDay(), plan) == [])
    plan.placements[2] = placed(on(0, "12:00"))
    #expect(findings(CohortDay(), plan) == [["c1/m/1", "c1/m/3", "c1/m/2"]])
    plan.placements[2] = placed(on(1, "00:30"))
    #expect(findings(CohortDay(), plan) == [])
  }

  @Test func aJointSessionCountsForEachOfItsCohorts() {
    let programme = programme(
      modules: [module("m", sessions: 1), module("n", sessions: 1)],
      cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", modules: [0])],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    let plan = plan(
      programme, ["j/m/1": placed(on(0, "09:00")), "c1/n/1": placed(on(0, "09:30"))])
    #expect(findings(CohortDay(), plan) == [["j/m/1", "c1/n/1"]])
  }
}
