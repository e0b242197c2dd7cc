import Planning
import TestSupport
import Testing
import Training

@Suite struct StabilityTermTests {
  private let before = placed(on(0, "09:00"), by: [0], in: 0)

  private func programme(_ previous: Placement?) -> Programme {
    TestSupport.programme(
      modules: [module("m", mode: .hybrid)], trainers: [trainer("t1"), trainer("t2")],
      venues: [venue("v1"), venue("v2")],
      previous: previous.map { ["c1/m/1": $0] } ?? [:])
  }

  private func amounts(from previous: Placement?, to placement: Placement?) -> [Int] {
    let plan = plan(programme(previous), placement.map { ["c1/m/1": $0] } ?? [:])
    return [amount(Moved(), plan), amount(Reassigned(), plan), amount(Relocated(), plan)]
  }

  @Test func theSamePlacementOwesNothing() {
    #expect(amounts(from: before, to: before) == [0, 0, 0])
    #expect(amounts(from: before, to: placed(on(0, "09:00"), by: [0, 1], in: 0)) == [0, 0, 0])
  }

  @Test func eachChangeCostsOne() {
    #expect(amounts(from: before, to: placed(on(0, "09:30"), by: [0], in: 0)) == [1, 0, 0])
    #expect(amounts(from: before, to: placed(on(0, "09:00"), by: [1], in: 0)) == [0, 1, 0])
    #expect(amounts(from: before, to: placed(on(0, "09:00"), by: [0], in: 1)) == [0, 0, 1])
    #expect(amounts(from: before, to: placed(on(0, "09:00"), by: [0])) == [0, 0, 1])
  }

  @Test func leavingItOutIsAMoveAndNoMore() {
    #expect(amounts(from: before, to: nil) == [1, 0, 0])
    #expect(amounts(from: nil, to: before) == [0, 0, 0])
  }

  @Test func aMoveCountsEachCohort() {
    let programme = TestSupport.programme(
      cohorts: [cohort("c1"), cohort("c2"), cohort("c3")],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1, 2])],
      previous: ["j/m/1": placed(on(0, "09:00"))])
    #expect(amount(Moved(), plan(programme, ["j/m/1": placed(on(1, "09:00"))])) == 3)
  }

  @Test func aNameThatIsGoneDiffersFromEveryOther() {
    let gone = Placement(start: on(0, "09:00"), lead: .unknown("gone"), venue: .unknown("ruin"))
    #expect(amounts(from: gone, to: before) == [0, 1, 1])
    #expect(amounts(from: gone, to: gone) == [0, 0, 0])
  }
}
