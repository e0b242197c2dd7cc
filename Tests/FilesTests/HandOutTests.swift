import Foundation
import TestSupport
import Testing
import Training

@testable import Files

@Suite("Sessions handed out") struct HandOutTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private var hostile: Plan {
    var plan = samplePlan(
      cohorts: 20, title: #"</title><script>alert("1")</script>{{sessions}}"# + "\u{202E}")
    plan.placements[0]?.lead = .unknown("=HYPERLINK(\"x\")")
    plan.placements[1]?.lead = .unknown("+1")
    plan.placements[2]?.lead = .unknown("-1")
    plan.placements[3]?.lead = .unknown("@SUM(1)")
    plan.placements[4]?.venue = .unknown("\t=1")
    plan.placements[5]?.venue = .unknown("\r=1")
    return plan
  }

  @Test("Each recipient gets their sessions, all of them and no other, by start")
  func recipients() {
    let plan = samplePlan(cohorts: 40)
    let programme = plan.programme
    let everything = HandOut(plan, for: .everybody)
    #expect(everything.meetings.count == plan.placements.count { $0 != nil })
    #expect(everything.unplaced.count == plan.placements.count { $0 == nil })
    #expect(
      zip(everything.meetings, everything.meetings.dropFirst()).allSatisfy { $0.start <= $1.start })
    for index in programme.trainers.indices {
      let expected = programme.sessions.indices.filter {
        plan.placements[$0]?.trainers.contains(.known(index)) ?? false
      }.map { programme.sessions[$0].id }
      let handOut = HandOut(plan, for: .trainer(programme.trainers[index].id))
      #expect(Set(handOut.meetings.map(\.session)) == Set(expected))
      #expect(handOut.meetings.count == expected.count && handOut.unplaced == [])
    }
    for index in programme.cohorts.indices {
      let handOut = HandOut(plan, for: .cohort(programme.cohorts[index].id))
      let asked = programme.sessions.indices.filter {
        programme.chain(of: $0).cohorts.contains(index)
      }
      #expect(handOut.meetings.count + handOut.unplaced.count == asked.count)
    }
  }

  @Test("No cell of the table can be taken for a formula")
  func formulas() {
    let csv = text(table(of: HandOut(hostile, for: .everybody)))
    for cell in ["'=HYPERLINK", "'+1", "'-1", "'@SUM", "'\t=1", "'\r=1"] {
      #expect(csv.contains(cell), "\(cell)")
    }
    // Plain cells, and quoted ones.
    #expect(csv.firstMatch(of: /(^|[,\n])"?[=+\-@\t\r]/) == nil)
  }

  @Test("The table tells local times with their zone, and UTC, and what has no place")
  func localTimes() throws {
    let programme = programme(cities: [city("a", zone: "Asia/Yangon")])
    let one = plan(programme, ["c1/m/1": placed(on(0, "23:30", in: "Asia/Yangon"))])
    let rows = text(table(of: HandOut(one, for: .cohort("c1")))).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 4)
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(
      rows[1].prefix(10).map(String.init) == [
        "c1/m/1", "placed", "2026-08-03", "Mon", "23:30", "2026-08-04", "00:30", "Asia/Yangon",
        "2026-08-03T17:00:00Z", "2026-08-03T18:00:00Z",
      ])
    #expect(rows[2][1] == "not placed" && rows[3][1] == "not placed")
  }

  @Test("The page loads nothing, runs nothing, and shows hostile text as text")
  func pages() {
    let html = text(page(of: HandOut(hostile, for: .everybody)))
    #expect(!html.contains("<script") && !html.contains("{{facts}}"))
    #expect(html.contains("&lt;/title&gt;&lt;script&gt;") && html.contains("⟨U+202E⟩"))
    #expect(html.matches(of: /(src|href|srcset|data|action)=|https?:|url\(|@import/).isEmpty)
    #expect(html.matches(of: /style-src 'sha256-[A-Za-z0-9+\/]{43}='/).count == 1)
    #expect(html.matches(of: /<h1>/).count == 1 && html.contains("<html lang=\"en\">"))
    let rows = html.matches(of: /<th scope="row">/).count
    #expect(rows == hostile.placements.count { $0 != nil })
  }

  @Test("The JSON tells of every session")
  func documents() throws {
    let plan = samplePlan(cohorts: 20)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json(of: HandOut(plan, for: .everybody))))
        as? [String: Any])
    #expect((document["sessions"] as? [Any])?.count == plan.placements.count { $0 != nil })
    #expect((document["unplaced"] as? [Any])?.count == plan.placements.count { $0 == nil })
    #expect((document["recipient"] as? [String: String]) == ["kind": "everybody"])
    let schema = try JSONSerialization.jsonObject(with: Data(exportSchema)) as? [String: Any]
    #expect(schema?["$defs"] is [String: Any])
  }

  /// For the checks by other programs' readers (`Tests/Documents`).
  @Test("Writes samples", .enabled(if: folder != nil, "set JADWAL_PAGES to a folder"))
  func samples() throws {
    let folder = URL(fileURLWithPath: try #require(folder), isDirectory: true)
      .appendingPathComponent("export", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var awkward = module("m", sessions: 100)
    awkward.title = "ทักษะดิจิทัล, \\ \"ជំនាញ\"; one\rtwo"
    let berlin = programme(
      settings: settings(weeks: 20), cities: [city("a", zone: "Europe/Berlin")],
      modules: [awkward])
    let autumn = plan(
      berlin,
      Dictionary(
        uniqueKeysWithValues: (0..<100).map {
          ("c1/m/\($0 + 1)", placed(on($0, "09:00", in: "Europe/Berlin")))
        }))
    let sample = samplePlan(cohorts: 60)
    let trainer = sample.programme.trainers[3].id
    for (name, plan, recipient) in [
      ("all", sample, Recipient.everybody), ("trainer", sample, .trainer(trainer)),
      ("cohort", sample, .cohort(sample.programme.cohorts[5].id)),
      ("venue", sample, .venue(sample.programme.venues[2].id)), ("autumn", autumn, .everybody),
      ("nobody", sample, .trainer("T-NOBODY")), ("hostile", hostile, .everybody),
    ] {
      let handOut = HandOut(plan, for: recipient)
      var ledger = CalendarLedger(for: recipient)
      ledger.tell(plan, isPublished: true, at: CalendarTests.stamp)
      for (ending, bytes) in [
        ("ics", calendar(ledger.entries, of: handOut)), ("json", json(of: handOut)),
        ("csv", table(of: handOut)), ("html", page(of: handOut)),
      ] {
        try Data(bytes).write(to: folder.appendingPathComponent("\(name).\(ending)"))
      }
    }
    try Data(exportSchema).write(to: folder.appendingPathComponent("schema"))
  }
}

private let folder = ProcessInfo.processInfo.environment["JADWAL_PAGES"]
