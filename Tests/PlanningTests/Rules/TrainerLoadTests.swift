import Planning
import TestSupport
import Testing
import Training

@Suite struct TrainerLoadTests {
  private func plan(_ trainer: Trainer, _ starts: [Instant]) -> Plan {
    let programme = programme(trainers: [trainer])
    return TestSupport.plan(
      programme,
      Dictionary(
        uniqueKeysWithValues: starts.enumerated().map { ("c1/m/\($0 + 1)", placed($1)) }))
  }

  @Test func aDateHoldsMaxHoursDay() {
    let two = trainer("t1", dayHours: 2)
    #expect(findings(TrainerLoad(), plan(two, [on(0, "09:00"), on(0, "20:00")])) == [])
    #expect(
      sentences(TrainerLoad(), plan(two, [on(0, "09:00"), on(0, "12:00"), on(0, "20:00")])) == [
        "t1 gives 180 minutes on 2026-08-03 (Asia/Bangkok), and may give 120"
      ])
  }

  @Test func aWeekHoldsMaxHoursWeek() {
    let one = trainer("t1", weekHours: 1)
    #expect(findings(TrainerLoad(), plan(one, [on(6, "09:00"), on(7, "09:00")])) == [])
    #expect(
      findings(TrainerLoad(), plan(one, [on(0, "09:00"), on(6, "09:00")])) == [
        ["c1/m/1", "c1/m/2"]
      ])
  }

  @Test func theWeekBeforeTheFirstIsAWeek() {
    let one = trainer("t1", weekHours: 1)
    #expect(findings(TrainerLoad(), plan(one, [on(-1, "09:00"), on(0, "09:00")])) == [])
    #expect(amount(TrainerLoad(), plan(one, [on(-2, "09:00"), on(-1, "09:00")])) == 1)
  }

  @Test func assistingIsWork() {
    let programme = programme(
      modules: [module("m", learnersPerTrainer: 5)],
      trainers: [trainer("t1"), trainer("t2", dayHours: 1)])
    let plan = TestSupport.plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), by: [0, 1]),
        "c1/m/2": placed(on(0, "10:00"), by: [1, 0]),
      ])
    #expect(findings(TrainerLoad(), plan) == [["c1/m/1", "c1/m/2"]])
  }
}
