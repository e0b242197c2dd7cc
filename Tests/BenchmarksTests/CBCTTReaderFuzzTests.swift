import Benchmarks
import Engine
import Foundation
import Testing

/// Twenty thousand damaged files: each is refused with a sentence or read into a sound instance.
@Suite struct CBCTTReaderFuzzTests {
  @Test func noMutationTraps() throws {
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CBCTTSamples.tinyFile)))
    var random = Random(seed: 2007)
    var readable = 0
    var kinds: Set<CBCTT.InstanceFault.Kind> = []
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0...random.below(3) { CBCTTMutation.apply(to: &bytes, using: &random) }
      do throws(CBCTT.InstanceFault) {
        let instance = try CBCTT.InstanceReader.read(bytes)
        readable += 1
        guard isSound(instance, using: &random) else {
          Issue.record("not sound: \(String(decoding: bytes, as: UTF8.self))")
          return
        }
      } catch {
        kinds.insert(error.kind)
        guard let line = error.line, line >= 1, !error.description.isEmpty else {
          Issue.record("no place: \(error)")
          return
        }
      }
    }
    // Both ways are taken, or the mutations are too tame or too wild to show anything.
    #expect((1000...19_000).contains(readable))
    #expect(
      kinds == [.encoding, .ending, .title, .number, .duplicate, .unknownCourse, .size])
  }

  /// Whether all indices are in range, all sizes bounded, and a timetable can be scored.
  private func isSound(_ instance: CBCTT.Instance, using random: inout Random) -> Bool {
    let periods = 0..<instance.periodCount
    guard
      instance.courses.allSatisfy({ course in
        instance.teachers.indices.contains(course.teacher)
          && course.unavailable.allSatisfy(periods.contains)
          && course.unavailable == Set(course.unavailable).sorted()
      }),
      instance.curricula.allSatisfy({ curriculum in
        curriculum.courses.allSatisfy(instance.courses.indices.contains)
          && curriculum.courses == Set(curriculum.courses).sorted()
      }),
      instance.curriculaOfCourse.count == instance.courses.count,
      instance.courses.count <= CBCTT.InstanceLimits.courses,
      instance.lectureCount <= CBCTT.InstanceLimits.lectures,
      instance.periodCount <= CBCTT.InstanceLimits.periods
    else { return false }
    // Numbers may have grown; a few lectures show as much as many.
    guard instance.lectureCount <= 50, instance.periodCount > 0, !instance.rooms.isEmpty else {
      return CBCTT.Score(CBCTT.Timetable(), of: instance).lectures == instance.lectureCount
    }
    let timetable = CBCTTSamples.scattered(in: instance, using: &random)
    let lines = CBCTT.SolutionWriter.text(of: timetable, in: instance).utf8.count { $0 == 0x0A }
    let score = CBCTT.Score(timetable, of: instance)
    return lines == instance.lectureCount && score.lectures == score.entries
  }
}

/// One damage to the bytes of a file.
enum CBCTTMutation {
  private static let words: [String] = [
    "0", "1", "2", "3", "999999999", "1000000000", "-1", "٣", "\u{85}", "\u{FEFF}", "\0", "END.",
    "COURSES:", "drawing", "music", "attic", "\n", " ",
  ]

  static func apply(to bytes: inout [UInt8], using random: inout Random) {
    let at = random.below(bytes.count + 1)
    let end = min(bytes.count, at + random.below(12))
    switch random.below(7) {
    case 0: bytes.insert(UInt8(truncatingIfNeeded: random.below(256)), at: at)
    case 1: bytes.removeSubrange(at..<end)
    case 2: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count + 1))
    case 3 where at < bytes.count: bytes[at] ^= 1 << UInt8(random.below(8))
    case 4: bytes.insert(contentsOf: words[random.below(words.count)].utf8, at: at)
    case 5 where random.below(8) == 0: bytes.removeSubrange(at...)
    default: replaceWord(in: &bytes, around: at, using: &random)
    }
  }

  private static func replaceWord(
    in bytes: inout [UInt8], around place: Int, using random: inout Random
  ) {
    let start = (bytes[..<place].lastIndex { $0 <= 0x20 } ?? -1) + 1
    let end = bytes[place...].firstIndex { $0 <= 0x20 } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: words[random.below(words.count)].utf8)
  }
}
