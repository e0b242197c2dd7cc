import TestSupport
import Testing

@testable import Training

@Suite struct ProgrammeTests {
  @Test("Chains stand where the cohorts' cells meet them first, a joint one at its first meeting")
  func order() {
    let programme = programme(
      modules: [
        module("a", sessions: 2), module("j", sessions: 1, mode: .online), module("b", sessions: 1),
      ],
      cohorts: [
        cohort("c1", size: 10, modules: [0, 1]), cohort("c2", size: 12, modules: [2, 1, 0]),
      ],
      joints: [Joint(id: "J1", module: 1, cohorts: [1, 0])])
    #expect(
      programme.sessions.map(\.id) == ["c1/a/1", "c1/a/2", "J1/j/1", "c2/b/1", "c2/a/1", "c2/a/2"])
    let joint = programme.chains[1]
    #expect(joint.cohorts == [1, 0])
    #expect(joint.size == 22)
    #expect(programme.sessionIndex["c2/a/2"] == 5)
  }

  @Test(
    "A session needs a trainer for every started number of learners",
    arguments: [
      (1, nil, 1), (500, nil, 1), (14, 14, 1), (15, 14, 2), (28, 14, 2), (29, 14, 3),
    ] as [(Int, Int?, Int)])
  func trainers(size: Int, each: Int?, expected: Int) {
    var module = module("m")
    module.learnersPerTrainer = each
    #expect(module.trainers(for: size) == expected)
  }

  @Test("Weeks count from the first Monday, also backwards")
  func weeks() {
    let programme = programme()
    let first = programme.settings.startsOn
    #expect(
      [-8, -7, -1, 0, 6, 7].map { programme.week(of: first.adding(days: $0)) } == [
        -2, -1, -1, 0, 0, 1,
      ])
  }

  @Test("Travel is good for both directions, and a day where nobody lists it")
  func travel() {
    var travel = Travel()
    travel[2, 1] = 90
    #expect([travel[1, 2], travel[2, 1], travel[1, 1], travel[1, 3]] == [90, 90, 0, 1440])
    #expect(travel.lists(1, 2) && !travel.lists(1, 3))
  }
}
