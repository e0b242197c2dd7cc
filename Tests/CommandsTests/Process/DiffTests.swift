import Foundation
import Testing

extension ExecutableTests {
  /// `jadwal diff`, from a changed fact to whom it concerns.
  @Suite struct Differences {
    /// A plan, one trainer's absence, and the plan mended for it.
    private func mended() async throws -> (scratch: Scratch, trainer: String, session: String) {
      let scratch = try Scratch("small")
      let planned = try await shell(
        "\"$jadwal\" plan small --out old --iterations 20000 --threads 1", in: scratch)
      #expect(planned.status == 0)
      let rows = try scratch.text("old/assignments.csv").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let header = rows[0]
      let columns = try ["session", "start", "end", "lead"].map {
        try #require(header.firstIndex(of: $0))
      }
      let row = try #require(rows.dropFirst().first { !$0[columns[3]].isEmpty })
      let (session, trainer) = (row[columns[0]], row[columns[3]])
      let absence = "trainer,\(trainer),\(row[columns[1]]),\(row[columns[2]])\n"
      try scratch.write(try scratch.text("small/absences.csv") + absence, to: "small/absences.csv")
      let again = try await shell(
        "\"$jadwal\" plan small --from old --out new --iterations 20000 --threads 1", in: scratch)
      #expect(again.status == 0, "\(again.errors)")
      return (scratch, trainer, session)
    }

    @Test func tellsTheAbsenceThatMovedASession() async throws {
      let (scratch, trainer, session) = try await mended()
      let json = try await jadwal("diff", "small", "old", "new", "--json", in: scratch).json()
      let parties = try #require(json["parties"] as? [[String: Any]])
      let own = try #require(
        parties.first { ($0["party"] as? String)?.hasPrefix("Trainer \(trainer) ") == true })
      let changes = try #require(own["changes"] as? [[String: Any]])
      let change = try #require(changes.first { $0["session"] as? String == session })
      let causes = try #require(change["causes"] as? [String])
      #expect(causes.contains { $0.contains(trainer) && $0.contains("absent") }, "\(causes)")
      let text = try await jadwal("diff", "small", "old", "new", in: scratch)
      #expect(text.status == 0 && text.output.contains("  \(session)\n"))
      #expect(text.output.contains("absent"))
    }

    /// What was is what is, the other way round; the same people, the opposite cost.
    @Test func mirrors() async throws {
      let (scratch, _, _) = try await mended()
      let there = try await jadwal("diff", "small", "old", "new", "--json", in: scratch).json()
      let back = try await jadwal("diff", "small", "new", "old", "--json", in: scratch).json()
      #expect(there["sessions"] as? Int == back["sessions"] as? Int)
      #expect(there["cost"] as? Int == (back["cost"] as? Int).map { -$0 })
      #expect(try sides(there, "old", "new") == sides(back, "new", "old"))
    }

    private func sides(_ json: [String: Any], _ old: String, _ new: String) throws -> [String] {
      let parties = try #require(json["parties"] as? [[String: Any]])
      return try parties.flatMap { party in
        try #require(party["changes"] as? [[String: Any]]).map { change in
          func start(_ side: String) -> String {
            (change[side] as? [String: Any])?["start"] as? String ?? "none"
          }
          return "\(party["party"] ?? "") \(change["session"] ?? "") \(start(old)) \(start(new))"
        }
      }
    }

    @Test func samePlansDifferInNothing() async throws {
      let scratch = try Scratch("small")
      let plan = "small/greedy.csv"
      let result = try await jadwal("diff", "small", plan, plan, in: scratch)
      #expect(result.status == 0 && result.output == "Nothing differs.\n")
    }

    @Test func writesAPageWhole() async throws {
      let (scratch, trainer, _) = try await mended()
      let result = try await jadwal(
        "diff", "small", "old", "new", "--format", "html", "--out", "changes.html", in: scratch)
      #expect(result.status == 0 && result.output.isEmpty)
      let page = try scratch.text("changes.html")
      #expect(page.contains("Trainer \(trainer) ") && page.contains("</html>"))
      #expect(!page.contains("{{") && !page.contains("<script"))
      let refused = try await jadwal(
        "diff", "small", "old", "new", "--format", "html", "--out", "small", in: scratch)
      #expect(refused.status == 73)
    }

    @Test(arguments: [
      ("--trainer T-TH-05", Int32(64), "T-TH-005"),
      ("--trainer T-TH-005 --venue V-1", 64, "Choose"),
      ("--json --format html", 64, "alone"),
    ])
    func usageIs64(options: String, status: Int32, hint: String) async throws {
      let scratch = try Scratch("small")
      let result = try await shell(
        "\"$jadwal\" diff small small/greedy.csv small/greedy.csv \(options)", in: scratch)
      #expect(result.status == status && result.errors.contains(hint), "\(result.errors)")
    }
  }
}
