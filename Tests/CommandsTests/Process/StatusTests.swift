import Foundation
import Testing

extension ExecutableTests {
  /// Every exit status of the contract, with what goes where.
  @Suite struct Statuses {
    @Test func theExampleGoesFromInitToShow() async throws {
      let scratch = try Scratch()
      let made = try await jadwal("init", "asean", in: scratch)
      #expect(made.status == 0 && made.errors.isEmpty)
      #expect(made.output.contains("jadwal plan asean"))
      let checked = try await jadwal("check", "asean", in: scratch)
      #expect(checked.status == 0 && checked.errors.isEmpty)
      let planned = try await jadwal("plan", "asean", "--iterations", "2000", in: scratch)
      #expect(planned.status == 0 && planned.errors.isEmpty)
      #expect(planned.output.contains("Look at asean/plan/plan.html"))
      #expect(try scratch.names("asean/plan") == planFiles)
      let verified = try await jadwal("verify", "asean", "asean/plan", in: scratch)
      #expect(verified.status == 0 && verified.output.contains("Every rule is kept."))
      let shown = try await jadwal("show", "asean", "asean/plan", "--state", "VN", in: scratch)
      #expect(shown.status == 0 && shown.output.contains("Viet Nam"))
      #expect(try scratch.names() == ["asean"])
    }

    @Test(arguments: [
      "", "bogus", "plan", "plan x y", "plan small --seconds -1", "plan small --seconds nan",
      "plan small --iterations -1", "plan small --iterations 9223372036854775808",
      "plan small --threads 0", "plan small --threads 257", "plan small --seed -1",
      "plan small --seed 18446744073709551616", "plan small --patience -0.1", "verify small",
      "show small small/greedy.csv --week 0", "show small small/greedy.csv --week 99",
      "show small small/greedy.csv --week -1", "show small small/greedy.csv --trainer nobody",
      "show small small/greedy.csv --state VN --week 1 --cohort x",
    ])
    func usageIs64(_ line: String) async throws {
      let scratch = try Scratch("small")
      let result = try await shell("\"$jadwal\" \(line.isEmpty ? "--bogus" : line)", in: scratch)
      #expect(result.status == 64 && result.output.isEmpty && !result.errors.isEmpty)
      #expect(!scratch.exists("small/plan"))
    }

    @Test func anUnknownIdIsToldWithTheNearest() async throws {
      let scratch = try Scratch("small")
      let trainer = try #require(
        scratch.text("small/trainers.csv").split(separator: "\n")[1].split(separator: ",").first)
      let result = try await jadwal(
        "show", "small", "small/greedy.csv", "--trainer", "\(trainer)x", in: scratch)
      #expect(result.errors.contains("did you mean \"\(trainer)\"?"))
    }

    @Test func unplacedSessionsAre3WhereAskedFor() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal(
        "plan", "small", "--seconds", "0", "--require-complete", in: scratch)
      let plan = try JSONSerialization.jsonObject(with: scratch.bytes("small/plan/plan.json"))
      let unplaced = try #require((plan as? [String: Any])?["unplaced"] as? Int)
      try #require(unplaced > 0)
      #expect(result.status == 3 && result.output.contains("Not placed:"))
    }

    @Test(arguments: ["check", "plan", "verify"])
    func badDataIs65(_ command: String) async throws {
      let scratch = try Scratch("small")
      try scratch.edit("small/cohorts.csv", ",BKK,", ",BKQ,")
      try scratch.edit("small/trainers.csv", "remote", "remite")
      let plan = command == "verify" ? " small/greedy.csv" : ""
      let result = try await shell("\"$jadwal\" \(command) small\(plan)", in: scratch)
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(result.errors.contains("cohorts.csv:2: city: unknown city \"BKQ\""))
      #expect(result.errors.contains("trainers.csv:"))
      #expect(result.errors.hasSuffix("jadwal check small again.\n"))
      #expect(!scratch.exists("small/plan"))
    }

    @Test(arguments: ["nowhere", "small/cities.csv", "empty"])
    func datasetsThatAreNoneAre65(_ path: String) async throws {
      let scratch = try Scratch("small")
      try FileManager.default.createDirectory(
        at: scratch.file("empty"), withIntermediateDirectories: true)
      let result = try await jadwal("check", path, in: scratch)
      #expect(result.status == 65 && result.output.isEmpty && !result.errors.isEmpty)
    }

    @Test(arguments: ["nowhere", "empty", "small", "other/greedy.csv"])
    func plansThatAreNoneAre65(_ path: String) async throws {
      let scratch = try Scratch("small", "example")
      for folder in ["empty", "other"] {
        try FileManager.default.createDirectory(
          at: scratch.file(folder), withIntermediateDirectories: true)
      }
      try scratch.write(
        try scratch.text("small/greedy.csv").replacing("/1,", with: "/7,"), to: "other/greedy.csv")
      for command in ["verify small", "show small", "plan small --from"] {
        let result = try await shell("\"$jadwal\" \(command) \(path)", in: scratch)
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains(path), "\(result.errors)")
      }
    }

    @Test func aBrokenRuleIs65AndNamed() async throws {
      let scratch = try Scratch("small")
      var rows = try scratch.text("small/greedy.csv").split(separator: "\n").map(String.init)
      var cells = rows[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[5] = "nobody"
      rows[1] = cells.joined(separator: ",")
      try scratch.write(rows.joined(separator: "\n") + "\n", to: "small/broken.csv")
      let result = try await jadwal("verify", "small", "small/broken.csv", in: scratch)
      #expect(result.status == 65 && result.output.contains("H5: \(cells[0])"))
      let json = try await jadwal("verify", "small", "small/broken.csv", "--json", in: scratch)
      #expect(json.status == 65)
      let violations = try #require(try json.json()["violations"] as? [[String: Any]])
      #expect(violations.contains { $0["rule"] as? String == "H5" })
    }

    @Test func verifyPricesTheFloor() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal("verify", "small", "small/greedy.csv", "--json", in: scratch)
      let json = try result.json()
      #expect(result.status == 0)
      #expect(json["cost"] as? Int == 2416)
      #expect(json["coverage"] as? Int == 2000)
      #expect(json["comfort"] as? Int == 416)
    }
  }
}
