import Planning
import TestSupport
import Testing
import Training

@Suite struct PrerequisitesTests {
  private let modules = [
    module("a", sessions: 2), module("b", sessions: 2, after: [0]),
  ]

  @Test func aSessionMayStartWhenTheLastOneBeforeEnds() {
    let programme = programme(modules: modules, cohorts: [cohort("c1", modules: [0, 1])])
    let plan = plan(
      programme,
      [
        "c1/a/1": placed(on(0, "09:00")), "c1/a/2": placed(on(0, "10:00")),
        "c1/b/1": placed(on(0, "11:00")),
      ])
    #expect(findings(Prerequisites(), plan) == [])
  }

  @Test func aSessionMayNotStartEarlier() {
    let programme = programme(modules: modules, cohorts: [cohort("c1", modules: [0, 1])])
    let plan = plan(
      programme,
      [
        "c1/a/1": placed(on(0, "09:00")), "c1/a/2": placed(on(0, "10:00")),
        "c1/b/1": placed(on(0, "10:30")), "c1/b/2": placed(on(0, "11:30")),
      ])
    #expect(findings(Prerequisites(), plan) == [["c1/a/2", "c1/b/1"]])
  }

  @Test func everySessionBeforeIsPlaced() {
    let programme = programme(modules: modules, cohorts: [cohort("c1", modules: [0, 1])])
    let plan = plan(
      programme,
      [
        "c1/a/1": placed(on(0, "09:00")), "c1/b/1": placed(on(1, "09:00")),
        "c1/b/2": placed(on(2, "09:00")),
      ])
    #expect(findings(Prerequisites(), plan) == [["c1/a/2", "c1/b/1"], ["c1/a/2", "c1/b/2"]])
  }

  @Test func aModuleThatTheCohortDoesNotListIsDone() {
    let programme = programme(modules: modules, cohorts: [cohort("c1", modules: [1])])
    let plan = plan(programme, ["c1/b/1": placed(on(0, "09:00"))])
    #expect(findings(Prerequisites(), plan) == [])
  }

  @Test func aJointChainWaitsForEachOfItsCohorts() {
    let programme = programme(
      modules: modules, cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", modules: [1])],
      joints: [Joint(id: "j", module: 1, cohorts: [0, 1])])
    let plan = plan(programme, ["j/b/1": placed(on(0, "09:00"))])
    #expect(findings(Prerequisites(), plan) == [["c1/a/1", "c1/a/2", "j/b/1"]])
  }

  @Test func aCohortWaitsForItsJointChain() {
    let programme = programme(
      modules: modules, cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", modules: [0])],
      joints: [Joint(id: "j", module: 0, cohorts: [1, 0])])
    let plan = plan(
      programme,
      [
        "j/a/1": placed(on(0, "09:00")), "j/a/2": placed(on(0, "10:00")),
        "c1/b/1": placed(on(0, "10:00")),
      ])
    #expect(findings(Prerequisites(), plan) == [["j/a/2", "c1/b/1"]])
  }
}
