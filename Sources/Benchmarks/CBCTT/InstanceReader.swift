import Foundation

extension CBCTT {
  /// Reads the competition's `.ctt` format.
  ///
  /// Words are read in order and line breaks mean nothing; whatever follows the last one needed,
  /// such as `END.`, is ignored. Unavailability outside the week binds nothing and is dropped; a
  /// course twice in a curriculum is in it once.
  package struct InstanceReader {
    var words: Words
    /// The indices of the courses by the bytes of their ids.
    private(set) var courses: [[UInt8]: Int] = [:]

    package static func read(contentsOf path: String) throws(InstanceFault) -> Instance {
      let content: Data?
      do {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        content = try file.read(upToCount: InstanceLimits.bytes + 1)
      } catch {
        throw InstanceFault(
          kind: .file, line: nil, expected: "a file that can be read", found: whatIs(at: path))
      }
      return try read([UInt8](content ?? Data()))
    }

    package static func read(_ bytes: [UInt8]) throws(InstanceFault) -> Instance {
      guard bytes.count <= InstanceLimits.bytes else {
        throw InstanceFault(
          kind: .size, line: nil, expected: "at most \(InstanceLimits.bytes) bytes", found: "more")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw InstanceFault(
          kind: .encoding, line: lineOfFirstError(in: bytes), expected: "UTF-8",
          found: "bytes that are not")
      }
      var reader = InstanceReader(words: Words(text))
      return try reader.instance()
    }

    private static func whatIs(at path: String) -> String {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      let kind = !isThere ? "nothing" : isFolder.boolValue ? "a folder" : "one that cannot"
      return "\(kind) at \(Word(text: path, line: 1).quoted)"
    }

    private init(words: Words) { self.words = words }

    private static func lineOfFirstError(in bytes: [UInt8]) -> Int {
      var decoder = UTF8()
      var iterator = bytes.makeIterator()
      var line = 1
      while case .scalarValue(let scalar) = decoder.decode(&iterator) {
        if scalar == "\n" { line += 1 }
      }
      return line
    }

    private mutating func instance() throws(InstanceFault) -> Instance {
      try title("Name:")
      let name = try word("the instance's name").text
      let courseCount = try count("Courses:", most: InstanceLimits.courses)
      let roomCount = try count("Rooms:", most: InstanceLimits.rooms)
      let days = try count("Days:", most: InstanceLimits.periods)
      let periodsPerDay = try count(
        "Periods_per_day:", most: InstanceLimits.periods / max(days, 1))
      let curriculumCount = try count("Curricula:", most: InstanceLimits.curricula)
      let unavailabilityCount = try count("Constraints:", most: .max)

      let (drafts, teachers) = try readCourses(courseCount)
      let rooms = try readRooms(roomCount)
      let curricula = try readCurricula(curriculumCount)
      let unavailable = try readUnavailability(unavailabilityCount, days, periodsPerDay)
      let courses = zip(drafts, unavailable).map { draft, periods in
        Course(
          id: draft.id, teacher: draft.teacher, lectures: draft.lectures,
          minimumWorkingDays: draft.minimumWorkingDays, students: draft.students,
          unavailable: periods)
      }
      return Instance(
        name: name, days: days, periodsPerDay: periodsPerDay, teachers: teachers, courses: courses,
        rooms: rooms, curricula: curricula)
    }

    private mutating func readCourses(
      _ count: Int
    ) throws(InstanceFault) -> (courses: [Course], teachers: [String]) {
      try title("COURSES:")
      var list: [Course] = []
      var teachers: [String] = []
      var teacherIDs: [[UInt8]: Int] = [:]
      var lectureCount = 0
      for index in 0..<count {
        let id = try word("a course's id")
        if courses.updateValue(index, forKey: id.bytes) != nil { throw duplicate(id, "course") }
        let teacher = try word("the teacher of course \(id.quoted)")
        if teacherIDs[teacher.bytes] == nil {
          teacherIDs[teacher.bytes] = teachers.count
          teachers.append(teacher.text)
        }
        let lectures = try number("lectures of course \(id.quoted)")
        lectureCount += lectures
        guard lectureCount <= InstanceLimits.lectures else {
          throw excess(id, InstanceLimits.lectures, "lectures in all", lectureCount)
        }
        let minimumWorkingDays = try number("minimum working days of course \(id.quoted)")
        let students = try number("students of course \(id.quoted)")
        list.append(
          Course(
            id: id.text, teacher: teacherIDs[teacher.bytes, default: 0], lectures: lectures,
            minimumWorkingDays: minimumWorkingDays, students: students))
      }
      return (list, teachers)
    }

    private mutating func readRooms(_ count: Int) throws(InstanceFault) -> [Room] {
      try title("ROOMS:")
      var rooms: [Room] = []
      var known: Set<[UInt8]> = []
      for _ in 0..<count {
        let id = try word("a room's id")
        guard known.insert(id.bytes).inserted else { throw duplicate(id, "room") }
        rooms.append(Room(id: id.text, seats: try number("seats of room \(id.quoted)")))
      }
      return rooms
    }

    private mutating func readCurricula(_ count: Int) throws(InstanceFault) -> [Curriculum] {
      try title("CURRICULA:")
      var curricula: [Curriculum] = []
      var known: Set<[UInt8]> = []
      var membershipCount = 0
      for _ in 0..<count {
        let id = try word("a curriculum's id")
        guard known.insert(id.bytes).inserted else { throw duplicate(id, "curriculum") }
        let memberCount = try number("courses of curriculum \(id.quoted)")
        membershipCount += memberCount
        guard membershipCount <= InstanceLimits.memberships else {
          throw excess(
            id, InstanceLimits.memberships, "courses in all curricula", membershipCount)
        }
        var members: [Int] = []
        for _ in 0..<memberCount { members.append(try course("of curriculum \(id.quoted)")) }
        curricula.append(Curriculum(id: id.text, courses: members))
      }
      return curricula
    }

    /// By course, in the order of the file.
    private mutating func readUnavailability(
      _ count: Int, _ days: Int, _ periodsPerDay: Int
    ) throws(InstanceFault) -> [[Int]] {
      try title("UNAVAILABILITY_CONSTRAINTS:")
      var unavailable = Array(repeating: [Int](), count: courses.count)
      for _ in 0..<count {
        let course = try course("that is unavailable")
        let day = try number("day of unavailability")
        let slot = try number("slot of unavailability")
        guard day < days, slot < periodsPerDay else { continue }
        unavailable[course].append(day * periodsPerDay + slot)
      }
      return unavailable
    }
  }
}
