import Testing

@testable import Training

@Suite struct WindowsTests {
  /// Monday 18:00–21:00 and 20:00–24:00, which merge; Tuesday 09:00–12:00 and 12:00–13:00, likewise.
  private let windows: Windows = {
    var days = Array(repeating: [Range<Int>](), count: 7)
    days[0] = [20 * 60..<24 * 60, 18 * 60..<21 * 60]
    days[1] = [9 * 60..<12 * 60, 12 * 60..<13 * 60]
    return Windows(days: days)
  }()

  /// Minutes from Monday 2026-08-03 00:00.
  private func wall(_ hour: Int, _ minute: Int = 0, day: Int = 0) -> WallTime {
    WallTime(LocalDate(days: 20_668 + day), minute: hour * 60 + minute)
  }

  @Test("Windows that touch or overlap are one")
  func merged() {
    #expect(windows.days[0] == [18 * 60..<24 * 60])
    #expect(windows.days[1] == [9 * 60..<13 * 60])
    #expect(windows.minutesPerWeek == 600)
  }

  @Test("A session fits one window of one date")
  func fits() {
    #expect(windows.fits(start: wall(18), end: wall(21)))
    #expect(windows.fits(start: wall(11, day: 1), end: wall(13, day: 1)))
    #expect(!windows.fits(start: wall(17, 59), end: wall(19)))
    #expect(!windows.fits(start: wall(12, day: 1), end: wall(13, 1, day: 1)))
    #expect(!windows.fits(start: wall(18, day: 2), end: wall(19, day: 2)))
  }

  @Test("An end at midnight belongs to the date before, one after it to no window")
  func midnight() {
    #expect(windows.fits(start: wall(22), end: wall(24)))
    #expect(!windows.fits(start: wall(23), end: wall(24, 30)))
  }

  @Test("An end that reads before its start does not fit")
  func backwards() {
    #expect(!windows.fits(start: wall(20), end: wall(19)))
  }

  @Test("A closure in windows is half-open on both sides")
  func closure() {
    let closure = Closure(
      place: .city(0), from: LocalDate(days: 20_668), until: LocalDate(days: 20_669),
      windows: windows, name: "prayer")
    #expect(!closure.overlaps(start: wall(16), end: wall(18)))
    #expect(closure.overlaps(start: wall(16), end: wall(18, 1)))
    #expect(closure.overlaps(start: wall(23), end: wall(25)))
    #expect(!closure.overlaps(start: wall(13, day: 1), end: wall(15, day: 1)))
    #expect(
      !closure.overlaps(start: wall(18, day: 7), end: wall(20, day: 7)), "after its last date")
  }

  @Test("A closure without windows closes whole dates")
  func wholeDays() {
    let closure = Closure(place: .city(0), from: LocalDate(days: 20_668), name: "holiday")
    #expect(closure.overlaps(start: wall(0), end: wall(1)))
    #expect(closure.overlaps(start: wall(23, day: -1), end: wall(0, 1)))
    #expect(!closure.overlaps(start: wall(23, day: -1), end: wall(0)))
    #expect(!closure.overlaps(start: wall(0, day: 1), end: wall(1, day: 1)))
  }
}

@Suite struct ZoneTests {
  private func zone(_ identifier: String) throws -> Zone {
    try #require(Zone(identifier, around: LocalDate(days: 20_668)))
  }

  @Test(
    "Zones of the region have their offsets",
    arguments: [
      ("Asia/Yangon", "+06:30"), ("Asia/Bangkok", "+07:00"), ("Asia/Makassar", "+08:00"),
      ("Asia/Dili", "+09:00"), ("UTC", "+00:00"),
    ])
  func offsets(identifier: String, offset: String) throws {
    let instant = try #require(Instant("2026-08-03T02:00:00Z"))
    #expect(try zone(identifier).offsetText(at: instant) == offset)
  }

  @Test("The clocks change when they change")
  func transition() throws {
    let sydney = try zone("Australia/Sydney")
    let before = try #require(Instant("2026-10-03T15:59:59Z"))
    let after = try #require(Instant("2026-10-03T16:00:00Z"))
    #expect(sydney.text(at: before) == "2026-10-04T01:59+10:00")
    #expect(sydney.text(at: after) == "2026-10-04T03:00+11:00")
  }

  @Test("Far from the programme the answers are the same as near it")
  func farAway() throws {
    let newYork = try zone("America/New_York")
    let near = try #require(Zone("America/New_York", around: LocalDate(days: 9_000)))
    for day in stride(from: 8_800, to: 9_200, by: 7) {
      let instant = Instant(seconds: day * 86_400 + 3600)
      #expect(newYork.offset(at: instant) == near.offset(at: instant))
    }
  }

  @Test("What is no zone is none")
  func unknown() {
    #expect(Zone("Asia/Atlantis", around: LocalDate(days: 20_668)) == nil)
  }
}
