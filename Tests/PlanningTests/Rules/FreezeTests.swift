import Planning
import TestSupport
import Testing
import Training

@Suite struct FreezeTests {
  private let freezing = settings(freezeUntil: on(2, "00:00"))

  private func frozen(_ previous: [String: Placement]) -> Programme {
    programme(
      settings: freezing, modules: [module("m", learnersPerTrainer: 4)],
      trainers: [trainer("t1"), trainer("t2"), trainer("t3"), trainer("t4")],
      previous: previous)
  }

  @Test func aFrozenSessionStays() {
    let programme = frozen(["c1/m/1": placed(on(1, "09:00"), by: [0, 1, 2])])
    func amountOf(_ placement: Placement?) -> Int {
      amount(Freeze(), plan(programme, placement.map { ["c1/m/1": $0] } ?? [:]))
    }
    #expect(amountOf(placed(on(1, "09:00"), by: [0, 1, 2])) == 0)
    #expect(amountOf(placed(on(1, "09:00"), by: [0, 2, 1])) == 0, "assistants are a set")
    #expect(amountOf(placed(on(1, "09:00"), by: [1, 0, 2])) == 1)
    #expect(amountOf(placed(on(1, "09:00"), by: [0, 1, 3])) == 1)
    #expect(amountOf(placed(on(1, "09:30"), by: [0, 1, 2])) == 1)
    #expect(amountOf(placed(on(1, "09:00"), by: [0, 1, 2], in: 0)) == 1)
    #expect(amountOf(nil) == 1)
  }

  @Test func othersStartAtFreezeUntilOrLater() {
    let programme = frozen([
      "c1/m/1": placed(on(1, "09:00"), by: [0, 1, 2]),
      "c1/m/2": placed(on(2, "00:00"), by: [0, 1, 2]),
    ])
    let first = placed(on(1, "09:00"), by: [0, 1, 2])
    #expect(
      findings(
        Freeze(), plan(programme, ["c1/m/1": first, "c1/m/2": placed(on(2, "00:00"), by: [3])]))
        == [])
    #expect(
      findings(
        Freeze(), plan(programme, ["c1/m/1": first, "c1/m/2": placed(on(1, "23:30"), by: [3])]))
        == [["c1/m/2"]])
  }

  @Test func withoutFreezeUntilNothingIsFrozen() {
    let programme = programme(previous: ["c1/m/1": placed(on(1, "09:00"))])
    #expect(findings(Freeze(), Plan(empty: programme)) == [])
    #expect(findings(Freeze(), plan(programme, ["c1/m/1": placed(on(0, "09:00"))])) == [])
  }

  @Test func aReleasedSessionKeepsItsStartOrComesLater() {
    let programme = programme(
      settings: freezing, trainers: [trainer("t1"), trainer("t2")],
      absences: [absence(.trainer(0), from: on(1, "00:00"), to: on(3, "00:00"))],
      previous: ["c1/m/1": placed(on(1, "09:00"))])
    func amountOf(_ placement: Placement?) -> Int {
      amount(Freeze(), plan(programme, placement.map { ["c1/m/1": $0] } ?? [:]))
    }
    #expect(amountOf(placed(on(1, "09:00"), by: [1])) == 0)
    #expect(amountOf(placed(on(2, "00:00"), by: [1])) == 0)
    #expect(amountOf(nil) == 0)
    #expect(amountOf(placed(on(1, "10:00"), by: [1])) == 1)
    #expect(broken(plan(programme, ["c1/m/1": placed(on(1, "09:00"))])) == ["H6"])
  }

  @Test func whatFrozenSessionsBreakAmongThemselvesIsNoViolation() {
    let crowded = cohort("c1", maxPerDay: 1)
    let programme = programme(
      settings: settings(rest: 1440, freezeUntil: on(2, "00:00")),
      modules: [module("m", sessions: 4, maxPerWeek: 1, minGapDays: 2)], cohorts: [crowded],
      trainers: [trainer("t1", weekHours: 1, dayHours: 1, partner: 0)],
      partners: [partner("p", capHours: 1, axes: ["other"])],
      previous: [
        "c1/m/1": placed(on(1, "09:00")), "c1/m/2": placed(on(1, "09:30")),
        "c1/m/3": placed(on(0, "22:45")),
      ])
    var plan = plan(programme, ["c1/m/1": placed(on(1, "09:00"))])
    plan.placements[1] = placed(on(1, "09:30"))
    plan.placements[2] = placed(on(0, "22:45"))
    #expect(broken(plan) == [])
  }

  @Test func aBreakCountsWhereOneSessionIsNotFrozen() {
    let programme = programme(
      settings: settings(rest: 660, freezeUntil: on(0, "12:00")),
      modules: [module("m", sessions: 3, maxPerWeek: 2)], cohorts: [cohort("c1", maxPerDay: 2)],
      trainers: [trainer("t1", weekHours: 2, dayHours: 2, partner: 0)],
      partners: [partner("p", capHours: 2)],
      previous: ["c1/m/1": placed(on(0, "08:00")), "c1/m/2": placed(on(0, "11:30"))])
    var plan = plan(
      programme, ["c1/m/1": placed(on(0, "08:00")), "c1/m/2": placed(on(0, "11:30"))])
    #expect(broken(plan) == [])
    plan.placements[2] = placed(on(0, "12:00"))
    #expect(broken(plan) == ["H2", "H3", "H6", "H8", "H10"])
    #expect(
      findings(CohortDay(), plan) == [["c1/m/2", "c1/m/3"], ["c1/m/1", "c1/m/2", "c1/m/3"]])
    #expect(findings(TrainerLoad(), plan).first == ["c1/m/1", "c1/m/2", "c1/m/3"])
  }

  @Test func othersFollowAFrozenSessionButItFollowsNone() {
    let programme = programme(
      settings: freezing, modules: [module("a", sessions: 1), module("b", after: [0])],
      cohorts: [cohort("c1", modules: [0, 1])],
      previous: ["c1/b/2": placed(on(0, "09:00"))])
    let frozen = placed(on(0, "09:00"))
    #expect(broken(plan(programme, ["c1/b/2": frozen])) == [])
    #expect(
      broken(
        plan(
          programme,
          [
            "c1/a/1": placed(on(3, "09:00")), "c1/b/1": placed(on(4, "09:00")), "c1/b/2": frozen,
            "c1/b/3": placed(on(5, "09:00")),
          ])) == [])
    #expect(
      findings(
        Prerequisites(), plan(programme, ["c1/b/2": frozen, "c1/b/3": placed(on(3, "09:00"))]))
        == [["c1/a/1", "c1/b/3"]])
  }

  @Test func theGridAndTheHorizonReleaseNothing() {
    let programme = programme(
      settings: freezing,
      previous: ["c1/m/1": placed(on(-20, "09:07")), "c1/m/2": placed(on(1, "09:10"))])
    let plan = plan(
      programme, ["c1/m/1": placed(on(-20, "09:07")), "c1/m/2": placed(on(1, "09:10"))])
    #expect(FreezeState(Facts(programme)).released == [])
    #expect(broken(plan) == [])
  }
}
