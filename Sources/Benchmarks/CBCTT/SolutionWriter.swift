import Foundation

extension CBCTT {
  /// Writes the competition's solution format: `courseId roomId day slot`, one lecture a line.
  package enum SolutionWriter {
    /// The lines by course, then period, then room, so that equal timetables give equal bytes.
    package static func text(of timetable: Timetable, in instance: Instance) -> String {
      let sorted = timetable.entries.sorted {
        ($0.course, $0.period, $0.room) < ($1.course, $1.period, $1.room)
      }
      var text = ""
      for entry in sorted {
        precondition(instance.holds(entry), "a solution names what the instance has")
        let course = instance.courses[entry.course].id
        let room = instance.rooms[entry.room].id
        let day = instance.day(of: entry.period)
        let slot = instance.slot(of: entry.period)
        text += "\(course) \(room) \(day) \(slot)\n"
      }
      return text
    }

    /// Replaces the file at `path` as a whole: nobody meets half a solution. What is there and no
    /// ordinary file (a device, a link) is written to, not replaced.
    package static func write(
      _ timetable: Timetable, of instance: Instance, to path: String
    ) throws {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      let kind = attributes?[.type] as? FileAttributeType
      try text(of: timetable, in: instance).write(
        toFile: path, atomically: kind == nil || kind == .typeRegular, encoding: .utf8)
    }
  }
}
