import Files
import Foundation
import Planning
import TestSupport
import Testing
import Training

@Suite struct VerificationTests {
  /// The smallest of the datasets to measure with, and the plan that is its floor.
  private func floor() throws -> Plan {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/training-s").path
    let programme = try readDataset(at: folder).get().programme
    return try readPlan(at: folder + "/greedy.csv", for: programme).get().plan
  }

  @Test func theFloorCostsWhatItIsSaidToCost() throws {
    let verification = Verification(PlanView(try floor()))
    #expect(verification.violations == [])
    #expect(
      verification.terms.map { "\($0.name) \($0.amount)" } == [
        "unplaced 96", "inequity 4", "unpinned 0", "unpreferred 13", "trainer_changes 1",
        "venue_changes 0", "irregular 21", "idle 0", "away 24", "overtime 10", "moved 0",
        "reassigned 0", "relocated 0",
      ])
    #expect(verification.cost == 2416)
    #expect(verification.coverage == 2000)
    #expect(verification.comfort == 416)
    #expect(
      verification.states == [EquityShare(name: "TH", asked: 121_650, placed: 115_890)])
    #expect(
      verification.groups == [EquityShare(name: "disability", asked: 27_090, placed: 27_090)])
  }

  @Test(arguments: Contract.rules.map(\.id))
  func findingsAddUpToTheAmount(id: String) throws {
    let rule = try #require(Contract.rules.first { $0.id == id })
    for plan in [try floor(), Plan(empty: try floor().programme)] {
      let view = PlanView(plan)
      #expect(
        rule.findings(in: view).reduce(0) { $0 + $1.amount } == rule.amount(in: view))
    }
  }

  @Test func theContractListsEveryTermInItsOrder() {
    #expect(Contract.hardRules.map(\.id) == (1...12).map { "H\($0)" })
    #expect(Contract.costTerms.map(\.id) == Weights.names.map(\.name))
  }

  @Test func releasedSessionsAreNamedInThePlansOrder() {
    let programme = programme(
      settings: settings(freezeUntil: on(3, "00:00")), cohorts: [cohort("c1"), cohort("c2")],
      absences: [absence(.trainer(0), from: on(0, "00:00"), to: on(3, "00:00"))],
      previous: ["c2/m/1": placed(on(0, "09:00")), "c1/m/1": placed(on(1, "09:00"))])
    let verification = Verification(PlanView(Plan(empty: programme)))
    #expect(verification.released == ["c1/m/1", "c2/m/1"])
    #expect(verification.violations == [])
  }

  @Test func onlyWhatIsAskedForHasAShare() {
    let programme = programme(
      states: [state("ZZ"), state("AA"), state("MM")],
      cities: [city("a", state: 1), city("b"), city("c", state: 2)],
      cohorts: [
        cohort("c1", groups: ["women"]), cohort("c2", city: 1, groups: ["rural"]),
        cohort("c3", city: 2, modules: [], groups: ["idle"]),
      ])
    let plan = plan(programme, ["c1/m/1": placed(on(0, "09:00"))])
    let verification = Verification(PlanView(plan))
    #expect(
      verification.states == [
        EquityShare(name: "ZZ", asked: 1800, placed: 0),
        EquityShare(name: "AA", asked: 1800, placed: 600),
      ])
    #expect(verification.groups.map(\.name) == ["rural", "women"])
    #expect(verification.states.map(\.share) == [0, 333])
  }
}
