import Foundation
import TestSupport
import Testing

extension ExecutableTests {
  /// The coordinator's week on plans that are stored.
  @Suite(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
  struct AStoredWeek {
    let test: TestDatabase
    let ana: [String: String]
    let scratch: Scratch

    init() throws {
      test = try TestDatabase()
      ana = ["DATABASE_URL": test.url(as: try test.login("ana", in: "jadwal_coordinator"))]
      scratch = try Scratch("small")
    }

    private func run(_ arguments: [String]) async throws -> ProcessResult {
      let process = try JadwalProcess(arguments, in: scratch, environment: ana)
      try process.start()
      return try await process.end()
    }

    /// Stores the folder's dataset with a plan, which stands in `small/plan` too.
    private func store() async throws {
      let stored = try await run([
        "plan", "small", "--database", "", "--iterations", "20000", "--threads", "1",
      ])
      try #require(stored.status == 0, "\(stored.errors)")
    }

    private func rows(_ path: String) throws -> [[String]] {
      try scratch.text(path).split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }

    /// The same arguments for the folder and for the database.
    private func both(_ command: String, _ more: [String]) async throws -> (
      folder: ProcessResult, stored: ProcessResult
    ) {
      (
        try await run([command, "small", "small/plan"] + more),
        try await run([command, "training-s-1", "1"] + more + ["--database", ""])
      )
    }

    @Test func replacesAndMovesAsInAFolder() async throws {
      try await store()
      let placed = try rows("small/plan/assignments.csv").filter { !$0[3].isEmpty }
      let session = try #require(placed.first)
      var found = 0
      for row in placed {
        let (trainer, day) = (row[5], String(row[3].prefix(10)))
        let asked = try await both(
          "replace", ["--trainer", trainer, "--from", day, "--to", day, "--json"])
        #expect(asked.stored.status == 0, "\(asked.stored.errors)")
        #expect(asked.stored.output == asked.folder.output)
        guard let offers = try asked.stored.json()["substitutes"] as? [[String: Any]],
          offers.contains(where: { $0["cost"] is Int })
        else { continue }
        found += 1
        let out = "new-\(found)"
        let applied = try await run([
          "replace", "training-s-1", "1", "--trainer", trainer, "--from", day, "--to", day,
          "--apply", "1", "--out", out, "--database", "",
        ])
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(try await run(["verify", "small", out]).status == 0)
        if found == 2 { break }
      }
      #expect(found > 0)
      let moved = try await both("move", [session[0], "--start", "2026-08-10T03:00:00Z", "--json"])
      #expect(moved.stored.status == moved.folder.status)
      #expect(moved.stored.output == moved.folder.output && !moved.stored.output.isEmpty)
      let kept = try await run([
        "move", "training-s-1", "1", session[0], "--start", session[3], "--out", "same",
        "--database", "",
      ])
      #expect(kept.status == 0, "\(kept.errors)")
      #expect(
        try scratch.bytes("same/assignments.csv") == scratch.bytes("small/plan/assignments.csv"))
    }

    @Test func asksWhatIfOfWhatIsStored() async throws {
      try await store()
      let venue = try #require(rows("small/venues.csv").last?.first)
      let changes = ["-venue \(venue)", "weight idle=7 away=0", "--iterations", "3000", "--json"]
      let folder = try await run(["what-if", "small"] + changes)
      let stored = try await run(["what-if", "training-s-1"] + changes + ["--database", ""])
      #expect(stored.status == 0, "\(stored.errors)")
      #expect(stored.output == folder.output && !stored.output.isEmpty)
      let missing = try await run(["what-if", "nothing", "weight idle=7", "--database", ""])
      #expect(missing.status == 65)
    }

    @Test func comparesPlansOfTwoDatasets() async throws {
      try await store()
      // The last cohort leaves, and its joint courses with it.
      let cohorts = try scratch.text("small/cohorts.csv").split(separator: "\n").map(String.init)
      let joint = scratch.exists("small/joint.csv") ? try scratch.text("small/joint.csv") : ""
      let leaving = try #require(
        cohorts.dropFirst().last { row in
          row.split(separator: ",").first.map { !joint.contains($0) } ?? false
        })
      let id = try #require(leaving.split(separator: ",").first.map(String.init))
      try scratch.write(
        cohorts.filter { $0 != leaving }.joined(separator: "\n") + "\n", to: "small/cohorts.csv")
      for file in ["absences.csv", "pinned.csv"] where scratch.exists("small/\(file)") {
        let kept = try scratch.text("small/\(file)").split(separator: "\n").filter {
          !$0.hasPrefix("cohort,\(id),") && !$0.hasPrefix("\(id)/")
        }
        try scratch.write(kept.joined(separator: "\n") + "\n", to: "small/\(file)")
      }
      try await store()
      let there = try await run(["diff", "training-s-1", "1", "2", "--database", "", "--json"])
      try #require(there.status == 0, "\(there.errors)")
      #expect(try kinds(there, of: id) == ["left"])
      let back = try await run(["diff", "training-s-1", "2", "1", "--database", "", "--json"])
      try #require(back.status == 0, "\(back.errors)")
      #expect(try kinds(back, of: id) == ["added"])
    }

    private func kinds(_ result: ProcessResult, of cohort: String) throws -> Set<String> {
      let changes = try #require(try result.json()["changes"] as? [[String: Any]])
      return Set(
        changes.filter { ($0["session"] as? String)?.hasPrefix("\(cohort)/") == true }.compactMap {
          ($0["cause"] as? [String: Any])?["kind"] as? String
        })
    }
  }
}
