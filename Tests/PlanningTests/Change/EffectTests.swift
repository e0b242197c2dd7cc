import Planning
import TestSupport
import Testing
import Training

@Suite struct EffectTests {
  @Test("A plan beside itself has no effect")
  func nothingChanges() {
    for seed in UInt64(1)...10 {
      let view = PlannedOdd(seed: seed).view
      let effect = Effect(of: view, beside: view)
      #expect(effect.cost == 0 && effect.broken.isEmpty && effect.mended.isEmpty)
      #expect(effect.owed.isEmpty && effect.saved.isEmpty && effect.changed.isEmpty)
      #expect(effect.states.isEmpty && effect.groups.isEmpty)
    }
  }

  @Test("Any two plans: what is owed and saved adds up to the difference")
  func differencesAddUp() {
    for seed in UInt64(1)...40 {
      let one = PlannedOdd(seed: seed, moves: 0)
      let other = PlannedOdd(seed: seed, moves: 3000)
      let effect = Effect(of: other.view, beside: one.view)
      let (before, after) = (Verification(one.view), Verification(other.view))
      #expect(effect.cost == after.cost - before.cost, "odd \(seed)")
      #expect(effect.coverage == after.coverage - before.coverage, "odd \(seed)")
      #expect(effect.comfort == after.comfort - before.comfort, "odd \(seed)")
      for term in effect.terms {
        func sum(_ findings: [Finding]) -> Int {
          findings.filter { $0.rule == term.name }.reduce(0) { $0 + $1.amount }
        }
        #expect(
          sum(effect.owed) - sum(effect.saved) == term.after - term.before,
          "odd \(seed), \(term.name)")
      }
      let back = Effect(of: one.view, beside: other.view)
      #expect(back.cost == -effect.cost && back.placed == effect.unplaced)
      #expect(back.owed == effect.saved && back.changed == effect.changed)
    }
  }

  @Test("What is broken is told with what is mended")
  func violationsAreTold() {
    let programme = programme(
      modules: [module("m", sessions: 1)], cohorts: [cohort("c1"), cohort("c2")])
    let apart = PlanView(
      plan(programme, ["c1/m/1": placed(on(0, "09:00")), "c2/m/1": placed(on(0, "11:00"))]))
    let together = PlanView(
      plan(programme, ["c1/m/1": placed(on(0, "09:00")), "c2/m/1": placed(on(0, "09:30"))]))
    let effect = Effect(of: together, beside: apart)
    #expect(effect.broken.map(\.rule) == ["H6"])
    #expect(effect.broken.first?.concern == .trainer(0))
    #expect(effect.mended.isEmpty && effect.cost == 0)
    #expect(effect.changed == [1] && effect.placed.isEmpty)
    #expect(Effect(of: apart, beside: together).mended == effect.broken)
  }
}
