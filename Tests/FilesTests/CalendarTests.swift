import Foundation
import TestSupport
import Testing
import Training

@testable import Files

@Suite("A calendar of sessions") struct CalendarTests {
  static let stamp = Instant(seconds: monday.days * 86_400)

  /// Unfolded, without the CRs.
  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n ", with: "")
      .components(separatedBy: "\r\n")
  }

  private func calendar(
    _ plan: Plan, for recipient: Recipient = .everybody, since earlier: [UInt8]? = nil
  ) throws -> (bytes: [UInt8], entries: [CalendarEntry]) {
    let handOut = HandOut(plan, for: recipient)
    var ledger = CalendarLedger(
      for: recipient,
      continuing: try earlier.map { try Files.entries(in: $0, of: handOut) } ?? [])
    ledger.tell(plan, isPublished: true, at: Self.stamp)
    return (Files.calendar(ledger.entries, of: handOut), ledger.entries)
  }

  @Test("No line is longer than 75 octets, and folds break no character")
  func folding() {
    var seed: UInt64 = 7
    let letters = ["a", "é", "ก็", "ស្រ", "👩‍👩‍👧", "မြ", ",", "\\", "e\u{301}\u{302}\u{303}"]
    for length in 0..<200 {
      var value = ""
      for _ in 0..<length {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        value += letters[Int(seed >> 33) % letters.count]
      }
      var text = CalendarText()
      text.line("X", value)
      let parts = String(decoding: text.bytes, as: UTF8.self).components(separatedBy: "\r\n")
      #expect(parts.last == "")
      #expect(parts.dropLast().allSatisfy { $0.utf8.count <= CalendarText.octetsPerLine })
      #expect(parts.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") })
      let back = parts.enumerated().map {
        $0.offset == 0 ? $0.element : String($0.element.dropFirst())
      }
      #expect(back.joined() == "X:" + value)
      let whole = back.map { $0.count }.reduce(0, +)
      #expect(whole == ("X:" + value).count, "a character was cut, length \(length)")
    }
  }

  @Test("A character that fills more than a line is cut between its scalars")
  func monstrousCharacter() {
    var text = CalendarText()
    let monster = "e" + String(repeating: "\u{301}", count: 100)
    text.line("X", monster)
    let parts = String(decoding: text.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(parts.allSatisfy { $0.utf8.count <= CalendarText.octetsPerLine })
    #expect(parts.joined().unicodeScalars.filter { $0 == "\u{301}" }.count == 100)
  }

  @Test("Every line end becomes one, a lone CR too, and what TEXT may not hold is replaced")
  func escaping() {
    #expect(CalendarText.escaped("a\rb\nc\r\nd\n\re") == "a\\nb\\nc\\nd\\n\\ne")
    #expect(CalendarText.escaped("a;b,c\\d:e\"f\tg") == "a\\;b\\,c\\\\d:e\"f\tg")
    #expect(CalendarText.escaped("a\u{2028}b\u{85}c\u{0}d") == "a\\nb\\nc\u{FFFD}d")
    #expect(CalendarText.parameter("Asia/Jakarta") == "Asia/Jakarta")
    #expect(CalendarText.parameter("a;b\"c") == "\"a;bc\"")
  }

  @Test(
    "A session keeps its UID in another plan, dataset and calendar; another session has another")
  func uids() throws {
    let one = plan(programme(), ["c1/m/1": placed(on(0, "09:00"))])
    let other = plan(
      programme(
        modules: [module("m", sessions: 5, minutes: 90)], cohorts: [cohort("c0"), cohort("c1")]),
      ["c1/m/1": placed(on(3, "10:00"))])
    func uid(_ plan: Plan, _ recipient: Recipient) throws -> [String] {
      lines(try calendar(plan, for: recipient).bytes).filter { $0.hasPrefix("UID:") }
    }
    #expect(try uid(one, .everybody) == uid(other, .cohort("c1")))
    #expect(try uid(one, .everybody).count == 1)
    let big = samplePlan(cohorts: 60).programme
    let uids = Set(big.sessions.map { CalendarEntry.uid(of: $0.id, in: big.settings) })
    #expect(uids.count == big.sessions.count)
    #expect(uids.allSatisfy { UUID(uuidString: $0) != nil })
    var elsewhere = big.settings
    elsewhere.domain = "elsewhere"
    #expect(
      CalendarEntry.uid(of: "c1/m/1", in: big.settings)
        != CalendarEntry.uid(of: "c1/m/1", in: elsewhere))
  }

  @Test("The same plan gives the same bytes, and exporting again after itself changes none")
  func stable() throws {
    let plan = samplePlan(cohorts: 30)
    let first = try calendar(plan)
    #expect(try calendar(plan).bytes == first.bytes)
    #expect(try calendar(plan, since: first.bytes).bytes == first.bytes)
    #expect(first.entries.count == plan.placements.count { $0 != nil })
    #expect(first.entries.allSatisfy { $0.sequence == 0 && $0.standing == .confirmed })
  }

  @Test("SEQUENCE grows with each kind of change, and with nothing else")
  func sequence() throws {
    let programme = programme(
      modules: [module("m", mode: .inPerson)], trainers: [trainer("t1"), trainer("t2")],
      venues: [venue("v1"), venue("v2")])
    let before = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), in: 0), "c1/m/2": placed(on(1, "09:00"), in: 0),
        "c1/m/3": placed(on(2, "09:00"), in: 0),
      ])
    let old = try calendar(before).bytes
    for changed in [
      placed(on(0, "09:30"), in: 0), placed(on(0, "09:00"), by: [1], in: 0),
      placed(on(0, "09:00"), by: [0, 1], in: 0), placed(on(0, "09:00"), in: 1),
      placed(on(0, "09:00")),
    ] {
      var after = before
      after.placements[0] = changed
      let entries = try calendar(after, since: old).entries
      #expect(entries.map(\.sequence).sorted() == [0, 0, 1])
      #expect(entries.first { $0.sequence == 1 }?.meeting.session == "c1/m/1")
    }
    // Another title is told, and is no revision.
    let renamed = Training.Programme(
      settings: programme.settings, states: programme.states, cities: programme.cities,
      modules: programme.modules.map { module in
        var module = module
        module.title = "Another title"
        return module
      }, cohorts: programme.cohorts, trainers: programme.trainers, venues: programme.venues)
    let told = try calendar(Plan(programme: renamed, placements: before.placements), since: old)
    #expect(told.entries.allSatisfy { $0.sequence == 0 })
    #expect(lines(told.bytes).contains { $0.hasPrefix("SUMMARY:Another title") })
  }

  @Test("What left a calendar stays there as cancelled, once, and may come back")
  func cancelled() throws {
    let programme = programme(trainers: [trainer("t1"), trainer("t2")])
    let before = plan(
      programme, ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(1, "09:00"))])
    var after = before
    after.placements[0]?.lead = .known(1)
    after.placements[1] = nil
    let first = try calendar(before, for: .trainer("t1")).bytes
    let second = try calendar(after, for: .trainer("t1"), since: first)
    #expect(second.entries.map(\.standing) == [.cancelled, .cancelled])
    #expect(second.entries.map(\.sequence) == [1, 1])
    #expect(second.entries.map(\.meeting.start) == [on(0, "09:00"), on(1, "09:00")])
    #expect(lines(second.bytes).filter { $0 == "STATUS:CANCELLED" }.count == 2)
    let third = try calendar(after, for: .trainer("t1"), since: second.bytes)
    #expect(third.bytes == second.bytes)
    let fourth = try calendar(before, for: .trainer("t1"), since: third.bytes)
    #expect(fourth.entries.map(\.standing) == [.confirmed, .confirmed])
    #expect(fourth.entries.map(\.sequence) == [2, 2])
    // Somebody who was never told has nothing to be cancelled.
    #expect(try calendar(after, for: .trainer("t2")).entries.map(\.standing) == [.confirmed])
  }

  @Test("A session that the dataset no longer has is cancelled too, at the time that was told")
  func goneFromTheDataset() throws {
    let before = plan(programme(), ["c1/m/3": placed(on(2, "09:00"))])
    let old = try calendar(before, for: .trainer("t1")).bytes
    let fewer = plan(programme(modules: [module("m", sessions: 1)]), [:])
    let now = try calendar(fewer, for: .trainer("t1"), since: old)
    #expect(now.entries.map(\.standing) == [.cancelled])
    #expect(lines(now.bytes).contains("DTSTART;TZID=Asia/Bangkok:20260805T090000"))
  }

  @Test("A calendar of somebody else, or of nobody, is refused")
  func wrongCalendar() throws {
    let plan = plan(programme(), ["c1/m/1": placed(on(0, "09:00"))])
    let handOut = HandOut(plan, for: .trainer("t1"))
    let other = try calendar(plan, for: .cohort("c1")).bytes
    #expect(
      throws: ReadingError(
        message: "is the calendar of example/example cohort c1, not of example/example trainer t1")
    ) { try entries(in: other, of: handOut) }
    #expect(throws: ReadingError(message: "is no calendar that jadwal export wrote")) {
      try entries(in: Array("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".utf8), of: handOut)
    }
    // Whatever bytes come, reading ends.
    let own = try calendar(plan, for: .trainer("t1")).bytes
    for cut in own.indices {
      _ = try? entries(in: Array(own[..<cut]), of: handOut)
      var bent = own
      bent[cut] ^= 0x15
      _ = try? entries(in: bent, of: handOut)
    }
  }

  @Test("Names that hold everything come back from a calendar as they were")
  func hostileNames() throws {
    let hostile = "a,b;c\\d\"e\r\n\u{2028}f\u{85}g\u{0}\u{7F} |:<>'\u{202E}ไทย"
    var plan = plan(programme(), ["c1/m/1": placed(on(0, "09:00"))])
    plan.placements[0]?.lead = .unknown(hostile)
    plan.placements[0]?.venue = .unknown(hostile)
    let handOut = HandOut(plan, for: .everybody)
    let bytes = try calendar(plan).bytes
    let back = try entries(in: bytes, of: handOut)
    #expect(back.map(\.meeting.lead) == [hostile] && back.map(\.meeting.venue) == [hostile])
    #expect(
      String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").allSatisfy { line in
        !line.unicodeScalars.contains {
          $0.value < 32 && $0 != "\t" || $0 == "\u{2028}" || $0 == "\u{85}"
        }
      })
  }

  @Test("An hour that the clock shows twice is told in UTC the second time")
  func repeatedHour() throws {
    let berlin = timeZone("Europe/Berlin")
    // 2026-10-25: at 01:00 UTC the clock goes from 03:00 back to 02:00.
    let back = (LocalDate("2026-10-25")?.days ?? 0) * 86_400
    #expect(!berlin.repeats(at: Instant(seconds: back + 1800)))
    #expect(berlin.repeats(at: Instant(seconds: back + 3600)))
    #expect(berlin.repeats(at: Instant(seconds: back + 7199)))
    #expect(!berlin.repeats(at: Instant(seconds: back + 7200)))
    let programme = programme(
      settings: settings(weeks: 14), cities: [city("a", zone: "Europe/Berlin")])
    let plan = plan(
      programme,
      [
        "c1/m/1": placed(Instant(seconds: back)), "c1/m/2": placed(Instant(seconds: back + 3600)),
        "c1/m/3": placed(Instant(seconds: back + 7200)),
      ])
    let lines = lines(try calendar(plan).bytes)
    #expect(
      lines.filter { $0.hasPrefix("DTSTART") } == [
        "DTSTART:19700101T000000", "DTSTART:20261025T030000",
        "DTSTART;TZID=Europe/Berlin:20261025T020000", "DTSTART:20261025T010000Z",
        "DTSTART;TZID=Europe/Berlin:20261025T030000",
      ])
  }
}
