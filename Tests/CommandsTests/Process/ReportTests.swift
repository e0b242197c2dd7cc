import Foundation
import Testing

extension ExecutableTests {
  /// `jadwal report` in each of its forms.
  @Suite struct Reports {
    @Test func tellsTheSameInEveryForm() async throws {
      let scratch = try Scratch("small")
      func report(_ options: String) async throws -> ProcessResult {
        let result = try await shell(
          "\"$jadwal\" report small small/greedy.csv \(options)", in: scratch)
        #expect(result.status == 0, "\(result.errors)")
        return result
      }
      let json = try await report("--json").json()
      let tables = try #require(json["tables"] as? [[String: Any]])
      let rows = try #require(tables.first?["rows"] as? [[String: Any]])
      let verified = try await jadwal("verify", "small", "small/greedy.csv", "--json", in: scratch)
      let placed = try #require(try verified.json()["placed"] as? Int)
      // One member state asks for all of it.
      #expect(rows.count == 1 && rows[0]["placed"] as? String == String(placed))
      let markdown = try await report("").output
      let csv = try await report("--format csv").output
      let name = try #require(rows[0]["member state"] as? String)
      for text in [markdown, csv] { #expect(text.contains(name)) }
      #expect(csv.contains("\nBy member state,\(name),placed,\(placed)\n"))
      _ = try await report("--format html --out report.html")
      let page = try scratch.text("report.html")
      #expect(page.contains("<svg") && page.contains(name) && page.contains("</html>"))
      #expect(!page.contains("{{") && !page.contains("<script"))
    }

    @Test func refusesWhatIsNoFileAndLeavesItBe() async throws {
      let scratch = try Scratch("small")
      let names = try scratch.names("small")
      let result = try await jadwal(
        "report", "small", "small/greedy.csv", "--out", "small", in: scratch)
      #expect(result.status == 73)
      #expect(try scratch.names("small") == names)
    }
  }
}
