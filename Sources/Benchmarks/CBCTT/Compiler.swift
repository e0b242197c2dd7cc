import Engine

extension CBCTT {
  /// An instance as the engine sees it, and the way back.
  ///
  /// Activities are the lectures, options the periods. Curricula and teachers attend, a room fills the
  /// one role. Hard rules become domains and exclusive resources, so a lecture stays unplaced rather
  /// than break one.
  package struct CompiledInstance: Sendable {
    /// What a lecture left out costs: more than any lecture can save by being left out.
    package static let unplacedCost = 1000

    package let instance: Instance
    package let problem: Problem
    /// By activity.
    private let courseOfLecture: [Int]

    package init(_ instance: Instance) {
      self.instance = instance
      let periods = 0..<instance.periodCount
      // A pause between days keeps their ends from touching.
      let starts = periods.map {
        instance.day(of: $0) * (instance.periodsPerDay + 1) + instance.slot(of: $0)
      }
      var builder = ProblemBuilder(optionStarts: starts)
      let days = builder.addCalendar(numbers: periods.map { instance.day(of: $0) })
      let teachers = instance.teachers.map { _ in
        builder.addResource(ProblemBuilder.Resource(availability: [nil]))
      }
      let curricula = instance.curricula.map { _ in
        var resource = ProblemBuilder.Resource(availability: [nil])
        resource.dayCalendar = days
        resource.isolationCost = 2
        return builder.addResource(resource)
      }
      let rooms = instance.rooms.map { _ in
        builder.addResource(ProblemBuilder.Resource(availability: [nil]))
      }
      var courseOfLecture: [Int] = []
      for (index, course) in instance.courses.enumerated() {
        let unavailable = Set(course.unavailable)
        let domain = builder.addDomain(
          periods.filter { !unavailable.contains($0) }.map {
            ProblemBuilder.Entry(option: $0, spreadValue: instance.day(of: $0))
          })
        let candidates = builder.addCandidates(
          instance.rooms.enumerated().map { place, room in
            ProblemBuilder.Candidate(
              resource: rooms[place], cost: max(0, course.students - room.seats), value: place)
          })
        let stability = builder.addVariety(valueCount: rooms.count, cost: 1)
        let spread = builder.addSpread(
          valueCount: instance.days, minimum: course.minimumWorkingDays, cost: 5)
        let series = builder.addSeries()
        for _ in 0..<course.lectures {
          courseOfLecture.append(index)
          _ = builder.addActivity(
            ProblemBuilder.Activity(
              duration: 1, domain: domain,
              slots: [ProblemBuilder.Slot(candidates: candidates, variety: stability)],
              attendees: [teachers[course.teacher]]
                + instance.curriculaOfCourse[index].map { curricula[$0] },
              optionSpread: spread, unplacedCost: Self.unplacedCost, series: series))
        }
      }
      self.courseOfLecture = courseOfLecture
      problem = builder.build()
    }

    /// The timetable that a solution stands for.
    package func timetable(_ solution: Solution) -> Timetable {
      Timetable(
        courseOfLecture.indices.compactMap { lecture in
          guard let period = problem.option(of: lecture, in: solution) else { return nil }
          return Timetable.Entry(
            course: courseOfLecture[lecture],
            room: problem.choices(of: lecture, in: solution)[0], period: period)
        })
    }
  }
}
