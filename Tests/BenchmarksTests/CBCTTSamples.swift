import Benchmarks
import Engine
import Foundation

/// The tests' own instance, timetables of any instance drawn at random, and where files are.
enum CBCTTSamples {
  /// What `tiny.ctt` says. Drawing and logic share their teacher.
  static let tiny = CBCTT.Instance(
    name: "tiny", days: 2, periodsPerDay: 3, teachers: ["ada", "blaise", "clara"],
    courses: [
      CBCTT.Course(
        id: "drawing", teacher: 0, lectures: 2, minimumWorkingDays: 2, students: 30,
        unavailable: [0]),
      CBCTT.Course(id: "geometry", teacher: 1, lectures: 2, minimumWorkingDays: 1, students: 20),
      CBCTT.Course(
        id: "logic", teacher: 0, lectures: 1, minimumWorkingDays: 1, students: 35,
        unavailable: [4, 5]),
      CBCTT.Course(id: "music", teacher: 2, lectures: 2, minimumWorkingDays: 1, students: 10),
    ],
    rooms: [CBCTT.Room(id: "attic", seats: 25), CBCTT.Room(id: "hall", seats: 40)],
    curricula: [
      CBCTT.Curriculum(id: "arts", courses: [0, 3]),
      CBCTT.Curriculum(id: "sciences", courses: [1, 2]),
    ])

  /// A timetable of `tiny` that breaks nothing and costs nothing.
  static let perfect = timetable([
    (0, 1, 1), (0, 1, 3), (1, 0, 1), (1, 0, 2), (2, 1, 0), (3, 1, 2), (3, 1, 4),
  ])

  /// Course, room and period of each lecture.
  static func timetable(_ entries: [(Int, Int, Int)]) -> CBCTT.Timetable {
    CBCTT.Timetable(entries.map { CBCTT.Timetable.Entry(course: $0.0, room: $0.1, period: $0.2) })
  }

  static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let tinyFile = packageRoot.appendingPathComponent("Tests/Fixtures/CBCTT/tiny.ctt").path

  /// Every course its lectures, anywhere.
  static func scattered(
    in instance: CBCTT.Instance, using random: inout Random
  ) -> CBCTT.Timetable {
    crowded(in: instance, rooms: instance.rooms.count, periods: instance.periodCount, &random)
  }

  /// Every course its lectures, in few rooms and periods: clashes and repetitions abound.
  static func crowded(
    in instance: CBCTT.Instance, rooms: Int, periods: Int, _ random: inout Random
  ) -> CBCTT.Timetable {
    var timetable = CBCTT.Timetable()
    for (course, lectures) in instance.courses.map(\.lectures).enumerated() {
      for _ in 0..<lectures {
        timetable.entries.append(
          CBCTT.Timetable.Entry(
            course: course, room: random.below(rooms), period: random.below(periods)))
      }
    }
    return timetable
  }

  /// Lectures one by one where nothing forbids them, in the room that seats most; nearly feasible.
  static func tidy(in instance: CBCTT.Instance, using random: inout Random) -> CBCTT.Timetable {
    var timetable = CBCTT.Timetable()
    var meetings = Array(repeating: [CBCTT.Timetable.Entry](), count: instance.periodCount)
    let bySeats = instance.rooms.indices.sorted {
      (instance.rooms[$1].seats, $0) < (instance.rooms[$0].seats, $1)
    }
    for (index, course) in instance.courses.enumerated() {
      var missing = course.lectures
      let first = random.below(instance.periodCount)
      for step in 0..<instance.periodCount where missing > 0 {
        let period = (first + step) % instance.periodCount
        let isBarred =
          course.unavailable.contains(period)
          || meetings[period].contains { instance.conflict($0.course, index) }
        let room = bySeats.first { room in !meetings[period].contains { $0.room == room } }
        guard !isBarred, let room else { continue }
        let entry = CBCTT.Timetable.Entry(course: index, room: room, period: period)
        meetings[period].append(entry)
        timetable.entries.append(entry)
        missing -= 1
      }
    }
    return timetable
  }

  /// Some lectures gone, some twice, some where nothing is, some more than asked.
  static func damaged(in instance: CBCTT.Instance, using random: inout Random) -> CBCTT.Timetable {
    var timetable = scattered(in: instance, using: &random)
    for index in timetable.entries.indices.reversed() {
      switch random.below(10) {
      case 0: timetable.entries.remove(at: index)
      case 1: timetable.entries.append(timetable.entries[index])
      case 2: timetable.entries[index].course = instance.courses.count
      case 3: timetable.entries[index].room = instance.rooms.count
      case 4: timetable.entries[index].period += instance.periodCount
      case 5:
        var entry = timetable.entries[index]
        entry.period = random.below(instance.periodCount)
        timetable.entries.append(entry)
      default: break
      }
    }
    return timetable
  }
}
