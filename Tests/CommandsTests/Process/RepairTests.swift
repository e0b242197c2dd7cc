import Foundation
import Testing

extension ExecutableTests {
  /// A plan after something has changed: substitutes, changes by hand, the nearest plan, several plans,
  /// and what if.
  @Suite struct Repairs {
    /// Who leads most in a plan, and the first of their sessions.
    private func busiest(_ plan: String, in scratch: Scratch) throws -> (
      trainer: String, session: String
    ) {
      let rows = try rows(plan, in: scratch).filter { !$0[5].isEmpty }
      let counts = rows.reduce(into: [String: Int]()) { $0[$1[5], default: 0] += 1 }
      let most = try #require(counts.min { ($1.value, $0.key) < ($0.value, $1.key) })
      return (most.key, try #require(rows.first { $0[5] == most.key })[0])
    }

    /// The rows of an `assignments.csv`; nothing in the fixture's needs quotes.
    private func rows(_ path: String, in scratch: Scratch) throws -> [[String]] {
      try scratch.text(path).split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }

    private func expectSound(_ plan: String, of dataset: String, in scratch: Scratch) async throws {
      let verified = try await jadwal("verify", dataset, plan, in: scratch)
      #expect(verified.status == 0, "\(verified.output)")
    }

    @Test func replacesATrainer() async throws {
      let scratch = try Scratch("example")
      let planned = try await jadwal(
        "plan", "example", "--iterations", "20000", "--threads", "1", in: scratch)
      try #require(planned.status == 0, "\(planned.errors)")
      let trainers = try scratch.text("example/trainers.csv").split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: ",").first.map(String.init) }
      func run(_ trainer: String, _ more: String...) async throws -> ProcessResult {
        let process = try JadwalProcess(
          [
            "replace", "example", "example/plan", "--trainer", trainer, "--from", "2026-08-03",
            "--to", "2026-08-16", "--json",
          ] + more, in: scratch)
        try process.start()
        return try await process.end()
      }
      // The first of whom somebody can take a session, and the costs of those who can.
      var found: (trainer: String, costs: [Int])?
      for trainer in trainers where found == nil {
        let asked = try await run(trainer)
        try #require(asked.status == 0, "\(asked.errors)")
        let substitutes = try #require(try asked.json()["substitutes"] as? [[String: Any]])
        let costs = substitutes.compactMap { $0["cost"] as? Int }
        if !costs.isEmpty { found = (trainer, costs) }
      }
      let (trainer, costs) = try #require(found)
      #expect(costs == costs.sorted())
      #expect(try scratch.names() == ["example"])

      let applied = try await run(trainer, "--apply", "1", "--out", "new")
      try #require(applied.status == 0, "\(applied.errors)")
      try await expectSound("new", of: "example", in: scratch)
      let written = try #require(try applied.json()["written"] as? [String: Any])
      #expect(written["cost"] as? Int == costs.first)

      let repaired = try await run(trainer, "--apply", "1", "--repair", "--out", "mended")
      try #require(repaired.status == 0, "\(repaired.errors)")
      try await expectSound("mended", of: "example", in: scratch)
      func placed(_ plan: String) throws -> Int {
        try rows("\(plan)/assignments.csv", in: scratch).count { !$0[3].isEmpty }
      }
      #expect(try placed("mended") >= placed("new"))
      let still = try rows("mended/assignments.csv", in: scratch).filter { row in
        row[3] >= "2026-08-03" && row[3] < "2026-08-16" && (row[5] + ";" + row[6]).contains(trainer)
      }
      #expect(still.isEmpty)
    }

    @Test(arguments: [
      (["--trainer", "T-NOBODY", "--from", "2026-08-03"], "has no trainer"),
      (["--trainer", "TRAINER", "--from", "2026-08-33"], "is no date"),
      (["--trainer", "TRAINER", "--from", "2026-08-09", "--to", "2026-08-08"], "is before"),
      (["--trainer", "TRAINER", "--from", "2026-08-03", "--apply", "1"], "go together"),
      (["--trainer", "TRAINER", "--from", "2026-08-03", "--top", "0"], "--top"),
    ])
    func refusesToReplace(_ more: [String], _ reason: String) async throws {
      let scratch = try Scratch("small")
      let (trainer, _) = try busiest("small/greedy.csv", in: scratch)
      let process = try JadwalProcess(
        ["replace", "small", "small/greedy.csv"] + more.map { $0 == "TRAINER" ? trainer : $0 },
        in: scratch)
      try process.start()
      let result = try await process.end()
      #expect(result.status == 64)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test func pricesAChangeByHandAndFixesTheRest() async throws {
      let scratch = try Scratch("small")
      // The second session of a chain at the start of the third, which cannot be at the same time.
      let rows = try rows("small/greedy.csv", in: scratch)
      let third = try #require(rows.firstIndex { $0[0].hasSuffix("/3") && !$0[3].isEmpty })
      let (session, start) = (rows[third - 1][0], rows[third][3])
      let asked = try await jadwal(
        "move", "small", "small/greedy.csv", session, "--start", start, in: scratch)
      #expect(asked.status == 0 && asked.output.contains("This breaks"), "\(asked.output)")
      let refused = try await jadwal(
        "move", "small", "small/greedy.csv", session, "--start", start, "--out", "new", in: scratch)
      #expect(refused.status == 65 && !scratch.exists("new"), "\(refused.errors)")
      let mended = try await jadwal(
        "move", "small", "small/greedy.csv", session, "--start", start, "--repair", "--out", "new",
        in: scratch)
      try #require(mended.status == 0, "\(mended.errors)")
      try await expectSound("new", of: "small", in: scratch)
      let now = try self.rows("new/assignments.csv", in: scratch)
      #expect(now[third - 1][3] == start)
      let changed = zip(rows, now).count { $0[3...7] != $1[3...7] }
      #expect(changed <= 4, "\(changed) of \(rows.count) changed")
    }

    @Test func namesWhatIsMeant() async throws {
      let scratch = try Scratch("small")
      let session = try rows("small/greedy.csv", in: scratch)[0][0]
      let wrong = try await jadwal(
        "move", "small", "small/greedy.csv", session + "x", "--start", "2026-08-04T09:00",
        in: scratch)
      #expect(wrong.status == 64 && wrong.errors.contains("did you mean"), "\(wrong.errors)")
      let noTime = try await jadwal(
        "move", "small", "small/greedy.csv", session, "--start", "noon", in: scratch)
      #expect(noTime.status == 64 && noTime.errors.contains("is no time"), "\(noTime.errors)")
      let nothing = try await jadwal("move", "small", "small/greedy.csv", session, in: scratch)
      #expect(nothing.status == 64 && nothing.errors.contains("what is to change"))
    }

    @Test func staysNearThePlanInForce() async throws {
      let scratch = try Scratch("small")
      try scratch.write(try scratch.text("small/greedy.csv"), to: "small/previous.csv")
      let (trainer, _) = try busiest("small/greedy.csv", in: scratch)
      let before = try rows("small/greedy.csv", in: scratch)
      let same = try await jadwal(
        "plan", "small", "--from", "small/greedy.csv", "--out", "same", in: scratch)
      try #require(same.status == 0, "\(same.errors)")
      let kept = try rows("same/assignments.csv", in: scratch)
      #expect(zip(before, kept).allSatisfy { $0[3].isEmpty || $0[3...7] == $1[3...7] })

      let absences = try scratch.text("small/absences.csv")
      try scratch.write(
        absences + "trainer,\(trainer),2026-08-10T00:00:00Z,2026-08-17T00:00:00Z\n",
        to: "small/absences.csv")
      let near = try await jadwal(
        "plan", "small", "--from", "small/greedy.csv", "--out", "near", in: scratch)
      try #require(near.status == 0, "\(near.errors)")
      #expect(near.output.contains("changed"), "\(near.output)")
      try await expectSound("near", of: "small", in: scratch)
      let now = try rows("near/assignments.csv", in: scratch)
      let others = zip(before, now).count { old, new in
        !old[3].isEmpty && old[3...7] != new[3...7]
          && !(old[5] + ";" + old[6]).contains(trainer)
      }
      #expect(others <= 3)
      let anew = try await jadwal(
        "plan", "small", "--from", "small/greedy.csv", "--rearrange", "--iterations", "20000",
        "--threads", "1", "--out", "anew", in: scratch)
      #expect(anew.status == 0, "\(anew.errors)")
      try await expectSound("anew", of: "small", in: scratch)
    }

    @Test func offersSeveralPlans() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal(
        "plan", "small", "--alternatives", "3", "--iterations", "40000", "--seed", "2", "--threads",
        "1", "--out", "plans", "--json", in: scratch)
      try #require(result.status == 0, "\(result.errors)")
      let told = try #require(try result.json()["alternatives"] as? [[String: Any]])
      let folders = told.compactMap { $0["folder"] as? String }
      #expect(folders.count > 1)
      var seen: Set<Data> = []
      for (folder, row) in zip(folders, told) {
        try await expectSound(folder, of: "small", in: scratch)
        #expect(seen.insert(try scratch.bytes("\(folder)/assignments.csv")).inserted)
        let verified = try await jadwal("verify", "small", folder, "--json", in: scratch)
        #expect(try verified.json()["cost"] as? Int == row["cost"] as? Int)
        #expect(try verified.json()["placed"] as? Int == row["placed"] as? Int)
      }
      let costs = told.compactMap { $0["cost"] as? Int }
      #expect(costs.first == costs.min())
      // Another plan takes the place of all of them.
      let again = try await jadwal(
        "plan", "small", "--iterations", "1000", "--out", "plans", in: scratch)
      #expect(again.status == 0)
      #expect(try scratch.names("plans") == planFiles)
    }

    @Test func alternativesAreForFolders() async throws {
      let scratch = try Scratch("small")
      for more in [["--cpu-seconds", "1"], ["--database", ""]] {
        let process = try JadwalProcess(
          ["plan", "small", "--alternatives", "2"] + more, in: scratch)
        try process.start()
        #expect(try await process.end().status == 64)
      }
    }

    /// The same as somebody who edits the tables and plans twice.
    @Test func asksWhatIf() async throws {
      let scratch = try Scratch("small")
      let venue = try #require(
        scratch.text("small/venues.csv").split(separator: "\n").last?.split(separator: ",").first)
      let asked = try await jadwal(
        "what-if", "small", "-venue \(venue)", "--iterations", "20000", "--json", in: scratch)
      try #require(asked.status == 0, "\(asked.errors)")
      func cost(_ side: String) throws -> Int? {
        (try asked.json()[side] as? [String: Any])?["cost"] as? Int
      }
      func planned() async throws -> Int? {
        let result = try await jadwal(
          "plan", "small", "--iterations", "20000", "--threads", "1", "--out", "plan", "--json",
          in: scratch)
        return try result.json()["cost"] as? Int
      }
      #expect(try await planned() == cost("before"))
      for file in ["venues.csv", "absences.csv"] {
        let kept = try scratch.text("small/\(file)").split(separator: "\n").filter { row in
          !row.hasPrefix("\(venue),") && !row.hasPrefix("venue,\(venue),")
        }
        try scratch.write(kept.joined(separator: "\n") + "\n", to: "small/\(file)")
      }
      #expect(try await planned() == cost("after"))
    }

    @Test(arguments: [
      ("-venue V-NONE", 64, "has no venue"), ("+trainer T-9 like T-NONE", 64, "has no trainer"),
      ("closed XX 2026-08-10", 64, "no state or city"), ("venue", 64, "which venue"),
      ("+venue V-9 city=NOWHERE", 65, "venues.csv"),
    ])
    func tellsWhatCannotBe(_ change: String, _ status: Int32, _ reason: String) async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal("what-if", "small", change, in: scratch)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
  }
}
