import Testing
import Training

@testable import Store
@testable import Web

@Suite struct WeekEntryTests {
  private func entry(_ id: String, at minute: Int, for minutes: Int) -> WeekEntry {
    WeekEntry(
      session: BoardStore.Session(
        id: id, module: "M", title: "Title", start: Instant(seconds: minute * 60),
        minutes: minutes, lead: "T", assistants: [], venue: nil, cohorts: ["C"], states: ["VN"],
        zone: nil), zone: nil)
  }

  @Test func whatOverlapsStandsSideBySide() {
    let laid = WeekEntry.laidOut([
      entry("c", at: 660, for: 60), entry("a", at: 540, for: 90), entry("b", at: 600, for: 60),
      entry("d", at: 660, for: 30),
    ])
    #expect(laid.map(\.session.id) == ["a", "b", "c", "d"])
    #expect(laid.map(\.lane) == [0, 1, 0, 1])
    #expect(laid.map(\.lanes) == [2, 2, 2, 2])
  }

  @Test(arguments: 0..<50)
  func nothingEverCoversAnother(seed: Int) {
    var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let entries = (0..<12).map { entry("\($0)", at: 480 + 15 * draw(40), for: 15 * (1 + draw(12))) }
    let laid = WeekEntry.laidOut(entries)
    #expect(laid.count == entries.count)
    for (place, one) in laid.enumerated() {
      #expect(one.lane < one.lanes)
      for other in laid[..<place] where one.lane == other.lane {
        let ends = other.minute + other.session.minutes
        #expect(ends <= one.minute, "seed \(seed)")
      }
    }
  }
}
