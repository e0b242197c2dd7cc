import Planning
import Testing
import Training

@Suite struct SessionAccountTests {
  @Test("What is told of other places is what the whole plan would cost and break")
  func optionsAreTrue() {
    var (broken, kept) = (0, 0)
    for seed in UInt64(1)...30 {
      for odd in [PlannedOdd(seed: seed), PlannedOdd(seed: seed, inForce: true, moves: 0)] {
        let trial = Trial(odd.plan, in: odd.compiled)
        for session in odd.programme.sessions.indices {
          guard let placement = odd.plan.placements[session] else { continue }
          let account = SessionAccount(session, at: placement, in: odd.view, on: trial, limit: 3)
          let options = account.starts + account.leads + account.venues + account.alternatives
          for option in options {
            let whole = Effect(
              of: odd.view(with: option.placement, for: session), beside: odd.view)
            #expect(option.effect.cost == whole.cost, "\(odd.name), \(session)")
            #expect(option.effect.broken == whole.broken, "\(odd.name), \(session)")
            if seed <= 10, whole.broken.isEmpty {
              let there = Verification(odd.view(with: option.placement, for: session)).violations
              #expect(
                option.keepsEveryRule == !there.contains { $0.sessions.contains(session) },
                "\(odd.name), \(session)")
            }
            broken += whole.broken.isEmpty ? 0 : 1
            kept += whole.broken.isEmpty ? 1 : 0
          }
          #expect(account.alternatives.allSatisfy { $0.keepsEveryRule }, "\(odd.name), \(session)")
          #expect(account.starts.allSatisfy { $0.effect.cost < 0 }, "\(odd.name), \(session)")
          #expect(account.isFrozen == odd.compiled.freeze.isFrozen(session))
        }
      }
    }
    #expect(broken > 100 && kept > 100)
  }
}
