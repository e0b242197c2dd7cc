import Planning
import TestSupport
import Testing
import Training

@Suite struct RestTests {
  private func plan(_ first: Instant, _ second: Instant, zone: String = "Asia/Bangkok") -> Plan {
    TestSupport.plan(
      programme(
        settings: settings(rest: 660), cities: [city("a"), city("b", zone: zone)],
        trainers: [trainer("t1", city: 1)]),
      ["c1/m/1": placed(first), "c1/m/2": placed(second)])
  }

  @Test func theNightIsLongEnough() {
    #expect(findings(Rest(), plan(on(0, "20:00"), on(1, "08:00"))) == [])
  }

  @Test func theNightIsTooShort() {
    #expect(findings(Rest(), plan(on(0, "20:30"), on(1, "08:00"))) == [["c1/m/1", "c1/m/2"]])
  }

  @Test func oneDateNeedsNoRest() {
    #expect(findings(Rest(), plan(on(0, "08:00"), on(0, "12:00"))) == [])
  }

  @Test func datesAreThoseOfTheTrainersHome() {
    // 21:30 and 22:30 in Bangkok are 23:30 and 00:30 in Jayapura.
    let plan = plan(on(0, "21:30"), on(0, "22:30"), zone: "Asia/Jayapura")
    #expect(findings(Rest(), plan) == [["c1/m/1", "c1/m/2"]])
  }

  @Test func sessionsFurtherApartThanNeighboursCount() {
    let plan = TestSupport.plan(
      programme(settings: settings(rest: 1440)),
      [
        "c1/m/1": placed(on(0, "20:00")), "c1/m/2": placed(on(1, "08:00")),
        "c1/m/3": placed(on(1, "20:00")),
      ])
    #expect(findings(Rest(), plan) == [["c1/m/1", "c1/m/2"], ["c1/m/1", "c1/m/3"]])
  }
}
