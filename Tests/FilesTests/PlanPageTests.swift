import Foundation
import TestSupport
import Testing
import Training

@testable import Files

@Suite("The page of a plan")
struct PlanPageTests {
  @Test("The data is JSON that tells of every session")
  func dataIsJSON() throws {
    let plan = samplePlan(cohorts: 20)
    let data = try pageData(planPage(plan, summary: sampleSummary(plan)))
    let starts = try #require(data["start"] as? [Any])
    #expect(starts.count == plan.programme.sessions.count)
    #expect(starts.filter { $0 is NSNull }.count == plan.placements.filter { $0 == nil }.count)
    let chains = try #require(data["chains"] as? [[Any]])
    #expect(chains.reduce(0) { $0 + ($1[3] as? Int ?? 0) } == plan.programme.sessions.count)
  }

  @Test("Hostile text stays text")
  func hostileText() throws {
    let hostile = #"</script><script>alert("1")</script><!-- & \u{202E} 'x' {{data}}"#
    let plan = samplePlan(cohorts: 3, title: hostile + "\u{202E}\u{0}\u{2028}")
    var summary = sampleSummary(plan)
    summary.version = hostile
    summary.reasons[0] = hostile
    let page = text(planPage(plan, summary: summary))
    #expect(!page.contains("<script>alert"))
    #expect(page.matches(of: /<\/script/).count == 2)
    #expect(page.contains("&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)"))
    #expect(page.contains("⟨U+202E⟩⟨U+0000⟩⟨U+2028⟩"))
    #expect(!page.unicodeScalars.contains { [0, 0x2028, 0x202E].contains($0.value) })
  }

  @Test("The script's data escapes what could end a script, and gives it back")
  func dataRoundTrip() throws {
    let plan = withTitles(["</script>", "<!--", "&amp;\"\\", "ไทย \u{200B}ខ្មែរ"])
    let page = planPage(plan, summary: sampleSummary(plan))
    let modules = try #require(try pageData(page)["modules"] as? [[Any]])
    #expect(modules.map { $0[1] as? String } == plan.programme.modules.map(\.title))
  }

  @Test("Nothing is loaded from elsewhere, and the policy names style and script by digest")
  func selfContained() {
    let plan = samplePlan(cohorts: 3)
    let page = text(planPage(plan, summary: sampleSummary(plan)))
    #expect(page.matches(of: /https?:/).isEmpty)
    #expect(page.matches(of: /(src|srcset|data|action)=/).isEmpty)
    #expect(page.matches(of: /'sha256-[A-Za-z0-9+\/]{43}='/).count == 2)
    #expect(!page.contains("unsafe-inline"))
    #expect(!page.contains("{{"))
  }

  @Test("A trainer and a venue that the dataset does not hold are told by name")
  func unknownParties() throws {
    var plan = samplePlan(cohorts: 3)
    plan.placements[0]?.lead = .unknown("T-GONE")
    plan.placements[0]?.venue = .unknown("V-GONE")
    let data = try pageData(planPage(plan, summary: sampleSummary(plan)))
    let trainers = try #require(data["trainers"] as? [[Any]])
    #expect(trainers.last?[0] as? String == "T-GONE")
    #expect((data["lead"] as? [Any])?[0] as? Int == plan.programme.trainers.count)
    #expect((data["venues"] as? [[Any]])?.last?[0] as? String == "V-GONE")
  }

  @Test("A zone's table holds a change of its offset to the second")
  func zoneChange() throws {
    let date = try #require(LocalDate("2026-10-25"))
    let berlin = try #require(Zone("Europe/Berlin", around: date))
    let noon = date.days * 86_400
    let table = ZoneTable(berlin, over: noon - 864_000...noon + 864_000)
    #expect(table.from == [noon - 864_000, noon + 3600])
    #expect(table.offsets == [7200, 3600])
  }

  @Test("Figures are grouped, and a share is never called whole where something is missing")
  func figures() {
    #expect(grouped(0) == "0")
    #expect(grouped(1_234_567) == "1,234,567")
    #expect(grouped(-1234) == "−1,234")
    #expect(percent(9999, of: 10_000) == "99.9 %")
    #expect(percent(3, of: 3) == "100.0 %")
    #expect(hours(90) == "1.5")
    #expect(hours(60_000) == "1,000.0")
  }

  @Test("Joiners stay, controls and marks of direction are spelled out")
  func legibleText() {
    #expect(legible("a\u{200D}b\u{200B}c") == "a\u{200D}b\u{200B}c")
    #expect(legible("a\u{1B}[31m\u{2066}") == "a⟨U+001B⟩[31m⟨U+2066⟩")
  }

  @Test("40,000 sessions: a small page, even where none is placed")
  func large() throws {
    let plan = samplePlan(cohorts: 4100, weeks: 16)
    #expect(plan.programme.sessions.count >= 40_000)
    let summary = sampleSummary(plan)
    let page = planPage(plan, summary: summary)
    #expect(page.count < 4_000_000)

    let empty = Plan(empty: plan.programme)
    var hopeless = sampleSummary(empty)
    for session in plan.programme.sessions.indices {
      hopeless.reasons[session] =
        "Nobody can teach session \(session). " + String(repeating: "x", count: 100)
    }
    #expect(planPage(empty, summary: hopeless).count < 8_000_000)
  }

  /// Pages for the checks in a browser (`Tests/Browser`).
  @Test(
    "Writes sample pages", .enabled(if: pageFolder != nil, "set JADWAL_PAGES to a folder"))
  func samples() throws {
    let folder = URL(fileURLWithPath: try #require(pageFolder), isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let hostile = #"</script><script>document.title="broken"</script><img src=x onerror=alert(1)>"#
    for (name, plan) in [
      ("sample", samplePlan(cohorts: 120)),
      ("large", samplePlan(cohorts: 4100, weeks: 16)),
      ("hostile", withTitles([hostile, "\u{202E}gnirts", "&lt;b&gt;"], title: hostile)),
      ("complete", complete(samplePlan(cohorts: 13))),
    ] {
      let page = planPage(plan, summary: sampleSummary(plan))
      try Data(page).write(to: folder.appendingPathComponent(name + ".html"))
    }
  }
}

private let pageFolder = ProcessInfo.processInfo.environment["JADWAL_PAGES"]

private func text(_ page: [UInt8]) -> String { String(decoding: page, as: UTF8.self) }

/// What the page's script reads, parsed.
private func pageData(_ page: [UInt8]) throws -> [String: Any] {
  let parts = text(page).components(separatedBy: "<script id=\"data\" type=\"application/json\">")
  let json = try #require(parts.last?.components(separatedBy: "</script>").first)
  return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
}

/// The sample with the titles of its first modules replaced.
private func withTitles(_ titles: [String], title: String? = nil) -> Plan {
  let plan = samplePlan(cohorts: 20, title: title)
  let programme = plan.programme
  var modules = programme.modules
  for (index, title) in titles.enumerated() { modules[index].title = title }
  return Plan(
    programme: Programme(
      settings: programme.settings, states: programme.states, cities: programme.cities,
      modules: modules, cohorts: programme.cohorts, trainers: programme.trainers,
      venues: programme.venues, joints: programme.joints),
    placements: plan.placements)
}

/// The plan with every session placed.
private func complete(_ plan: Plan) -> Plan {
  let start = Instant(seconds: plan.programme.settings.startsOn.days * 86_400)
  return Plan(
    programme: plan.programme,
    placements: plan.placements.map { $0 ?? Placement(start: start, lead: .known(0)) })
}
