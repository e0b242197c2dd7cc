import Planning
import TestSupport
import Testing
import Training

@Suite struct TrainerTimeTests {
  @Test func theHoursAreThoseOfTheHomeCity() {
    let programme = programme(
      cities: [city("a"), city("b", zone: "Asia/Jayapura")],
      trainers: [trainer("t1", city: 1, available: hours("09:00", "12:00"))])
    #expect(amount(TrainerTime(), plan(programme, ["c1/m/1": placed(on(0, "07:00"))])) == 0)
    #expect(amount(TrainerTime(), plan(programme, ["c1/m/1": placed(on(0, "09:30"))])) == 1)
  }

  @Test func closuresAndAbsencesAtHomeCount() {
    let programme = programme(
      states: [state("AA"), state("BB")], cities: [city("a"), city("b", state: 1)],
      closures: [
        Closure(place: .state(1), from: monday, name: "Holiday"),
        Closure(place: .state(0), from: monday.adding(days: 1), name: "Elsewhere"),
      ],
      trainers: [trainer("t1", city: 1)],
      absences: [absence(.trainer(0), from: on(2, "00:00"), to: on(3, "00:00"))])
    let plan = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(1, "09:00")),
        "c1/m/3": placed(on(2, "09:00")),
      ])
    #expect(findings(TrainerTime(), plan) == [["c1/m/1"], ["c1/m/3"]])
  }

  @Test func aTrainerGivesOneSessionAtATime() {
    let programme = programme(
      modules: [module("m", learnersPerTrainer: 5)], cohorts: [cohort("c1"), cohort("c2")],
      trainers: [trainer("t1"), trainer("t2"), trainer("t3")])
    var plan = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), by: [0, 1]), "c2/m/1": placed(on(0, "10:00"), by: [2, 1]),
      ])
    #expect(findings(TrainerTime(), plan) == [])
    plan.placements[3] = placed(on(0, "09:30"), by: [2, 1])
    #expect(findings(TrainerTime(), plan) == [["c1/m/1", "c2/m/1"]])
  }

  private func travelling(_ minutesApart: Int, listed: Int?) -> Plan {
    let programme = programme(
      cities: [city("a"), city("b")], travel: listed.map { [(0, 1, $0)] } ?? [],
      modules: [module("m", mode: .inPerson), module("n", mode: .online)],
      cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", city: 1)])
    return plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00")),
        "c1/n/1": placed(on(0, "10:30")),
        "c2/m/1": placed(on(0, "10:00").adding(minutes: minutesApart)),
      ])
  }

  @Test func theWayTakesItsMinutesThoughARemoteSessionLiesBetween() {
    #expect(findings(TrainerTime(), travelling(240, listed: 240)) == [])
    #expect(
      sentences(TrainerTime(), travelling(210, listed: 240)) == [
        "t1 gives c1/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok) and "
          + "c2/m/1 at Mon 2026-08-03 13:30 (Asia/Bangkok), 210 minutes apart, "
          + "and the way takes 240"
      ])
  }

  @Test func aWayThatNobodyListedTakesADay() {
    #expect(findings(TrainerTime(), travelling(1440, listed: nil)) == [])
    #expect(findings(TrainerTime(), travelling(1410, listed: nil)) == [["c1/m/1", "c2/m/1"]])
  }
}
