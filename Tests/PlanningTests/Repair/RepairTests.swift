import Planning
import TestSupport
import Testing
import Training

@testable import jadwal_bench

/// The nearest plan: what may stay stays, and what is frozen is not touched.
@Suite struct RepairTests {
  private static let seeds = Array(UInt64(1)...80)

  @Test("Two voices agree on a repaired plan, whatever data changed")
  func repairKeepsEveryRule() {
    for seed in Self.seeds {
      let programme = OddProgramme.makeInForce(seed: seed)
      let compiled = CompiledProgramme(programme)
      let earlier = Plan(
        programme: programme,
        placements: programme.sessions.indices.map { programme.previous[$0] })
      let result = compiled.repaired(earlier)
      #expect(compiled.difference(result.solution) == nil, "odd in force \(seed)")
      for session in programme.sessions.indices where compiled.freeze.isFrozen(session) {
        #expect(
          programme.previous[session]?.isKept(by: result.plan.placements[session]) == true,
          "odd in force \(seed), session \(session)")
      }
    }
  }

  @Test("Where nothing has changed, nobody moves")
  func nothingChangesNothing() {
    for seed in Self.seeds {
      let programme = OddProgramme.make(seed: seed)
      let earlier = searched(programme, seed: seed)
      let standing = programme.inForce(earlier)
      let result = CompiledProgramme(standing).repaired(
        Plan(programme: standing, placements: earlier.placements))
      #expect(
        PlanChanges(from: earlier, to: result.plan).disturbed.isEmpty, "odd \(seed)")
    }
  }

  @Test("The same seed repairs the same way")
  func repairIsRepeatable() {
    for seed in Self.seeds.prefix(20) {
      let programme = OddProgramme.makeInForce(seed: seed)
      let compiled = CompiledProgramme(programme)
      let earlier = Plan(
        programme: programme,
        placements: programme.sessions.indices.map { programme.previous[$0] })
      #expect(
        compiled.repaired(earlier, seed: seed).solution
          == compiled.repaired(earlier, seed: seed).solution, "odd in force \(seed)")
    }
  }

  @Test(
    "A search that mends first never ends dearer than the mended plan, and disturbs no frozen session"
  )
  func searchGoesOnFromWhatIsMended() {
    for seed in Self.seeds.prefix(30) {
      let programme = OddProgramme.makeInForce(seed: seed)
      let compiled = CompiledProgramme(programme)
      let earlier = Plan(
        programme: programme,
        placements: programme.sessions.indices.map { programme.previous[$0] })
      let mended = compiled.repaired(earlier, seed: seed)
      let searched = compiled.search(
        PlanRequest(seed: seed, earlier: earlier, mends: true),
        within: Budget(SearchLimits(iterations: 2_000), threads: 1))
      #expect(searched.solution.cost <= mended.solution.cost, "odd in force \(seed)")
      #expect(compiled.difference(searched.solution) == nil, "odd in force \(seed)")
      let stopped = Budget(SearchLimits(iterations: 1), threads: 1)
      let first = compiled.search(
        PlanRequest(seed: seed, earlier: earlier, mends: true), within: stopped)
      #expect(first.solution.cost <= mended.solution.cost, "odd in force \(seed)")
    }
  }

  @Test("A substitute for one session is found, and nobody else moves")
  func absenceMovesNobodyElse() throws {
    let programme = TestSupport.programme(
      trainers: [trainer("t1"), trainer("t2")],
      absences: [absence(.trainer(0), from: on(1, "00:00"), to: on(2, "00:00"))],
      previous: [
        "c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(1, "09:00")),
        "c1/m/3": placed(on(2, "09:00")),
      ])
    let compiled = CompiledProgramme(programme)
    let earlier = Plan(
      programme: programme,
      placements: programme.sessions.indices.map { programme.previous[$0] })
    let changes = PlanChanges(from: earlier, to: compiled.repaired(earlier).plan)
    let hit = try #require(programme.sessionIndex["c1/m/2"])
    #expect(changes.disturbed == [hit])
  }

  @Test("On the small dataset an absence moves hardly anybody else")
  func absencesMoveFew() throws {
    let programme = DatasetGenerator(
      DatasetRequest(size: .small, joint: true, absences: true, partners: true)
    ).programme()
    let plan = searched(programme, seed: 1, moves: 200_000)
    var random = Draw(seed: 1, topic: "repair")
    var cases: [RepairCase] = []
    while cases.count < 30 {
      guard let illness = Illness.draw(of: plan, &random) else { continue }
      cases.append(RepairCase(illness, of: plan, search: nil))
    }
    #expect(cases.allSatisfy { $0.frozen == 0 && $0.violations == 0 })
    #expect(cases.map(\.beyond).sorted()[cases.count / 2] <= 3, "seed 1, \(cases.map(\.beyond))")
  }
}

/// A plan that a short search finds.
func searched(_ programme: Programme, seed: UInt64, moves: Int = 3_000) -> Plan {
  CompiledProgramme(programme).search(
    PlanRequest(seed: seed),
    within: Budget(SearchLimits(iterations: moves), threads: 1)
  ).plan
}
