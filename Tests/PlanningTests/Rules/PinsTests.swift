import Planning
import TestSupport
import Testing
import Training

@Suite struct PinsTests {
  private func programme(_ pin: Pin) -> Programme {
    TestSupport.programme(
      modules: [module("m", mode: .hybrid)], trainers: [trainer("t1"), trainer("t2")],
      venues: [venue("v1"), venue("v2")], pins: ["c1/m/1": pin])
  }

  @Test func eachValueOfThePinHolds() {
    let pinned = programme(pin(start: on(0, "09:00"), lead: 1, venue: 1))
    func amountOf(_ placement: Placement) -> Int {
      amount(Pins(), plan(pinned, ["c1/m/1": placement]))
    }
    #expect(amountOf(placed(on(0, "09:00"), by: [1], in: 1)) == 0)
    #expect(amountOf(placed(on(0, "09:30"), by: [1], in: 1)) == 1)
    #expect(amountOf(placed(on(0, "09:00"), by: [0], in: 1)) == 1)
    #expect(amountOf(placed(on(0, "09:00"), by: [1], in: 0)) == 1)
    #expect(amountOf(placed(on(0, "09:00"), by: [1])) == 1)
    #expect(amountOf(placed(on(1, "09:00"), by: [0], in: 0)) == 3)
  }

  @Test func aValueNotGivenIsFree() {
    let pinned = programme(pin(lead: 1))
    let plan = plan(pinned, ["c1/m/1": placed(on(3, "09:00"), by: [1], in: 0)])
    #expect(findings(Pins(), plan) == [])
  }

  @Test func anUnplacedSessionBreaksNoPin() {
    #expect(findings(Pins(), Plan(empty: programme(pin(lead: 1)))) == [])
  }
}
