import Foundation
import Testing

extension ExecutableTests {
  /// The documents for coordinators tell what the commands print.
  ///
  /// `JADWAL_WRITE_JOURNEYS=1` writes what is printed into them, to be read before it is committed.
  @Suite struct Journeys {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Commands/Journeys").standardizedFileURL

    private static let names: [String] = {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted()
    }()

    @Test func thereAreSome() { #expect(!Self.names.isEmpty) }

    @Test(arguments: names)
    func goAsTold(name: String) async throws {
      let journey = try Journey(at: Self.folder.appending(path: name))
      try #require(!journey.steps.isEmpty)
      let scratch = try Scratch()
      let path = JadwalProcess.executable.deletingLastPathComponent().path + ":/usr/bin:/bin"
      var printed: [[String]] = []
      for step in journey.steps {
        let result = try await shell(
          "exec 2>&1; PATH='\(path)'; \(step.command)", in: scratch)
        var lines = result.output.components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        printed.append(lines)
      }
      if ProcessInfo.processInfo.environment["JADWAL_WRITE_JOURNEYS"] != nil {
        return try journey.rewrite(printed)
      }
      for (step, lines) in zip(journey.steps, printed) {
        #expect(
          Journey.agree(lines, step.told),
          "\(name): $ \(step.command)\nprints\n\(lines.joined(separator: "\n"))")
      }
    }

    @Test(arguments: [
      ("a\nb", "a\nb", true), ("a\nb", "a", false), ("a", "a\nb", false), ("", "", true),
      ("took 3 s", "took … s", true), ("took 3 min", "took … s", false),
      ("a\nx\ny\nb", "a\n…\nb", true), ("a\nb", "a\n…\nb", true), ("a\nx", "a\n…\nb", false),
      ("abab", "ab…ab", true), ("ab", "ab…ab", false),
    ])
    func agreeLineByLine(printed: String, told: String, agree: Bool) {
      #expect(
        Journey.agree(
          printed.components(separatedBy: "\n"), told.components(separatedBy: "\n")) == agree)
    }
  }
}
