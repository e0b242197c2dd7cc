import Benchmarks
import CKernel

/// The C kernel on an instance, from a timetable that breaks no hard rule.
final class Kernel {
  private let kernel: OpaquePointer
  /// By lecture of the kernel.
  private let courses: [Int]

  /// Nil where the kernel cannot: a day of more than 64 slots, or no lecture, or a hard rule broken.
  init?(_ instance: CBCTT.Instance, from timetable: CBCTT.Timetable, seed: UInt64) {
    courses = timetable.entries.map(\.course)
    let conflicts = instance.courses.indices.flatMap { one in
      instance.courses.indices.map { $0 == one || instance.conflict(one, $0) ? UInt8(1) : 0 }
    }
    var barred = Array(
      repeating: UInt8(0), count: instance.courses.count * instance.periodCount)
    for (index, course) in instance.courses.enumerated() {
      for period in course.unavailable { barred[index * instance.periodCount + period] = 1 }
    }
    let curricula = instance.curriculaOfCourse
    var firstCurriculum: [Int32] = [0]
    for list in curricula {
      firstCurriculum.append((firstCurriculum.last ?? 0) + Int32(list.count))
    }
    let minimumDays = instance.courses.map { Int32($0.minimumWorkingDays) }
    let students = instance.courses.map { Int32($0.students) }
    let seats = instance.rooms.map { Int32($0.seats) }
    let curriculum = curricula.flatMap { $0.map { Int32($0) } }
    let course = courses.map { Int32($0) }
    let room = timetable.entries.map { Int32($0.room) }
    let period = timetable.entries.map { Int32($0.period) }
    let made = withPointers(
      [minimumDays, students, seats, firstCurriculum, curriculum, course, room, period]
    ) { numbers in
      conflicts.withUnsafeBufferPointer { conflicts in
        barred.withUnsafeBufferPointer { barred in
          var arrays = kernel_instance(
            days: Int32(instance.days), slots: Int32(instance.periodsPerDay),
            courses: Int32(instance.courses.count), rooms: Int32(instance.rooms.count),
            curricula: Int32(instance.curricula.count), lectures: Int32(course.count),
            minimum_days: numbers[0], students: numbers[1], seats: numbers[2],
            conflicts: conflicts.baseAddress, barred: barred.baseAddress,
            first_curriculum: numbers[3], curriculum: numbers[4], course: numbers[5],
            room: numbers[6], period: numbers[7])
          return kernel_create(&arrays, seed)
        }
      }
    }
    guard let made else { return nil }
    kernel = made
  }

  deinit { kernel_free(kernel) }

  /// Proposes moves at a temperature in 256ths of a unit of cost.
  func run(_ moves: Int, temperature: Int) -> (proposed: Int, evaluated: Int, kept: Int) {
    let counts = kernel_run(kernel, Int64(moves), Int32(temperature))
    return (Int(counts.proposed), Int(counts.evaluated), Int(counts.kept))
  }

  /// The running cost.
  var cost: Int { Int(kernel_cost(kernel)) }

  var timetable: CBCTT.Timetable {
    CBCTT.Timetable(
      courses.enumerated().map { lecture, course in
        CBCTT.Timetable.Entry(
          course: course, room: Int(kernel_room(kernel, Int32(lecture))),
          period: Int(kernel_period(kernel, Int32(lecture))))
      })
  }
}

/// Calls `body` with the first element's address of every list, in turn; valid within the call only.
private func withPointers<Result>(
  _ lists: [[Int32]], _ addresses: [UnsafePointer<Int32>?] = [],
  _ body: ([UnsafePointer<Int32>?]) -> Result
) -> Result {
  guard let list = lists.first else { return body(addresses) }
  return list.withUnsafeBufferPointer {
    withPointers(Array(lists.dropFirst()), addresses + [$0.baseAddress], body)
  }
}
