extension CBCTT {
  /// Hard violations and soft cost of a timetable, counted from scratch and without the engine.
  package struct Score: Hashable, Sendable {
    /// Lectures that a course misses or has too many.
    package private(set) var lectures = 0
    /// Lectures beyond the first in a room and period.
    package private(set) var roomOccupancy = 0
    /// Pairs of conflicting courses in a period, however many curricula they share.
    package private(set) var conflicts = 0
    /// Lectures in a period in which their course is unavailable.
    package private(set) var availability = 0
    /// Entries that name what the instance does not have, or repeat a course in a period. They
    /// count nowhere else.
    package private(set) var entries = 0

    /// 1 for each student without a seat, at every lecture.
    package private(set) var roomCapacity = 0
    /// 5 for each day that a course falls short of its minimum.
    package private(set) var minimumWorkingDays = 0
    /// 2 for each lecture of a curriculum with no other right before or after it on the day.
    package private(set) var curriculumCompactness = 0
    /// 1 for each room of a course beyond its first.
    package private(set) var roomStability = 0

    package var violations: Int { lectures + roomOccupancy + conflicts + availability + entries }

    package var cost: Int {
      roomCapacity + minimumWorkingDays + curriculumCompactness + roomStability
    }

    package var isFeasible: Bool { violations == 0 }

    package init(_ timetable: Timetable, of instance: Instance) {
      var periods = Array(repeating: Set<Int>(), count: instance.courses.count)
      let held = timetable.entries.filter { entry in
        instance.holds(entry) && periods[entry.course].insert(entry.period).inserted
      }
      entries = timetable.entries.count - held.count
      countCourses(periods, in: instance)
      countMeetings(held, in: instance)
      countRooms(held, in: instance)
      countCompactness(periods, in: instance)
    }

    private mutating func countCourses(_ periods: [Set<Int>], in instance: Instance) {
      for (course, periods) in zip(instance.courses, periods) {
        lectures += abs(periods.count - course.lectures)
        availability += course.unavailable.count(where: periods.contains)
        let days = Set(periods.map(instance.day(of:)))
        minimumWorkingDays += 5 * max(0, course.minimumWorkingDays - days.count)
      }
    }

    private mutating func countMeetings(_ held: [Timetable.Entry], in instance: Instance) {
      var meetings = Array(repeating: [Int](), count: instance.periodCount)
      for entry in held { meetings[entry.period].append(entry.course) }
      for courses in meetings {
        for (index, course) in courses.enumerated() {
          conflicts += courses[..<index].count { instance.conflict($0, course) }
        }
      }
    }

    private mutating func countRooms(_ held: [Timetable.Entry], in instance: Instance) {
      var rooms = Array(repeating: Set<Int>(), count: instance.courses.count)
      var occupied = Array(repeating: Set<Int>(), count: instance.periodCount)
      for entry in held {
        if !occupied[entry.period].insert(entry.room).inserted { roomOccupancy += 1 }
        let standing = instance.courses[entry.course].students - instance.rooms[entry.room].seats
        roomCapacity += max(0, standing)
        rooms[entry.course].insert(entry.room)
      }
      roomStability = rooms.reduce(0) { $0 + max(0, $1.count - 1) }
    }

    private mutating func countCompactness(_ periods: [Set<Int>], in instance: Instance) {
      for curriculum in instance.curricula {
        var lectures: [Int: Int] = [:]
        for course in curriculum.courses {
          for period in periods[course] { lectures[period, default: 0] += 1 }
        }
        for (period, count) in lectures {
          let slot = instance.slot(of: period)
          let hasEarlier = slot > 0 && lectures[period - 1] != nil
          let hasLater = slot + 1 < instance.periodsPerDay && lectures[period + 1] != nil
          if !hasEarlier && !hasLater { curriculumCompactness += 2 * count }
        }
      }
    }
  }
}

extension CBCTT.Instance {
  /// Whether course, room and period of `entry` exist.
  func holds(_ entry: CBCTT.Timetable.Entry) -> Bool {
    courses.indices.contains(entry.course) && rooms.indices.contains(entry.room)
      && (0..<periodCount).contains(entry.period)
  }
}
