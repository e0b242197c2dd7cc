import Foundation
import Testing

@testable import Commands

extension ExecutableTests {
  /// Every command that reads, on a terminal of 40 columns without colour, with names in wide scripts.
  @Suite struct OnANarrowTerminal {
    private static let columns = 40

    @Test func nothingIsWiderOrColoured() async throws {
      let scratch = try Scratch("example")
      for (seed, folder) in [("1", "old"), ("2", "new")] {
        let planned = try await jadwal(
          "plan", "example", "--iterations", "4000", "--threads", "1", "--seed", seed, "--out",
          folder, in: scratch)
        try #require(planned.status == 0, "\(planned.errors)")
      }
      // A session of a cohort whose city is written in Khmer, and whom it has.
      let rows = try scratch.text("old/assignments.csv").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let row = try #require(rows.first { $0[0].hasPrefix("PNH-") && !$0[7].isEmpty })
      let (session, start, trainer) = (row[0], row[3], row[5])
      let unplaced = rows.first { $0[3].isEmpty }?[0]
      var lines = [
        "explain example old", "explain example old \(session)",
        "explain example old \(session) --why-not start=2026-08-10T03:00:00Z",
        "replace example old --trainer \(trainer) --from 2026-08-03 --to 2026-08-23",
        "move example old \(session) --start \(start)",
        "move example old \(session) --start 2026-08-10T03:00:00Z",
        "what-if example \"away \(trainer) 2026-08-10..14\" --iterations 500",
        "diff example old new", "diff example old new --by-person",
        "diff example old new --trainer \(trainer)", "show example old --week 1", "check example",
        "verify example old", "doctor",
      ]
      if let unplaced { lines.append("explain example old \(unplaced)") }
      for line in lines {
        let printed = try await shown(line, in: scratch)
        #expect(!printed.isEmpty, "\(line)")
        #expect(!printed.contains("\u{1B}"), "\(line)")
        for text in printed.split(separator: "\n") where displayWidth(text) > Self.columns {
          Issue.record("\(line): \(displayWidth(text)) columns: \(text)")
        }
      }
    }

    /// What other programs read is never folded.
    @Test(arguments: ["report example old", "export example old --format csv"])
    func documentsAreAsAnywhere(line: String) async throws {
      let scratch = try Scratch("example")
      let planned = try await jadwal(
        "plan", "example", "--iterations", "2000", "--threads", "1", "--out", "old", in: scratch)
      try #require(planned.status == 0, "\(planned.errors)")
      let narrow = try await shown(line, in: scratch)
      let wide = try await shell("\"$jadwal\" \(line)", in: scratch).output
      #expect(narrow == wide && !narrow.contains("\u{1B}"))
    }

    private func shown(_ line: String, in scratch: Scratch) async throws -> String {
      let result = try await shell(
        "COLUMNS=\(Self.columns) NO_COLOR=1 TERM=xterm DATABASE_URL= \"$jadwal\" \(line)",
        in: scratch)
      #expect(result.status == 0, "\(line): \(result.errors)")
      return result.output
    }
  }
}
