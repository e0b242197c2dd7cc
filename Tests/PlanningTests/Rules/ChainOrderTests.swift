import Planning
import TestSupport
import Testing
import Training

@Suite struct ChainOrderTests {
  @Test func theFirstSessionsInOrderOweNothing() {
    let plan = plan(
      programme(), ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(0, "10:00"))])
    #expect(findings(ChainOrder(), plan) == [])
  }

  @Test func aSessionNeedsTheOneBefore() {
    let plan = plan(
      programme(), ["c1/m/2": placed(on(0, "09:00")), "c1/m/3": placed(on(0, "10:00"))])
    #expect(findings(ChainOrder(), plan) == [["c1/m/1", "c1/m/2"]])
  }

  @Test func aSessionStartsAfterTheOneBeforeEnds() {
    let plan = plan(
      programme(), ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(0, "09:30"))])
    #expect(
      sentences(ChainOrder(), plan) == [
        "c1/m/2 at Mon 2026-08-03 09:30 (Asia/Bangkok) starts before the end of "
          + "c1/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok)"
      ])
  }

  @Test func theGapIsCountedInDates() {
    let programme = programme(modules: [module("m", minGapDays: 2)])
    #expect(
      amount(
        ChainOrder(),
        plan(programme, ["c1/m/1": placed(on(0, "20:00")), "c1/m/2": placed(on(2, "08:00"))]))
        == 0)
    #expect(
      amount(
        ChainOrder(),
        plan(programme, ["c1/m/1": placed(on(0, "08:00")), "c1/m/2": placed(on(1, "20:00"))]))
        == 1)
  }

  @Test func theGapHoldsInTheZoneOfEveryCohort() {
    let programme = programme(
      cities: [city("a"), city("b", zone: "Asia/Jayapura")],
      modules: [module("m", minGapDays: 1)], cohorts: [cohort("c1"), cohort("c2", city: 1)],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    // In Jayapura 22:30 of Bangkok is 00:30 of the next date.
    let plan = plan(
      programme, ["j/m/1": placed(on(0, "22:30")), "j/m/2": placed(on(1, "09:00"))])
    #expect(
      sentences(ChainOrder(), plan) == [
        "j/m/2 at Tue 2026-08-04 11:00 (Asia/Jayapura) follows "
          + "j/m/1 at Tue 2026-08-04 00:30 (Asia/Jayapura) by less than 1 days"
      ])
  }

  @Test func aWeekHoldsAtMostMaxPerWeek() {
    let programme = programme(modules: [module("m", maxPerWeek: 1)])
    #expect(
      amount(
        ChainOrder(),
        plan(programme, ["c1/m/1": placed(on(6, "09:00")), "c1/m/2": placed(on(7, "09:00"))]))
        == 0)
    #expect(
      findings(
        ChainOrder(),
        plan(programme, ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(6, "09:00"))]))
        == [["c1/m/1", "c1/m/2"]])
  }

  @Test func aWeekIsCountedInTheZoneOfEveryCohort() {
    let programme = programme(
      cities: [city("a"), city("b", zone: "Asia/Jayapura")],
      modules: [module("m", maxPerWeek: 1)], cohorts: [cohort("c1"), cohort("c2", city: 1)],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    // In Jayapura the first one, late on Sunday in Bangkok, is on the Monday of the next week.
    let plan = plan(
      programme, ["j/m/1": placed(on(6, "23:00")), "j/m/2": placed(on(8, "09:00"))])
    #expect(findings(ChainOrder(), plan) == [["j/m/1", "j/m/2"]])
  }
}
