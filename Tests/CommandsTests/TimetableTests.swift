import TestSupport
import Testing
import Training

@testable import Commands

@Suite("The timetable on a terminal")
struct TimetableTests {
  let plan = samplePlan(cohorts: 60)

  @Test("No line is wider than the terminal", arguments: [60, 80, 120])
  func widths(width: Int) {
    let reasons = sampleSummary(plan).reasons
    for selection in selections {
      let text = timetable(plan, of: selection, reasons: reasons, width: width)
      for line in text.split(separator: "\n") { #expect(displayWidth(line) <= width) }
    }
  }

  @Test("Every session of the selection is there, once", arguments: [60, 120])
  func complete(width: Int) {
    for selection in selections {
      let text = timetable(plan, of: selection, width: width)
      let shown = text.matches(of: /[0-9]{2}:[0-9]{2}–[0-9]{2}:[0-9]{2}/).count
      let held = plan.placements.indices.filter { session in
        plan.placements[session].map { selection.holds(session, $0, in: plan.programme) } ?? false
      }
      #expect(shown == held.count)
    }
  }

  @Test("Times are those of the party's wall, with the offset and the zone")
  func localTimes() {
    let plan = onePlacement("2026-08-03T11:30:00Z")
    let text = timetable(plan, of: .cohort(7))  // Yangon
    #expect(text.contains("All times are local: Asia/Yangon"))
    #expect(text.contains("Mon 3 August 2026 · week 1"))
    #expect(text.contains("18:00–19:30 +06:30"))
  }

  @Test("A session past midnight says that it ends the day after")
  func overnight() {
    let plan = onePlacement("2026-08-03T17:00:00Z")
    #expect(timetable(plan, of: .cohort(7)).contains("23:30–01:00 +1d +06:30"))
  }

  @Test("A state with several zones names the zone of each session")
  func severalZones() {
    let text = timetable(plan, of: .state(2), week: 1, width: 120)
    #expect(text.contains("Times are local to each cohort, in 3 zones"))
    #expect(text.contains("+09:00 (Asia/Jayapura)"))
    let narrow = timetable(plan, of: .state(2), week: 1, width: 60)
    #expect(narrow.contains("(Asia/Jayapura)"))
  }

  @Test("Only the week that is asked for")
  func oneWeek() {
    let text = timetable(plan, of: .programme, week: 2, width: 120)
    #expect(text.contains("week 2 of 4 · 10 August 2026 – 16 August 2026"))
    #expect(!text.contains("2026 · week 1"))
    #expect(!text.contains("2026 · week 3"))
    #expect(text.contains("2026 · week 2"))
  }

  @Test("Ends with the sessions that are not placed, and why; the same reason is told once")
  func unplaced() {
    let empty = Plan(empty: plan.programme)
    let chain = plan.programme.chains[0]
    var reasons: [Int: String] = [:]
    for session in chain.sessions { reasons[session] = "nobody \u{1B}[2Jteaches it" }
    let text = timetable(empty, of: .cohort(0), reasons: reasons)
    #expect(text.contains("No session."))
    #expect(text.contains("Sessions 1–\(chain.sessions.count): nobody ⟨U+001B⟩[2Jteaches it"))
    #expect(text.contains("no reason was recorded"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B })
  }

  @Test("Escapes only where colour is asked for")
  func colour() {
    #expect(!timetable(plan, of: .programme).contains("\u{1B}"))
    #expect(timetable(plan, of: .programme, inColour: true).contains("\u{1B}[1m"))
  }

  private var selections: [TimetableSelection] {
    [.cohort(0), .cohort(10), .trainer(0), .venue(2), .state(2), .programme]
  }

  /// The sample with only the first session of cohort 7 placed, which lasts 90 minutes.
  private func onePlacement(_ start: String) -> Plan {
    let programme = samplePlan(cohorts: 20).programme
    var plan = Plan(empty: programme)
    let session = programme.chains.first {
      $0.cohorts == [7] && programme.modules[$0.module].minutes == 90
    }?.sessions.lowerBound
    if let session, let instant = Instant(start) {
      plan.placements[session] = Placement(start: instant, lead: .known(0), venue: .known(0))
    }
    return plan
  }
}
