import Foundation
import Testing

extension ExecutableTests {
  /// The certificate beside a plan, and what is told of hours that are too few.
  @Suite struct Bounds {
    /// The fixture with trainers who give two hours a week.
    private func overfull() async throws -> Scratch {
      let scratch = try Scratch("small")
      let rows = try scratch.text("small/trainers.csv").split(
        separator: "\n", omittingEmptySubsequences: true
      ).enumerated().map { number, row in
        var cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        // Hours stand before the last two cells; a cell with a comma before them is in two.
        if number > 0 { cells[cells.count - 5...cells.count - 3] = ["1", "2", "2"] }
        return cells.joined(separator: ",")
      }
      try scratch.write(rows.joined(separator: "\n") + "\n", to: "small/trainers.csv")
      let result = try await jadwal("plan", "small", "--iterations", "2000", in: scratch)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("these hours are too few"))
      return scratch
    }

    @Test func theGapIsInThePlanAndItsPage() async throws {
      let scratch = try await overfull()
      let plan = try #require(
        try JSONSerialization.jsonObject(with: scratch.bytes("small/plan/plan.json"))
          as? [String: Any])
      let certificate = try #require(
        try JSONSerialization.jsonObject(with: scratch.bytes("small/plan/bound.json"))
          as? [String: Any])
      let bound = try #require(plan["lower_bound"] as? Int)
      let cost = try #require(plan["cost"] as? Int)
      #expect(bound > 0 && bound <= cost && plan["gap"] as? Int == cost - bound)
      #expect(certificate["lower_bound"] as? Int == bound)
      let page = try scratch.text("small/plan/plan.html")
      #expect(page.contains("Too few hours, whatever is planned"))
    }

    @Test func whatIsShortIsToldByTheCheckToo() async throws {
      let scratch = try await overfull()
      let checked = try await jadwal("check", "small", in: scratch)
      #expect(checked.status == 0 && checked.output.contains("have no place in any plan"))
      #expect(checked.output.contains("One more trainer who speaks"))
      let json = try await jadwal("check", "small", "--json", in: scratch).json()
      #expect(((json["shortages"] as? [Any])?.count ?? 0) > 0)
    }

    @Test func theProofIsCheckedAndAWrongOneIs65() async throws {
      let scratch = try await overfull()
      let verified = try await jadwal("verify", "small", "small/plan", "--bound", in: scratch)
      #expect(verified.status == 0 && verified.output.contains("Proved: no plan can cost less"))
      let bound = "small/plan/bound.json"
      let original = try scratch.text(bound)
      let tampered = [
        original.replacing("\"needed\" : ", with: "\"needed\" : 1"),
        original.replacing("\"lower_bound\" : ", with: "\"lower_bound\" : 1"),
        original.replacing("\"dataset_digest\" : \"", with: "\"dataset_digest\" : \"0"),
        String(original.dropLast(3)), "",
      ]
      for text in tampered {
        #expect(text != original)
        try scratch.write(text, to: bound)
        let result = try await jadwal("verify", "small", "small/plan", "--bound", in: scratch)
        #expect(result.status == 65 && result.errors.contains("The proof of the lower bound fails"))
        #expect(try await jadwal("verify", "small", "small/plan", in: scratch).status == 0)
      }
      try await shell("rm \(bound)", in: scratch)
      let gone = try await jadwal("verify", "small", "small/plan", "--bound", in: scratch)
      #expect(gone.status == 65 && gone.errors.contains("no bound.json"))
    }

    @Test func theProofIsOfOneDataset() async throws {
      let scratch = try await overfull()
      try await shell("cp -r small/plan p && sed -i s/,2,2,/,3,3,/ small/trainers.csv", in: scratch)
      let result = try await jadwal("verify", "small", "p", "--bound", in: scratch)
      #expect(result.status == 65 && result.errors.contains("another dataset"))
    }
  }
}
