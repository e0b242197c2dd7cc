import Planning
import TestSupport
import Testing
import Training

@Suite struct PartnerLimitsTests {
  private func plan(_ partner: Partner, axis: String? = "work") -> Plan {
    let programme = programme(
      states: [state("AA"), state("BB")], modules: [module("m", axis: axis)],
      trainers: [trainer("t1", partner: 0)], partners: [partner])
    return TestSupport.plan(
      programme, ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(1, "09:00"))])
  }

  @Test func aPartnerWithoutLimitsPaysForAll() {
    #expect(findings(PartnerLimits(), plan(partner("p"))) == [])
    #expect(findings(PartnerLimits(), plan(partner("p"), axis: nil)) == [])
  }

  @Test func aPartnerPaysForItsStates() {
    #expect(findings(PartnerLimits(), plan(partner("p", states: [0]))) == [])
    #expect(findings(PartnerLimits(), plan(partner("p", states: [1]))) == [["c1/m/1"], ["c1/m/2"]])
  }

  @Test func aPartnerPaysForItsAxes() {
    #expect(amount(PartnerLimits(), plan(partner("p", axes: ["safety", "work"]))) == 0)
    #expect(amount(PartnerLimits(), plan(partner("p", axes: ["safety"]))) == 2)
    #expect(amount(PartnerLimits(), plan(partner("p", axes: ["work"]), axis: nil)) == 2)
  }

  @Test func theCapCountsAllItsTrainers() {
    func plan(cap: Int) -> Plan {
      let programme = programme(
        modules: [module("m", learnersPerTrainer: 5)],
        trainers: [trainer("t1", partner: 0), trainer("t2", partner: 0)],
        partners: [partner("p", capHours: cap)])
      return TestSupport.plan(
        programme,
        [
          "c1/m/1": placed(on(0, "09:00"), by: [0, 1]),
          "c1/m/2": placed(on(1, "09:00"), by: [1, 0]),
        ])
    }
    #expect(findings(PartnerLimits(), plan(cap: 4)) == [])
    #expect(
      sentences(PartnerLimits(), plan(cap: 3)) == [
        "the trainers of partner p give 240 minutes in all, and it pays for 180"
      ])
    #expect(findings(PartnerLimits(), plan(cap: 3)) == [["c1/m/1", "c1/m/2"]])
  }
}
