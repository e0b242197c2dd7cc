import Benchmarks
import Foundation
import Testing

/// The `.ctt` format: what it says, how loosely it may be laid out, and every way to get it wrong.
@Suite struct CBCTTInstanceReaderTests {
  private let text: String

  init() throws {
    text = try String(contentsOfFile: CBCTTSamples.tinyFile, encoding: .utf8)
  }

  private func read(_ text: String) throws -> CBCTT.Instance {
    try CBCTT.InstanceReader.read(Array(text.utf8))
  }

  /// The fault of the tiny instance with `old` replaced.
  private func fault(
    replacing old: String, with new: String
  ) -> CBCTT.InstanceFault? {
    #expect(text.contains(old))
    return fault(in: Array(text.replacingOccurrences(of: old, with: new).utf8))
  }

  private func fault(in bytes: [UInt8]) -> CBCTT.InstanceFault? {
    do {
      _ = try CBCTT.InstanceReader.read(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func readsWhatTheFileSays() throws {
    #expect(try CBCTT.InstanceReader.read(contentsOf: CBCTTSamples.tinyFile) == CBCTTSamples.tiny)
    #expect(CBCTTSamples.tiny.periodCount == 6)
    #expect(CBCTTSamples.tiny.lectureCount == 7)
  }

  @Test(arguments: [
    " ", "\n", "\r\n", "\t \u{B}", "\u{C}", "\u{1F}", "\u{85}", "\u{A0}", "\u{2003}\u{2028}",
    "\u{3000}",
  ])
  func anyWhiteSpacePartsWords(_ space: String) throws {
    let words = text.split(whereSeparator: \.isWhitespace)
    let loose = space + words.joined(separator: space) + space
    #expect(try read(loose) == CBCTTSamples.tiny)
  }

  @Test func endsWithTheLastWordNeeded() throws {
    let last = try #require(text.range(of: "logic 1 2"))
    #expect(try read(String(text[..<last.upperBound])) == CBCTTSamples.tiny)
    #expect(try read(text + "more of it") == CBCTTSamples.tiny)
  }

  @Test func leadingZerosAreNumbers() throws {
    #expect(
      try read(text.replacingOccurrences(of: "Rooms: 2", with: "Rooms: 000000002"))
        == CBCTTSamples.tiny)
  }

  @Test func unavailabilityOutsideTheWeekBindsNothing() throws {
    let outside = text.replacingOccurrences(of: "Constraints: 3", with: "Constraints: 6")
      .replacingOccurrences(of: "logic 1 2", with: "logic 1 2 logic 0 3 logic 2 0 logic 1 2")
    #expect(try read(outside) == CBCTTSamples.tiny)
  }

  @Test func aCourseIsInACurriculumOnce() throws {
    #expect(
      try read(text.replacingOccurrences(of: "2 drawing music", with: "3 music drawing music"))
        == CBCTTSamples.tiny)
  }

  @Test func emptyInstance() throws {
    let instance = try read(
      """
      Name: none Courses: 0 Rooms: 0 Days: 0 Periods_per_day: 0 Curricula: 0 Constraints: 0
      COURSES: ROOMS: CURRICULA: UNAVAILABILITY_CONSTRAINTS:
      """)
    #expect(instance.periodCount == 0)
    #expect(CBCTT.Score(CBCTT.Timetable(), of: instance).isFeasible)
  }

  @Test func idsThatOnlyLookAlikeDiffer() throws {
    // The same letter as one scalar and as two.
    let twins = text.replacingOccurrences(of: "drawing ada", with: "\u{E9}tude \u{E9}va")
      .replacingOccurrences(of: "geometry blaise", with: "e\u{301}tude e\u{301}va")
      .replacingOccurrences(of: "drawing", with: "\u{E9}tude")
      .replacingOccurrences(of: "geometry", with: "e\u{301}tude")
    let instance = try read(twins)
    #expect(instance.teachers.count == 4)
    #expect(!instance.conflict(0, 1))
    #expect(instance.curricula.map(\.courses) == [[0, 3], [1, 2]])
  }

  @Test func titles() {
    let label = fault(replacing: "Periods_per_day:", with: "Periods:")
    #expect(label?.kind == .title)
    #expect(label?.description == #"line 5: expected "Periods_per_day:", found "Periods:""#)
    // A count too small shows at the next title.
    let short = fault(replacing: "Courses: 4", with: "Courses: 3")
    #expect(short?.kind == .title)
    #expect(short?.description == #"line 13: expected "ROOMS:", found "music""#)
    #expect(fault(replacing: "Name:", with: "\u{FEFF}Name:")?.found == #""\u{FEFF}Name:""#)
  }

  @Test(arguments: ["two", "-2", "+2", "2.0", "1234567890", "٢", "2,"])
  func numbers(_ word: String) {
    let fault = fault(replacing: "geometry blaise 2", with: "geometry blaise " + word)
    #expect(fault?.kind == .number)
    #expect(fault?.line == 11)
    #expect(
      fault?.expected == #"a whole number of up to nine digits (lectures of course "geometry")"#)
    #expect(fault?.found == "\"\(word)\"")
  }

  @Test func ids() {
    let course = fault(replacing: "music clara", with: "logic clara")
    #expect(course?.kind == .duplicate)
    #expect(course?.description == #"line 13: expected every course once, found "logic" again"#)
    #expect(fault(replacing: "hall\t40", with: "attic\t40")?.kind == .duplicate)
    #expect(fault(replacing: "sciences 2", with: "arts 2")?.kind == .duplicate)
    let member = fault(replacing: "2 geometry logic", with: "2 geometry magic")
    #expect(member?.kind == .unknownCourse)
    #expect(
      member?.description
        == #"line 21: expected the id of a course of curriculum "sciences", found "magic""#)
    #expect(fault(replacing: "drawing 0 0", with: "draw 0 0")?.kind == .unknownCourse)
  }

  @Test func endings() {
    #expect(fault(in: [])?.description == #"line 1: expected "Name:", found the end of the file"#)
    let unavailability = fault(replacing: "Constraints: 3", with: "Constraints: 999999999")
    // `END.` is taken for a course.
    #expect(unavailability?.kind == .unknownCourse)
    let curriculum = fault(
      replacing: "UNAVAILABILITY_CONSTRAINTS:\ndrawing 0 0\nlogic 1 1\nlogic 1 2\n\nEND.", with: "")
    #expect(curriculum?.kind == .ending)
    #expect(curriculum?.expected == #""UNAVAILABILITY_CONSTRAINTS:""#)
  }

  @Test func sizes() {
    let limits = [
      ("Courses: 4", "Courses: 10001"), ("Rooms: 2", "Rooms: 999999999"), ("Days: 2", "Days: 2001"),
      ("Periods_per_day: 3", "Periods_per_day: 1001"), ("Curricula: 2", "Curricula: 50001"),
      ("ada 2 2 30", "ada 99999 2 30"), ("arts 2", "arts 1000001"),
      ("clara", String(repeating: "c", count: 1001)),
    ]
    for (old, new) in limits {
      #expect(fault(replacing: old, with: new)?.kind == .size, "\(new.prefix(60))")
    }
    #expect(
      fault(replacing: "Periods_per_day: 3", with: "Periods_per_day: 1001")?.description
        == "line 5: expected at most 1000 after Periods_per_day:, found 1001")
    #expect(fault(in: Array(repeating: 0x20, count: (16 << 20) + 1))?.kind == .size)
  }

  @Test func textThatIsNone() {
    let fault = fault(in: Array("Name: a\nCourses: \u{E9}".utf8) + [0x0A, 0xC3, 0x28])
    #expect(fault?.kind == .encoding)
    #expect(fault?.line == 3)
  }

  @Test func filesThatCannotBeRead() {
    let folder = CBCTTSamples.packageRoot.appendingPathComponent("Tests").path
    for path in [CBCTTSamples.tinyFile + ".none", folder, "", "a\0b"] {
      let fault = #expect(throws: CBCTT.InstanceFault.self) {
        try CBCTT.InstanceReader.read(contentsOf: path)
      }
      #expect(fault?.kind == .file)
    }
    let fault = #expect(throws: CBCTT.InstanceFault.self) {
      try CBCTT.InstanceReader.read(contentsOf: folder)
    }
    #expect(fault?.found.hasPrefix("a folder at") == true)
  }

  @Test func messagesShowNothingHarmful() {
    let fault = fault(
      replacing: "Rooms:", with: "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 99))
    #expect(
      fault?.found == #""\u{1B}[2J\u{202E}"# + String(repeating: "x", count: 55) + "…\"")
  }
}
