import Planning
import TestSupport
import Testing
import Training

@Suite struct VenueFitTests {
  private func amountIn(
    _ venue: Venue?, mode: Mode = .hybrid, at start: Instant = on(0, "09:00"),
    absences: [Absence] = []
  ) -> Int {
    let programme = programme(
      cities: [city("a"), city("b")], modules: [module("m", mode: mode, equipment: ["laptops"])],
      cohorts: [cohort("c1", size: 20, needs: ["step_free"])], venues: venue.map { [$0] } ?? [],
      absences: absences)
    let plan = plan(programme, ["c1/m/1": placed(start, in: venue.map { _ in 0 })])
    return amount(VenueFit(), plan)
  }

  private let good = venue("v1", seats: 20, equipment: ["step_free", "laptops", "camera"])

  @Test(arguments: [Mode.inPerson, .hybrid])
  func aVenueThatHasAllOwesNothing(mode: Mode) {
    #expect(amountIn(good, mode: mode) == 0)
  }

  @Test(arguments: [Mode.inPerson, .hybrid])
  func thereMustBeOne(mode: Mode) {
    #expect(amountIn(nil, mode: mode) == 1)
  }

  @Test func anOnlineSessionHasNone() {
    #expect(amountIn(nil, mode: .online) == 0)
    #expect(amountIn(good, mode: .online) == 1)
  }

  @Test func eachThingItLacksCounts() {
    #expect(amountIn(venue("v1", seats: 19, equipment: ["step_free", "laptops"])) == 1)
    #expect(amountIn(venue("v1", equipment: ["laptops"])) == 1)
    #expect(amountIn(venue("v1", equipment: ["step_free"])) == 1)
    #expect(amountIn(venue("v1", city: 1, equipment: ["step_free", "laptops"])) == 1)
  }

  @Test func itIsOpenAndThere() {
    let morning = venue(
      "v1", equipment: ["step_free", "laptops"], open: hours("08:00", "12:00"))
    #expect(amountIn(morning, at: on(0, "11:00")) == 0)
    #expect(amountIn(morning, at: on(0, "11:30")) == 1)
    let away = absence(.venue(0), from: on(0, "10:00"), to: on(0, "11:00"))
    #expect(amountIn(good, at: on(0, "09:00"), absences: [away]) == 0)
    #expect(amountIn(good, at: on(0, "10:30"), absences: [away]) == 1)
  }

  @Test func aClosureClosesNoVenue() {
    let programme = programme(
      closures: [Closure(place: .city(0), from: monday, name: "Holiday")],
      modules: [module("m", mode: .hybrid)])
    let plan = plan(programme, ["c1/m/1": placed(on(0, "09:00"), in: 0)])
    #expect(findings(VenueFit(), plan) == [])
  }

  @Test func itHoldsOneSessionAtATime() {
    let programme = programme(
      modules: [module("m", mode: .hybrid)], cohorts: [cohort("c1"), cohort("c2")])
    var plan = plan(
      programme,
      ["c1/m/1": placed(on(0, "09:00"), in: 0), "c2/m/1": placed(on(0, "10:00"), in: 0)])
    #expect(findings(VenueFit(), plan) == [])
    plan.placements[3] = placed(on(0, "09:30"), in: 0)
    #expect(findings(VenueFit(), plan) == [["c1/m/1", "c2/m/1"]])
  }

  @Test func oneThatTheDatasetDoesNotHaveBreaksIt() {
    let plan = plan(
      programme(modules: [module("m", mode: .hybrid)]),
      ["c1/m/1": Placement(start: on(0, "09:00"), lead: .known(0), venue: .unknown("ruin"))])
    #expect(
      sentences(VenueFit(), plan) == [
        "c1/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok) is in ruin, which the dataset does not have"
      ])
  }
}
