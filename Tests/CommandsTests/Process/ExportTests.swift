import Foundation
import TestSupport
import Testing

@testable import Commands

extension ExecutableTests {
  /// `jadwal export` as a coordinator uses it.
  @Suite struct Export {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch("small")
      try FileManager.default.copyItem(
        at: scratch.file("small/greedy.csv"), to: scratch.file("one.csv"))
    }

    /// The values of a property in a calendar, by event.
    private func values(_ name: String, _ calendar: String) -> [String] {
      calendar.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n")
        .filter { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.utf8.count + 1)) }
    }

    /// A session of the plan that is placed: its row.
    private func firstPlaced() throws -> [String] {
      let rows = try scratch.text("one.csv").split(separator: "\n").dropFirst()
      let cells = rows.map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      return try #require(cells.first { $0.count > 5 && !$0[3].isEmpty })
    }

    @Test func eachFormatGoesToStandardOutputOrToAFile() async throws {
      for format in ["ics", "csv", "html", "json"] {
        let shown = try await jadwal(
          "export", "small", "one.csv", "--format", format, in: scratch)
        #expect(shown.status == 0, "\(shown.errors)")
        let written = try await jadwal(
          "export", "small", "one.csv", "--format", format, "--out", "out.\(format)", in: scratch)
        #expect(written.status == 0 && written.output == "", "\(written.errors)")
        #expect(written.errors.contains("out.\(format)"))
        #expect(try scratch.text("out.\(format)") == shown.output)
        #expect(!shown.output.isEmpty)
      }
      #expect(
        try scratch.names() == ["one.csv", "out.csv", "out.html", "out.ics", "out.json", "small"])
    }

    @Test func whatTheOldCalendarHeldIsCancelledAndWhatChangedIsCounted() async throws {
      let row = try firstPlaced()
      let first = try await jadwal(
        "export", "small", "one.csv", "--format", "ics", "--trainer", row[5], "--out", "t.ics",
        in: scratch)
      #expect(first.status == 0, "\(first.errors)")
      let before = try scratch.text("t.ics")
      let again = try await jadwal(
        "export", "small", "one.csv", "--format", "ics", "--trainer", row[5], "--since", "t.ics",
        "--out", "t.ics", in: scratch)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try scratch.text("t.ics") == before)
      // The chain's sessions lose their places.
      let chain = row[0].prefix(upTo: row[0].lastIndex(of: "/") ?? row[0].endIndex)
      let lines = try scratch.text("one.csv").split(separator: "\n").map { line in
        line.hasPrefix(chain + "/")
          ? line.split(separator: ",", omittingEmptySubsequences: false).prefix(3)
            .joined(separator: ",") + ",,,,,," : String(line)
      }
      try scratch.write(lines.joined(separator: "\n") + "\n", to: "two.csv")
      let later = try await jadwal(
        "export", "small", "two.csv", "--format", "ics", "--trainer", row[5], "--since", "t.ics",
        in: scratch)
      #expect(later.status == 0, "\(later.errors)")
      #expect(values("UID", later.output) == values("UID", before))
      let cancelled = values("STATUS", later.output).indices.filter {
        values("STATUS", later.output)[$0] == "CANCELLED"
      }
      #expect(!cancelled.isEmpty)
      for (index, sequence) in values("SEQUENCE", later.output).enumerated() {
        #expect(sequence == (cancelled.contains(index) ? "1" : "0"))
      }
      let other = try await jadwal(
        "export", "small", "two.csv", "--format", "ics", "--since", "t.ics", in: scratch)
      #expect(other.status == 65 && other.errors.contains("is the calendar of"))
    }

    @Test func whatIsNotThereIsRefusedWithTheNearestName() async throws {
      let trainer = try firstPlaced()[5]
      let wrong = String(trainer.dropLast()) + "x"
      let result = try await jadwal(
        "export", "small", "one.csv", "--format", "csv", "--trainer", wrong + "x", in: scratch)
      #expect(result.status == 64 && result.output == "")
      #expect(result.errors.contains("--trainer: the dataset has no \(wrong)x (did you mean"))
      for arguments in [
        ["small", "one.csv"], ["small", "one.csv", "--format", "pdf"], ["small"],
        ["small", "one.csv", "--format", "csv", "--since", "t.ics"],
        ["small", "one.csv", "--format", "ics", "--json"],
        ["small", "one.csv", "--format", "ics", "--cohort", "A", "--venue", "B"],
      ] {
        let process = try JadwalProcess(["export"] + arguments, in: scratch)
        try process.start()
        let ended = try await process.end()
        #expect(ended.status == 64, "\(arguments)")
      }
      let kept = try await jadwal(
        "export", "small", "one.csv", "--format", "csv", "--out", "small", in: scratch)
      #expect(kept.status == 73 && kept.errors.contains("is a folder"))
    }

    @Test func theSchemaIsPrinted() async throws {
      let result = try await jadwal("export", "--schema", in: scratch)
      #expect(result.status == 0)
      #expect(try result.json()["$id"] as? String == "urn:jadwal:schema:export:1")
    }

    /// How SEQUENCE is counted over several versions stands in `StoredTests.History`.
    @Test(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
    func aStoredPlanIsTentativeThenConfirmedThenCancelled() async throws {
      let test = try TestDatabase()
      let url = test.url()
      func run(_ arguments: String...) async throws -> String {
        let process = try JadwalProcess(arguments + ["--database", url], in: scratch)
        try process.start()
        let ended = try await process.end()
        #expect(ended.status == 0, "\(arguments): \(ended.errors)")
        return ended.output
      }
      _ = try await run("import", "small")
      _ = try await run("plan", "training-s-1", "--iterations", "2000", "--threads", "1")
      _ = try await run("programmes", "set", "training-s-1", "--one-person", "yes")
      func export(_ version: String) async throws -> String {
        try await run("export", "training-s-1", version, "--format", "ics")
      }
      let draft = try await export("1")
      #expect(Set(values("STATUS", draft)) == ["TENTATIVE"])
      for verb in ["submit", "approve", "publish"] {
        _ = try await run("plans", verb, "training-s-1", "1")
      }
      let published = try await export("published")
      #expect(Set(values("STATUS", published)) == ["CONFIRMED"])
      #expect(values("UID", published) == values("UID", draft))
      #expect(try await export("1") == published)
      #expect(Set(values("SEQUENCE", published)) == ["0"])
      _ = try await run("plans", "withdraw", "training-s-1", "1")
      let withdrawn = try await export("1")
      #expect(Set(values("STATUS", withdrawn)) == ["CANCELLED"])
      #expect(Set(values("SEQUENCE", withdrawn)) == ["1"])
      #expect(values("UID", withdrawn) == values("UID", draft))
    }
  }
}
