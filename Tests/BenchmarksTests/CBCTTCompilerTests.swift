import Engine
import Testing

@testable import Benchmarks

/// Ends after a number of moves.
private struct MoveLimit: Watch {
  var movesPerThread: Int
  func spent(moves: Int, best: Int) -> Int { moves * 65_536 / movesPerThread }
  func report(_ progress: SearchProgress) {}
}

@Suite struct CBCTTCompilerTests {
  /// Courses, rooms and curricula drawn from a seed; always roomy enough for a full timetable.
  private func instance(seed: UInt64) -> CBCTT.Instance {
    var random = Random(seed: seed)
    let days = 3 + random.below(4)
    let slots = 2 + random.below(5)
    let courses = (0..<6 + random.below(6)).map { index in
      CBCTT.Course(
        id: "c\(index)", teacher: random.below(6), lectures: 1 + random.below(4),
        minimumWorkingDays: random.below(4), students: 10 + random.below(50),
        unavailable: (0..<random.below(3)).map { _ in random.below(days * slots) })
    }
    let curricula = (0..<4).map { index in
      CBCTT.Curriculum(
        id: "q\(index)", courses: (0..<3).map { _ in random.below(courses.count) })
    }
    return CBCTT.Instance(
      name: "drawn", days: days, periodsPerDay: slots, teachers: (0..<6).map { "t\($0)" },
      courses: courses,
      rooms: (0..<4).map { CBCTT.Room(id: "r\($0)", seats: 15 + 12 * $0) }, curricula: curricula)
  }

  @Test("The engine's cost is the score, and no hard rule breaks", arguments: UInt64(1)...30)
  func costIsScore(seed: UInt64) {
    let instance = instance(seed: seed)
    let compiled = CBCTT.CompiledInstance(instance)
    var options = SearchOptions()
    options.seed = seed
    let outcome = solve(
      compiled.problem, options: options, watch: MoveLimit(movesPerThread: 5_000)
    ) { count, body in
      for thread in 0..<count { body(thread) }
    }
    let score = CBCTT.Score(compiled.timetable(outcome.solution), of: instance)
    let left = outcome.solution.entries.count { $0 < 0 }
    #expect(
      score.conflicts + score.availability + score.roomOccupancy + score.entries == 0,
      "seed \(seed)")
    #expect(score.lectures == left, "seed \(seed)")
    // A course with lectures left out may miss days that the score counts too.
    #expect(
      score.cost + left * CBCTT.CompiledInstance.unplacedCost == outcome.solution.cost,
      "seed \(seed)")
  }
}
