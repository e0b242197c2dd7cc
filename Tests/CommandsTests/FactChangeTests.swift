import Testing
import Training

@testable import Commands

/// What a coordinator may write for `jadwal what-if`.
@Suite struct FactChangeTests {
  @Test func readsEachForm() throws {
    #expect(
      try FactChange(
        "+trainer T-9 like T-1 available=Mon-Fri 18:00-21:00; Sat 09:00-12:00 city=HAN")
        == .add(
          .trainer, id: "T-9", like: "T-1",
          values: ["available": "Mon-Fri 18:00-21:00; Sat 09:00-12:00", "city": "HAN"]))
    #expect(try FactChange("-venue V-1") == .remove(.venue, id: "V-1"))
    #expect(try FactChange("without venue V-1") == .remove(.venue, id: "V-1"))
    #expect(try FactChange("- cohort C-1") == .remove(.cohort, id: "C-1"))
    #expect(
      try FactChange("cohort C-1 size=12") == .set(.cohort, id: "C-1", values: ["size": "12"]))
  }

  @Test(arguments: [
    ("2026-08-10", "2026-08-10"), ("2026-08-10..14", "2026-08-14"),
    ("2026-08-01..9", "2026-08-09"), ("2026-08-30..2026-09-02", "2026-09-02"),
  ])
  func readsDates(_ text: String, _ last: String) throws {
    let first = try #require(LocalDate(text.prefix(10)))
    let until = try #require(LocalDate(last))
    #expect(try FactChange("closed MM \(text)") == .closed(place: "MM", from: first, until: until))
    #expect(try FactChange("away T-1 \(text)") == .away(id: "T-1", from: first, until: until))
  }

  @Test(arguments: [
    ("", "a change is"), ("trainr T-1 city=HAN", "did you mean \"trainer\""),
    ("trainer", "which trainer"), ("trainer T-1", "what is to change"),
    ("trainer T-1 citty=HAN", "did you mean \"city\""), ("-venue V-1 seats=3", "no values"),
    ("+trainer T-9 like", "like whom"), ("closed MM", "id and dates"),
    ("closed MM 2026-08-14..10", "id and dates"), ("closed MM 2026-02-30", "id and dates"),
    ("trainer T-1 HAN", "is no column=value"),
  ])
  func refusesTheRest(_ text: String, _ reason: String) {
    let failure = #expect(throws: Failure.self) { try FactChange(text) }
    #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "nothing")")
    #expect(failure?.status == ExitStatus.usage)
  }
}
