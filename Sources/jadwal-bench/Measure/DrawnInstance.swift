import Benchmarks
import Engine

extension CBCTT.Instance {
  /// An instance drawn at random in the shape of the harder public ones: as many curricula that
  /// overlap as make hard rules leave little room. The same seed gives the same instance.
  static func drawn(seed: UInt64) -> CBCTT.Instance {
    var random = Random(seed: seed)
    let days = 6
    let slots = 6
    let courses = (0..<54).map { index in
      let lectures = 1 + random.below(5)
      return CBCTT.Course(
        id: "c\(index)", teacher: random.below(46), lectures: lectures,
        minimumWorkingDays: 1 + random.below(lectures), students: 10 + random.below(180),
        unavailable: (0..<random.below(16)).map { _ in random.below(days * slots) })
    }
    let curricula = (0..<120).map { index in
      let first = random.below(courses.count)
      return CBCTT.Curriculum(
        id: "q\(index)",
        courses: (0..<2 + random.below(4)).map { _ in (first + random.below(8)) % courses.count })
    }
    return CBCTT.Instance(
      name: "drawn", days: days, periodsPerDay: slots, teachers: (0..<46).map { "t\($0)" },
      courses: courses,
      rooms: (0..<9).map { CBCTT.Room(id: "r\($0)", seats: 30 + 20 * $0) }, curricula: curricula)
  }
}
