import Foundation
import Testing

@testable import Commands

extension ExecutableTests {
  /// What a terminal is shown, and what it never is.
  @Suite struct OnATerminal {
    @Test func progressIsALiveLineThatGoesAway() async throws {
      let scratch = try Scratch("small")
      let shown = try await plan(in: scratch)
      #expect(shown.contains("\r\u{1B}[K") && shown.contains("moves"))
      #expect(shown.hasSuffix("\r\u{1B}[K"))
    }

    @Test func progressFitsANarrowTerminal() async throws {
      let scratch = try Scratch("small")
      let shown = try await plan(columns: 30, in: scratch)
      for line in shown.split(separator: "\r\u{1B}[K") { #expect(displayWidth(line) < 30) }
    }

    @Test func quietAndDumbTerminalsShowNone() async throws {
      let scratch = try Scratch("small")
      #expect(try await plan("--quiet", in: scratch).isEmpty)
      #expect(try await plan(terminal: "dumb", in: scratch).isEmpty)
    }

    @Test func typeIsBoldOnlyWhereItMayBe() async throws {
      let scratch = try Scratch("small")
      #expect(try await show(["TERM": "xterm"], in: scratch).contains("\u{1B}["))
      #expect(try await !show(["TERM": "xterm", "NO_COLOR": "1"], in: scratch).contains("\u{1B}"))
      #expect(try await !show(["TERM": "dumb"], in: scratch).contains("\u{1B}"))
      let file = try await jadwal(
        "show", "small", "small/greedy.csv", in: scratch, environment: ["TERM": "xterm"])
      #expect(!file.output.contains("\u{1B}"))
    }

    @Test(arguments: [UInt16(80), 120])
    func checkFitsAndCutsNothing(columns: UInt16) async throws {
      let scratch = try Scratch("example")
      let terminal = try PseudoTerminal(columns: columns)
      let process = try JadwalProcess(["check", "example"], in: scratch)
      try process.start(on: terminal, output: true)
      let shown = terminal.readToEnd()
      #expect(try await process.end().status == 0)
      #expect(!shown.contains("…"))
      for line in shown.split(separator: "\r\n") { #expect(displayWidth(line) <= Int(columns)) }
      let piped = try await jadwal("check", "example", in: scratch).output
      #expect(piped.contains(/TH  Thai  competence 3\.4 level 2, .*: week 1 \d+\/\d+, week 2/))
      // Every figure of the file is on the terminal too, in the same order.
      let figures = /\d+\/\d+/
      #expect(
        shown.matches(of: figures).map { String($0.output) }
          == piped.matches(of: figures).map { String($0.output) })
    }

    /// Cells, ids and paths that hold what a terminal would obey.
    @Test func controlSequencesNeverReachIt() async throws {
      let scratch = try Scratch("small")
      let evil = "\u{1B}[31m\u{9B}2J\u{7}"
      try scratch.edit("small/programme.yaml", "title: ", "title: \"\\e[31m\\a\" # ")
      try scratch.edit("small/modules.csv", "\n", "\nEVIL\(evil),")
      try await shell("cp -r small 'good\(evil)'; cp -r small fine", in: scratch)
      try FileManager.default.removeItem(at: scratch.file("fine"))
      let fixture = Scratch.smallFixture
      try FileManager.default.copyItem(at: fixture, to: scratch.file("fine\(evil)"))
      let lines = [
        "check small", "check 'good\(evil)'", "check 'none\(evil)'", "check \(evil)", "\(evil)",
        "plan 'fine\(evil)' --iterations 10", "verify 'fine\(evil)' 'x\(evil)'",
        "plan 'fine\(evil)' --out 'a\(evil)/b'", "plan 'fine\(evil)' --seed '\(evil)'",
        "init 'fine\(evil)'", "init 'new\(evil)'",
        "show 'fine\(evil)' 'fine\(evil)/greedy.csv' --trainer '\(evil)'",
        "show 'fine\(evil)' 'fine\(evil)/greedy.csv'",
      ]
      for line in lines {
        for option in ["", "--json"] {
          let result = try await shell("$jadwal \(line) \(option)", in: scratch)
          let told = result.output + result.errors
          let isSafe = told.unicodeScalars.allSatisfy {
            $0 == "\n" || $0.properties.generalCategory != .control
          }
          #expect(isSafe && !told.isEmpty, "\(line.debugDescription): \(told.debugDescription)")
        }
      }
    }

    private func plan(
      _ options: String..., columns: UInt16 = 80, terminal name: String = "xterm",
      in scratch: Scratch
    ) async throws -> String {
      let terminal = try PseudoTerminal(columns: columns)
      let process = try JadwalProcess(
        ["plan", "small", "--iterations", "200"] + options, in: scratch,
        environment: ["TERM": name])
      try process.start(on: terminal)
      let shown = terminal.readToEnd()
      #expect(try await process.end().status == 0)
      return shown
    }

    private func show(_ environment: [String: String], in scratch: Scratch) async throws -> String {
      let terminal = try PseudoTerminal()
      let process = try JadwalProcess(
        ["show", "small", "small/greedy.csv"], in: scratch, environment: environment)
      try process.start(on: terminal, output: true)
      let shown = terminal.readToEnd()
      #expect(try await process.end().status == 0)
      return shown
    }
  }
}
