import Benchmarks
import Foundation
import Testing

/// The solution format, and that equal timetables give equal bytes.
@Suite struct CBCTTSolutionWriterTests {
  private let expected = """
    drawing hall 0 1
    drawing hall 1 0
    geometry attic 0 1
    geometry attic 0 2
    logic hall 0 0
    music hall 0 2
    music hall 1 1

    """

  @Test func oneLectureALineInOrder() {
    let reversed = CBCTT.Timetable(CBCTTSamples.perfect.entries.reversed())
    for timetable in [CBCTTSamples.perfect, reversed] {
      #expect(CBCTT.SolutionWriter.text(of: timetable, in: CBCTTSamples.tiny) == expected)
    }
  }

  @Test func nothingPlacedIsAnEmptyFile() {
    #expect(CBCTT.SolutionWriter.text(of: CBCTT.Timetable(), in: CBCTTSamples.tiny).isEmpty)
  }

  @Test func replacesAFile() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("solution-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    for timetable in [CBCTT.Timetable(), CBCTTSamples.perfect] {
      try CBCTT.SolutionWriter.write(timetable, of: CBCTTSamples.tiny, to: file.path)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
  }
}
