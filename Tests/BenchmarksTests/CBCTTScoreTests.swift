import Benchmarks
import Testing

/// Each rule by the smallest change to a timetable that owes nothing.
@Suite struct CBCTTScoreTests {
  /// The score of the perfect timetable after a change to its entries.
  private func score(
    _ change: (inout [CBCTT.Timetable.Entry]) -> Void, of instance: CBCTT.Instance? = nil
  ) -> CBCTT.Score {
    var timetable = CBCTTSamples.perfect
    change(&timetable.entries)
    return CBCTT.Score(timetable, of: instance ?? CBCTTSamples.tiny)
  }

  private func entry(_ course: Int, _ room: Int, _ period: Int) -> CBCTT.Timetable.Entry {
    CBCTT.Timetable.Entry(course: course, room: room, period: period)
  }

  @Test func perfectOwesNothing() {
    let score = score { _ in }
    #expect(score.isFeasible)
    #expect(score.cost == 0)
  }

  @Test func emptyMissesEveryLectureAndDay() {
    let score = CBCTT.Score(CBCTT.Timetable(), of: CBCTTSamples.tiny)
    #expect(score.lectures == 7)
    #expect(score.violations == 7)
    // 2 + 1 + 1 + 1 days.
    #expect(score.minimumWorkingDays == 25)
    #expect(score.cost == 25)
  }

  @Test func missingAndSurplusLectures() {
    #expect(score { $0.removeLast() }.lectures == 1)
    let surplus = score { $0.append(entry(2, 1, 5)) }
    #expect(surplus.lectures == 1)
    #expect(surplus.availability == 1)
  }

  @Test func aRoomHoldsOneLecture() {
    // Geometry joins music in the hall.
    let score = score { $0[3].room = 1 }
    #expect(score.roomOccupancy == 1)
    #expect(score.violations == 1)
    #expect(score.roomStability == 1)
  }

  @Test func aPairConflictsOnceHoweverManyCurriculaItShares() {
    let tiny = CBCTTSamples.tiny
    let again = CBCTT.Instance(
      name: tiny.name, days: tiny.days, periodsPerDay: tiny.periodsPerDay, teachers: tiny.teachers,
      courses: tiny.courses, rooms: tiny.rooms,
      curricula: tiny.curricula + [CBCTT.Curriculum(id: "arts again", courses: [0, 3])])
    // Drawing moves to music's second period.
    let change = { (entries: inout [CBCTT.Timetable.Entry]) in
      entries[1] = CBCTT.Timetable.Entry(course: 0, room: 0, period: 4)
    }
    #expect(score(change).conflicts == 1)
    #expect(score(change, of: again).conflicts == 1)
    // Their common period makes two isolated lectures, in each curriculum.
    #expect(score(change).curriculumCompactness == 4)
    #expect(score(change, of: again).curriculumCompactness == 8)
  }

  @Test func coursesOfATeacherConflict() {
    // Logic moves to drawing's first period.
    let score = score { $0[4] = entry(2, 1, 1) }
    #expect(score.conflicts == 2)
    #expect(score.roomOccupancy == 1)
  }

  @Test func unavailabilityIsTheCourses() {
    // Logic, of the same teacher, stands in period 0 and may; drawing may not.
    let score = score { $0[0].period = 0 }
    #expect(score.availability == 1)
  }

  @Test func badEntriesCountNowhereElse() {
    for bad in [entry(4, 0, 0), entry(0, 2, 1), entry(0, 0, 6), entry(-1, 0, 0), entry(0, 0, -1)] {
      let score = score { $0.append(bad) }
      #expect(score.entries == 1)
      #expect(score.violations == 1)
      #expect(score.cost == 0)
    }
    // The first of two in a period stays, the second room is not seen.
    let twice = score { $0[1] = entry(0, 0, 1) }
    #expect(twice.entries == 1)
    #expect(twice.lectures == 1)
    #expect(twice.roomStability == 0)
    #expect(twice.minimumWorkingDays == 5)
  }

  @Test func everyLectureCountsItsStudentsWithoutASeat() {
    // Drawing's thirty students go to the attic's 25 seats, twice.
    let score = score {
      $0[0] = entry(0, 0, 5)
      $0[1].room = 0
    }
    #expect(score.roomCapacity == 10)
  }

  @Test func compactnessCountsLecturesNotGaps() {
    // Music's first lecture moves after its second: drawing is alone on day 0.
    #expect(score { $0[5].period = 5 }.curriculumCompactness == 2)
    // Drawing and music in slots 0 and 2 of day 1, the others adjoin: two are alone.
    #expect(score { $0[6].period = 5 }.curriculumCompactness == 4)
    // The last slot of a day and the first of the next are no neighbours.
    let dayBreak = CBCTTSamples.timetable([(0, 1, 2), (3, 1, 3)])
    #expect(CBCTT.Score(dayBreak, of: CBCTTSamples.tiny).curriculumCompactness == 4)
  }

  @Test func orderOfEntriesDoesNotMatter() {
    let other = CBCTT.Timetable(CBCTTSamples.perfect.entries.reversed())
    #expect(
      CBCTT.Score(other, of: CBCTTSamples.tiny)
        == CBCTT.Score(CBCTTSamples.perfect, of: CBCTTSamples.tiny))
  }
}
