import Files
import Foundation
import Store
import TestSupport
import Testing
import Training

@testable import Commands
@testable import Worker

/// What the weekly allocation makes of a stored dataset (service.md §4).
@Suite("Job problem")
struct JobProblemTests {
  private func request(
    now: String, week: String?, published: Bool, taken: [Occupation] = []
  ) throws -> SolveRequest {
    SolveRequest(
      now: try #require(Instant(now)).seconds, digest: "", week: week, hasPublished: published,
      taken: taken, seed: 1, threads: 1)
  }

  /// The fixture, with a published plan of its first sessions.
  private func files(_ changes: [String: (String) -> String] = [:]) throws -> [StoredFile] {
    let greedy = try String(
      contentsOf: WorkerOffice.fixture.appending(path: "greedy.csv"), encoding: .utf8)
    var all = changes
    all["previous.csv"] = { _ in greedy }
    return try WorkerOffice.files(all)
  }

  private func placed(_ problem: JobProblem) -> [(session: String, start: Instant, index: Int)] {
    let programme = problem.facts.programme
    return programme.previous.map { (programme.sessions[$0].id, $1.start, $0) }
      .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
  }

  /// Thailand is at +07:00: Monday begins on Sunday at 17:00 UTC.
  @Test(arguments: [
    // Before the week: the Monday, and what has been held by now.
    ("2026-08-12T10:07:00Z", "2026-W34", "2026-08-16T17:00:00Z", "2026-08-12T10:07:00Z"),
    // In the week: now, rounded up to the grid.
    ("2026-08-19T10:07:00Z", "2026-W34", "2026-08-19T10:30:00Z", "2026-08-19T10:07:00Z"),
    ("2026-08-19T10:30:00Z", "2026-W34", "2026-08-19T10:30:00Z", "2026-08-19T10:30:00Z"),
  ])
  func everythingBeforeTheWeekIsFrozen(
    _ now: String, _ week: String, _ until: String, _ held: String
  ) throws {
    let problem = try JobProblem(request(now: now, week: week, published: true), files())
    let settings = problem.facts.programme.settings
    #expect(settings.freezeUntil?.description == until)
    #expect(settings.heldUntil?.description == held)
    let sessions = placed(problem)
    #expect(sessions.contains { $0.start < settings.freezeUntil ?? Instant(seconds: 0) })
    for session in sessions {
      #expect(
        problem.freeze.isFrozen(session.index) == (session.start.description < until),
        "\(session.session)")
      #expect(problem.freeze.isHeld(session.index) == (session.start.description < held))
    }
    #expect(!problem.isAsInFiles)
  }

  /// Without a published plan nothing is frozen, whatever the dataset says of its own.
  @Test func withoutAPublishedPlanNothingIsFrozen() throws {
    let problem = try JobProblem(
      request(now: "2026-08-19T10:07:00Z", week: "2026-W34", published: false),
      files([
        "programme.yaml": {
          $0 + "freeze_until: 2026-08-10T00:00:00Z\nheld_until: 2026-08-09T00:00:00Z\n"
        }
      ]))
    #expect(problem.facts.programme.settings.freezeUntil == nil)
    #expect(problem.facts.programme.previous.isEmpty)
    let own = try JobProblem(
      request(now: "2026-08-19T10:07:00Z", week: "2026-W34", published: false),
      WorkerOffice.files())
    #expect(own.isAsInFiles)
  }

  /// Pins that contradict what is frozen, past or booked are left out with a warning; others stay.
  @Test func pinsThatCannotBeKeptAreLeftOutAndTold() throws {
    let whole = try JobProblem(
      request(now: "2026-08-01T00:00:00Z", week: "2026-W32", published: true), files())
    let all = placed(whole)
    let first = try #require(all.first)
    let last = try #require(all.last)
    let other = first.start.adding(minutes: 60 * 24)
    let pins =
      "session,start,lead,venue\n\(first.session),\(other),,\n\(last.session),\(last.start),,\n"
    let problem = try JobProblem(
      request(now: "2026-08-12T00:00:00Z", week: "2026-W34", published: true),
      files(["pinned.csv": { _ in pins }]))
    #expect(problem.warnings.count == 1)
    #expect(problem.warnings.first?.contains(first.session) == true, "\(problem.warnings)")
    #expect(problem.facts.programme.pins.keys.sorted() == [last.index])
    // The rest is pinned to what somebody else has booked meanwhile.
    let placement = try #require(problem.facts.programme.previous[last.index])
    let taken = Occupation(
      kind: "trainer", name: problem.facts.programme.name(ofTrainer: placement.lead),
      from: last.start, to: last.start.adding(minutes: 30))
    let chain = problem.facts.programme.chain(of: last.index)
    let cohort = problem.facts.programme.cohorts[chain.cohorts[0]].id
    let busy = Occupation(
      kind: "cohort", name: cohort, from: last.start, to: last.start.adding(minutes: 30))
    let booked = try JobProblem(
      request(
        now: "2026-08-12T00:00:00Z", week: "2026-W34", published: true, taken: [taken, busy]),
      files(["pinned.csv": { _ in pins }]))
    #expect(booked.warnings.count == 2 && booked.facts.programme.pins.isEmpty)
  }

  @Test(arguments: [
    ("2026-W01", "2025-12-29"), ("2026-W33", "2026-08-10"), ("2026-W53", "2026-12-28"),
    ("2027-W01", "2027-01-04"), ("2020-W53", "2020-12-28"), ("2021-W01", "2021-01-04"),
    ("2024-W01", "2024-01-01"), ("2027-W53", nil), ("2026-W00", nil), ("2026-W54", nil),
    ("2026-33", nil), ("26-W33", nil), ("2026-w33", nil), ("2026-W3x", nil), ("2026-W+3", nil),
  ])
  func weeksAreThoseOfISO8601(_ text: String, _ monday: String?) {
    #expect(LocalDate(isoWeek: text)?.description == monday)
  }

  /// Every week of two centuries begins on a Monday, seven days after the one before.
  @Test func weeksFollowEachOther() throws {
    var expected = try #require(LocalDate("1999-01-04"))
    for year in 1999...2199 {
      for week in 1...53 {
        let text = "\(year)-W\(week < 10 ? "0" : "")\(week)"
        guard let monday = LocalDate(isoWeek: text) else {
          #expect(week == 53)
          continue
        }
        #expect(monday == expected)
        expected = expected.adding(days: 7)
      }
    }
  }

  @Test(arguments: [
    ("Asia/Jakarta", "2026-08-10", "2026-08-09T17:00:00Z"),
    ("Asia/Yangon", "2026-08-10", "2026-08-09T17:30:00Z"),
    // At midnight the clock is put forward to one: the day begins then.
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    // At midnight it is put back to eleven: the day begins when it is midnight again.
    ("Africa/Cairo", "2026-10-30", "2026-10-29T22:00:00Z"),
  ])
  func aDayBeginsByTheClockOfItsZone(_ name: String, _ date: String, _ begins: String) throws {
    let day = try #require(LocalDate(date))
    let zone = try #require(Zone(name, around: day))
    #expect(zone.beginning(of: day).description == begins)
  }
}
