import Planning
import TestSupport
import Testing
import Training

@Suite struct CohortTimeTests {
  private let evening = cohort("c1", available: hours("18:00", "21:00"))

  @Test func aSessionWithinTheHoursOwesNothing() {
    let programme = programme(cohorts: [evening])
    #expect(findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "18:00"))])) == [])
    #expect(findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "20:00"))])) == [])
  }

  @Test func aSessionThatEndsAfterTheHoursBreaksIt() {
    let programme = programme(cohorts: [evening])
    let plan = plan(programme, ["c1/m/1": placed(on(0, "20:30"))])
    #expect(
      sentences(CohortTime(), plan) == [
        "c1/m/1 at Mon 2026-08-03 20:30 (Asia/Bangkok) is outside the hours of c1"
      ])
  }

  @Test func anEndAtMidnightIsTheEndOfTheDay() {
    let programme = programme(cohorts: [cohort("c1", available: hours("22:00", "24:00"))])
    #expect(findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "23:00"))])) == [])
    #expect(
      findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "23:30"))])) == [["c1/m/1"]])
  }

  @Test func startsLieOnTheGrid() {
    let programme = programme()
    #expect(findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "09:30"))])) == [])
    #expect(
      findings(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "09:15"))])) == [["c1/m/1"]])
  }

  @Test func theHorizonIsCountedInTheCohortsDates() {
    let programme = programme(settings: settings(weeks: 1))
    for (start, broken) in [
      (on(0, "00:00"), false), (on(-1, "23:00"), true), (on(6, "23:00"), false),
      (on(7, "00:00"), true),
    ] {
      let plan = plan(programme, ["c1/m/1": placed(start)])
      #expect(amount(CohortTime(), plan) == (broken ? 1 : 0))
    }
  }

  @Test func aClosureOfTheStateClosesTheDay() {
    let closed = Closure(place: .state(0), from: monday.adding(days: 1), name: "Holiday")
    let programme = programme(closures: [closed])
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "23:00"))])) == 0)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(1, "23:00"))])) == 1)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(2, "00:00"))])) == 0)
  }

  @Test func aClosureWithWindowsClosesTheseOnly() {
    let prayer = Closure(
      place: .city(0), from: monday, until: monday.adding(days: 27),
      windows: hours("11:30", "13:30", on: [4]), name: "Friday prayer")
    let programme = programme(closures: [prayer])
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(4, "10:30"))])) == 0)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(4, "11:00"))])) == 1)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(3, "11:30"))])) == 0)
  }

  @Test func anAbsenceIsHalfOpen() {
    let away = absence(.cohort(0), from: on(0, "10:00"), to: on(0, "12:00"))
    let programme = programme(absences: [away])
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "09:00"))])) == 0)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "09:30"))])) == 1)
    #expect(amount(CohortTime(), plan(programme, ["c1/m/1": placed(on(0, "12:00"))])) == 0)
  }

  @Test func everyCohortOfAJointChainMustBeThere() {
    let programme = programme(
      cities: [city("a"), city("b", zone: "Asia/Jayapura")],
      cohorts: [
        cohort("c1", available: hours("08:00", "18:00")),
        cohort("c2", city: 1, available: hours("08:00", "18:00")),
      ],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    #expect(amount(CohortTime(), plan(programme, ["j/m/1": placed(on(0, "15:00"))])) == 0)
    #expect(amount(CohortTime(), plan(programme, ["j/m/1": placed(on(0, "15:30"))])) == 1)
  }

  @Test func anEndThatReadsBeforeTheStartDoesNotFit() {
    let clocksGoBack = Programme.Settings(
      id: "x", title: "x", startsOn: monday.adding(days: 77), weeks: 1, gridMinutes: 30)
    let programme = programme(
      settings: clocksGoBack, cities: [city("a", zone: "Europe/Lisbon")],
      modules: [module("m", minutes: 30)])
    let sunday = on(83, "01:00", in: "Europe/Lisbon")
    let plan = plan(
      programme,
      ["c1/m/1": placed(sunday), "c1/m/2": placed(sunday.adding(minutes: -30))])
    #expect(programme.cities[0].zone.wallTime(at: sunday.adding(minutes: -30)).clock == "01:30")
    #expect(findings(CohortTime(), plan) == [["c1/m/2"]])
  }
}
