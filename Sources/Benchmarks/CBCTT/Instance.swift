extension CBCTT {
  /// What is to be timetabled. Parts refer to one another by index, in the order of the file; names
  /// are only for people.
  ///
  /// A period is a slot of a day, numbered through: `day × periodsPerDay + slot`.
  package struct Instance: Hashable, Sendable {
    package let name: String
    package let days: Int
    package let periodsPerDay: Int
    /// In the order of their first course.
    package let teachers: [String]
    package let courses: [Course]
    package let rooms: [Room]
    package let curricula: [Curriculum]
    /// The curricula of each course, ascending.
    package let curriculaOfCourse: [[Int]]

    package init(
      name: String, days: Int, periodsPerDay: Int, teachers: [String], courses: [Course],
      rooms: [Room], curricula: [Curriculum]
    ) {
      precondition(days >= 0 && periodsPerDay >= 0, "a week has no fewer than no periods")
      precondition(
        courses.allSatisfy { teachers.indices.contains($0.teacher) },
        "a course has a teacher of the instance")
      precondition(
        courses.allSatisfy { course in
          course.unavailable.allSatisfy { (0..<days * periodsPerDay).contains($0) }
        }, "a course is unavailable in periods of the instance")
      precondition(
        curricula.allSatisfy { $0.courses.allSatisfy(courses.indices.contains) },
        "a curriculum holds courses of the instance")
      self.name = name
      self.days = days
      self.periodsPerDay = periodsPerDay
      self.teachers = teachers
      self.courses = courses
      self.rooms = rooms
      self.curricula = curricula
      var curriculaOfCourse = Array(repeating: [Int](), count: courses.count)
      for (index, curriculum) in curricula.enumerated() {
        for course in curriculum.courses { curriculaOfCourse[course].append(index) }
      }
      self.curriculaOfCourse = curriculaOfCourse
    }
  }

  package struct Course: Hashable, Sendable {
    package let id: String
    /// An index into the instance's teachers.
    package let teacher: Int
    package let lectures: Int
    /// Over how many days the lectures should spread; every day short of it costs.
    package let minimumWorkingDays: Int
    package let students: Int
    /// Periods in which it must not be held, ascending, each once.
    package let unavailable: [Int]

    package init(
      id: String, teacher: Int, lectures: Int, minimumWorkingDays: Int = 0, students: Int = 0,
      unavailable: [Int] = []
    ) {
      self.id = id
      self.teacher = teacher
      self.lectures = lectures
      self.minimumWorkingDays = minimumWorkingDays
      self.students = students
      self.unavailable = Set(unavailable).sorted()
    }
  }

  package struct Room: Hashable, Sendable {
    package let id: String
    package let seats: Int

    package init(id: String, seats: Int) {
      self.id = id
      self.seats = seats
    }
  }

  /// Courses that share students, so that none may meet another and their lectures should adjoin.
  package struct Curriculum: Hashable, Sendable {
    package let id: String
    /// Ascending, each once.
    package let courses: [Int]

    package init(id: String, courses: [Int]) {
      self.id = id
      self.courses = Set(courses).sorted()
    }
  }
}

extension CBCTT.Instance {
  package var periodCount: Int { days * periodsPerDay }

  /// Lectures of all courses.
  package var lectureCount: Int { courses.reduce(0) { $0 + $1.lectures } }

  package func day(of period: Int) -> Int { period / periodsPerDay }

  package func slot(of period: Int) -> Int { period % periodsPerDay }

  /// Whether two different courses may not meet: they share their teacher or a curriculum.
  package func conflict(_ course: Int, _ other: Int) -> Bool {
    courses[course].teacher == courses[other].teacher
      || curriculaOfCourse[course].contains { curriculaOfCourse[other].contains($0) }
  }
}
