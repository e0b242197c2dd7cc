import Foundation
import Testing

extension ExecutableTests {
  /// SIGINT and SIGTERM: the best plan so far, or at once; what is waited for is always shown first.
  @Suite struct Signals {
    @Test(arguments: [SIGINT, SIGTERM])
    func theFirstKeepsTheBestPlan(_ signal: Int32) async throws {
      let scratch = try Scratch("small")
      let terminal = try PseudoTerminal()
      let process = try JadwalProcess(
        ["plan", "small", "--out", "p", "--seconds", "600"], in: scratch)
      try process.start(on: terminal)
      #expect(terminal.waits(for: "moves"))
      process.send(signal)
      let shown = terminal.readToEnd()
      let result = try await process.end()
      #expect(result.status == 130 && !result.wasKilled)
      #expect(shown.contains("Interrupted: the best plan so far is in p."))
      #expect(result.output.contains("Look at p/plan.html"))
      #expect(try scratch.names("p") == planFiles)
      #expect(try await jadwal("verify", "small", "p", in: scratch).status == 0)
    }

    @Test func theSecondLeavesWithoutWriting() async throws {
      let scratch = try Scratch("small")
      let terminal = try PseudoTerminal()
      let process = try JadwalProcess(
        ["plan", "small", "--out", "p", "--seconds", "600"], in: scratch)
      try process.start(on: terminal)
      #expect(terminal.waits(for: "moves"))
      // Both are there before the process runs again.
      process.send(SIGSTOP)
      process.send(SIGINT)
      process.send(SIGTERM)
      process.send(SIGCONT)
      let shown = terminal.readToEnd()
      let result = try await process.end()
      #expect(result.status == 130 && !result.wasKilled && result.output.isEmpty)
      #expect(shown.contains("ended before a plan was written"))
      #expect(try scratch.names() == ["small"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "asks /proc"))
    func beforeThereIsAPlanTheFirstLeaves() async throws {
      let scratch = try Scratch("small")
      let rows = String(repeating: "nobody/nothing/1,,,,\n", count: 400_000)
      try scratch.write("session,start,lead,assistants,venue\n" + rows, to: "small/previous.csv")
      let process = try JadwalProcess(["plan", "small", "--json"], in: scratch)
      try process.start()
      try #require(waitsUntilOpen("previous.csv", by: process))
      process.send(SIGTERM)
      let result = try await process.end()
      #expect(result.status == 130 && !result.wasKilled)
      #expect(try result.json()["error"] != nil)
      #expect(!scratch.exists("small/plan"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "asks /proc"))
    func atAnyTimeAfterTheStartItLeavesAWholePlanOrNone() async throws {
      let scratch = try Scratch("example")
      let process = try JadwalProcess(
        ["plan", "example", "--out", "p", "--seconds", "600"], in: scratch)
      try process.start()
      while process.process.isRunning, !takesSignals(process) { sched_yield() }
      process.send(SIGINT)
      let result = try await process.end()
      #expect(result.status == 130 && !result.wasKilled)
      let wasWritten = result.errors.contains("the best plan so far is in p")
      #expect(try scratch.names() == (wasWritten ? ["example", "p"] : ["example"]))
      if wasWritten { #expect(try scratch.names("p") == planFiles) }
    }

    /// Whether the process has started the thread that waits for signals, before it reads anything.
    private func takesSignals(_ process: JadwalProcess) -> Bool {
      let path = "/proc/\(process.process.processIdentifier)/status"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return true }
      return text.contains("Threads:") && !text.contains("Threads:\t1\n")
    }

    /// Whether a process comes to hold a file open; false where it ends before.
    private func waitsUntilOpen(_ name: String, by process: JadwalProcess) -> Bool {
      let folder = "/proc/\(process.process.processIdentifier)/fd"
      while process.process.isRunning {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let targets = files.compactMap {
          try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)
        }
        if targets.contains(where: { $0.hasSuffix("/" + name) }) { return true }
        sched_yield()
      }
      return false
    }
  }
}
