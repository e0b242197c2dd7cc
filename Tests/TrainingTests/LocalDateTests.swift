import Testing

@testable import Training

@Suite struct LocalDateTests {
  @Test(
    "Dates that exist are read and told the same",
    arguments: [
      "1970-01-01", "2000-02-29", "2024-02-29", "2026-08-03", "2026-12-31", "0001-01-01",
      "9999-12-31",
    ])
  func roundTrip(text: String) {
    #expect(LocalDate(text)?.description == text)
  }

  @Test(
    "Dates that do not exist are none",
    arguments: [
      "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
      "0000-01-01",
      "2026-8-3", "2026/08/03", "2026-08-03T", " 2026-08-03", "２026-08-03", "-026-08-03", "",
    ])
  func none(text: String) {
    #expect(LocalDate(text) == nil)
  }

  @Test("Weekdays count from Monday")
  func weekdays() {
    #expect(LocalDate("2026-08-03")?.weekdayName == "Mon")
    #expect(LocalDate("2026-08-09")?.weekdayName == "Sun")
    #expect(LocalDate("1969-12-31")?.weekdayName == "Wed")
  }

  @Test("Every date of eight centuries follows the one before")
  func consecutive() {
    var expected = (year: 1600, month: 1, day: 1)
    var days = LocalDate("1600-01-01")?.days ?? 0
    while expected.year < 2400 {
      let civil = LocalDate(days: days).civil
      guard civil == expected else {
        Issue.record("\(days): \(civil) is not \(expected)")
        return
      }
      let isLeap =
        expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      expected.day += 1
      if expected.day > lengths[expected.month - 1] {
        expected = (expected.year, expected.month + 1, 1)
        if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
      }
      days += 1
    }
  }
}

@Suite struct InstantTests {
  @Test(
    "An instant is read with its offset",
    arguments: [
      ("2026-08-03T02:00:00Z", "2026-08-03T02:00:00Z"),
      ("2026-08-03T09:00:00+07:00", "2026-08-03T02:00:00Z"),
      ("2026-08-03T08:30:00+06:30", "2026-08-03T02:00:00Z"),
      ("2026-08-02T22:00:00-04:00", "2026-08-03T02:00:00Z"),
      ("2026-01-01T00:00:00+07:00", "2025-12-31T17:00:00Z"),
    ])
  func reads(text: String, utc: String) {
    #expect(Instant(text)?.description == utc)
  }

  @Test(
    "Anything else is none",
    arguments: [
      "2026-08-03", "2026-08-03T02:00Z", "2026-08-03T02:00:00", "2026-08-03 02:00:00Z",
      "2026-08-03T24:00:00Z", "2026-08-03T02:60:00Z", "2026-08-03T02:00:60Z",
      "2026-08-03T02:00:00+0700", "2026-08-03T02:00:00+7:00", "2026-08-03T02:00:00+24:00",
      "2026-08-03T02:00:00z", "2026-08-03T02:00:00.5Z", "2026-02-30T02:00:00Z",
      "2026-08-03T-2:00:00Z", "",
    ])
  func none(text: String) {
    #expect(Instant(text) == nil)
  }
}
