import Foundation
import Testing

extension ExecutableTests {
  /// `jadwal explain`, as a coordinator would try it out.
  @Suite struct Explanations {
    @Test(
      "What is asked and is not there is 64, with the nearest that is",
      arguments: [
        ("BKK-W01/SAFE1/9", "did you mean \"BKK-W01/SAFE1/1\"?"),
        ("--why-not trainer=T-TH-005", "name one"),
        ("BKK-W01/SAFE1/1 --why-not trainr=T-TH-005", "did you mean \"trainer\"?"),
        ("BKK-W01/SAFE1/1 --why-not trainer=T-TH-05", "did you mean \"T-TH-005\"?"),
        ("BKK-W01/SAFE1/1 --why-not venue=V-BKK-0l", "did you mean \"V-BKK-01\"?"),
        ("BKK-W01/SAFE1/1 --why-not start=tomorrow", "2026-08-04T18:30"),
        ("BKK-W01/SAFE1/1 --why-not start", "write trainer=ID"),
        ("BKK-W01/SAFE1/1 --why-not venue=V-BKK-01 --why-not venue=V-BKK-01", "given twice"),
      ])
    func usageIs64(_ line: String, _ hint: String) async throws {
      let scratch = try Scratch("small")
      let result = try await shell(
        "\"$jadwal\" explain small small/greedy.csv \(line)", in: scratch)
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains(hint), "\(result.errors)")
    }

    @Test("A plan's parts add up to what verify says that it costs")
    func partsAddUp() async throws {
      let scratch = try Scratch("small")
      let explained = try await jadwal(
        "explain", "small", "small/greedy.csv", "--json", in: scratch)
      let verified = try await jadwal("verify", "small", "small/greedy.csv", "--json", in: scratch)
      let (json, verification) = (try explained.json(), try verified.json())
      let cost = try #require(verification["cost"] as? Int)
      #expect(cost > 0 && json["cost"] as? Int == cost)
      for key in ["terms", "states"] {
        let parts = try #require(json[key] as? [[String: Any]])
        #expect(parts.reduce(0) { $0 + ($1["cost"] as? Int ?? 0) } == cost)
        for part in parts {
          let points = try #require(part["points"] as? [[String: Any]])
          #expect(points.reduce(0) { $0 + ($1["cost"] as? Int ?? 0) } == part["cost"] as? Int)
        }
      }
      let text = try await jadwal("explain", "small", "small/greedy.csv", in: scratch)
      #expect(text.output.hasPrefix("56 of 59 sessions have a place."))
    }

    @Test("An alternative written into the plan costs what was told")
    func alternativesAreTrue() async throws {
      let scratch = try Scratch("small")
      func cost() async throws -> Int {
        let verified = try await jadwal("verify", "small", "plan.csv", "--json", in: scratch)
        let json = try verified.json()
        #expect((json["violations"] as? [Any])?.isEmpty == true)
        return try #require(json["cost"] as? Int)
      }
      let original = try scratch.text("small/greedy.csv")
      try scratch.write(original, to: "plan.csv")
      let before = try await cost()
      for session in ["BKK-Y03/CONT1/4", "CNX-W06/CONT1/2"] {
        let explained = try await jadwal(
          "explain", "small", "plan.csv", session, "--json", in: scratch)
        let alternatives = try #require(try explained.json()["alternatives"] as? [[String: Any]])
        #expect(alternatives.count > 2)
        for alternative in alternatives {
          let place = try #require(alternative["place"] as? [String: Any])
          let effect = try #require(alternative["effect"] as? [String: Any])
          try scratch.write(rewritten(original, session, place), to: "plan.csv")
          #expect(try await cost() - before == effect["cost"] as? Int)
        }
        try scratch.write(original, to: "plan.csv")
      }
    }

    /// The plan with one session's start, trainers and venue as they are told.
    private func rewritten(_ plan: String, _ session: String, _ place: [String: Any]) -> String {
      plan.split(separator: "\n").map { row in
        var cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells[0] == session else { return String(row) }
        cells[3] = place["start"] as? String ?? ""
        cells[4] = ""
        cells[5] = place["lead"] as? String ?? ""
        cells[6] = (place["assistants"] as? [String] ?? []).joined(separator: ";")
        cells[7] = place["venue"] as? String ?? ""
        cells[8] = ""
        return cells.joined(separator: ",")
      }.joined(separator: "\n") + "\n"
    }

    @Test("A session without a place is told with what is in the way and what would help")
    func withoutAPlace() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal(
        "explain", "small", "small/greedy.csv", "BKK-W02/PROG1/3", in: scratch)
      #expect(result.status == 0 && result.errors.isEmpty)
      #expect(result.output.hasPrefix("BKK-W02/PROG1/3 has no place."))
      #expect(result.output.contains("It waits for BKK-W02/PROG1/2"))
      #expect(result.output.contains("What would help, the least first:"))
      let json = try await jadwal(
        "explain", "small", "small/greedy.csv", "BKK-W02/PROG1/3", "--json", in: scratch
      ).json()
      #expect(json["waits_for"] as? String == "BKK-W02/PROG1/2")
      #expect((json["facts"] as? [Any])?.isEmpty == false)
    }

    @Test("Why not: what is so already, what would cost, and what cannot be")
    func whyNot() async throws {
      let scratch = try Scratch("small")
      func ask(_ wish: String) async throws -> String {
        let result = try await jadwal(
          "explain", "small", "small/greedy.csv", "BKK-W01/SAFE1/1", "--why-not", wish, in: scratch)
        #expect(result.status == 0 && result.errors.isEmpty)
        return result.output
      }
      #expect(try await ask("trainer=T-TH-005").contains("already"))
      #expect(try await ask("start=2026-08-05T19:30").contains("already"))
      #expect(try await ask("start=2026-08-05T19:30:00+07:00").contains("already"))
      #expect(try await ask("start=2026-08-05T03:00").contains("outside the hours of BKK-W01"))
      #expect(try await ask("start=2026-08-05T19:31").contains("grid"))
      #expect(try await ask("venue=V-CNX-01").contains("another city"))
    }
  }
}
