import TestSupport
import Testing
import Training

@testable import Files

/// What the database tells of published versions, taken in.
@Suite struct CalendarLedgerTests {
  private func meeting(_ day: Int, by lead: String = "t1") -> Meeting {
    Meeting(
      session: "c1/m/1", start: on(day, "09:00"), minutes: 60, lead: lead, assistants: [],
      venue: nil, cohorts: ["c1"])
  }

  private func ledger(_ meetings: [Meeting?], for recipient: Recipient) -> CalendarLedger {
    var ledger = CalendarLedger(for: recipient)
    ledger.tell(
      MeetingHistory(
        changes: meetings.enumerated().map {
          .init(session: "c1/m/1", since: Instant(seconds: $0.offset), meeting: $0.element)
        }))
    return ledger
  }

  @Test func sequenceCountsTheVersionsThatChangedTheSession() {
    let entries = ledger([meeting(0), meeting(1), meeting(1), meeting(0)], for: .everybody).entries
    #expect(entries.map(\.sequence) == [2])
    #expect(entries.map(\.stamp.seconds) == [3])
    #expect(entries.map(\.standing) == [.confirmed])
  }

  @Test func whoeverLostASessionKeepsItAsCancelledWithTheNumberItLeftWith() {
    let history = [meeting(0), meeting(1, by: "t2"), meeting(2, by: "t2"), nil]
    let first = ledger(history, for: .trainer("t1")).entries
    #expect(first.map(\.standing) == [.cancelled] && first.map(\.sequence) == [1])
    #expect(first.map(\.meeting.start) == [on(0, "09:00")])
    let second = ledger(history, for: .trainer("t2")).entries
    #expect(second.map(\.standing) == [.cancelled] && second.map(\.sequence) == [3])
    #expect(second.map(\.meeting.start) == [on(2, "09:00")])
    #expect(ledger(history, for: .trainer("t3")).isEmpty)
    let back = ledger(history + [meeting(0)], for: .trainer("t1")).entries
    #expect(back.map(\.standing) == [.confirmed] && back.map(\.sequence) == [4])
  }

  @Test func aDraftIsTentativeAndCountsAsNoChange() {
    var ledger = ledger([meeting(0), meeting(1)], for: .everybody)
    let draft = plan(
      programme(), ["c1/m/1": placed(on(5, "09:00")), "c1/m/2": placed(on(6, "09:00"))])
    ledger.tell(draft, isPublished: false, at: Instant(seconds: 9))
    #expect(ledger.entries.map(\.standing) == [.tentative, .tentative])
    #expect(ledger.entries.map(\.sequence) == [1, 0])
  }
}
