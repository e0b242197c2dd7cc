import Planning
import Testing
import Training

@testable import Engine

/// What a trial says of places and prices is what the plain voice of the rules says.
@Suite struct TrialTests {
  static let odd: [PlannedOdd] = (UInt64(1)...40).flatMap { seed in
    [
      PlannedOdd(seed: seed), PlannedOdd(seed: seed, moves: 0),
      PlannedOdd(seed: seed, inForce: true),
    ]
  }

  @Test("Every alternative keeps every rule and costs what it says")
  func alternativesCostWhatTheySay() {
    var count = 0
    for odd in Self.odd {
      let trial = Trial(odd.plan, in: odd.compiled)
      let cost = Verification(odd.view).cost
      #expect(trial.cost == cost && trial.leftOut.isEmpty, "\(odd.name)")
      for session in odd.programme.sessions.indices {
        let all = trial.alternatives(of: session)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.change <= $1.change }, "\(odd.name)")
        for alternative in stride(from: 0, to: all.count, by: max(1, all.count / 5)).map({ all[$0] }
        ) {
          count += 1
          let there = Verification(odd.view(with: alternative.placement, for: session))
          #expect(there.violations.isEmpty, "\(odd.name), session \(session)")
          #expect(there.cost - cost == alternative.change, "\(odd.name), session \(session)")
        }
      }
      #expect(trial.cost == cost && trial.plan.placements == odd.plan.placements, "\(odd.name)")
    }
    #expect(count > 1000)
  }

  @Test("No start, trainer and venue that the rules allow is left out")
  func noAlternativeIsLeftOut() {
    var (allowed, refused) = (0, 0)
    for odd in Self.odd {
      var random = Random(seed: 7)
      let trial = Trial(odd.plan, in: odd.compiled)
      for session in odd.programme.sessions.indices {
        let chain = odd.programme.chain(of: session)
        let starts = odd.compiled.starts(of: session)
        guard chain.trainerCount == 1, !odd.compiled.freeze.isFrozen(session), !starts.isEmpty
        else { continue }
        let needsVenue = odd.programme.modules[chain.module].mode != .online
        guard !needsVenue || !odd.programme.venues.isEmpty else { continue }
        let all = trial.alternatives(of: session)
        #expect(Set(all.map(\.placement)).count == all.count, "\(odd.name)")
        for _ in 0..<5 {
          let placement = Placement(
            start: starts[random.below(starts.count)],
            lead: .known(random.below(odd.programme.trainers.count)),
            venue: needsVenue ? .known(random.below(odd.programme.venues.count)) : nil)
          let isAllowed = Verification(odd.view(with: placement, for: session)).violations.isEmpty
          allowed += isAllowed ? 1 : 0
          refused += isAllowed ? 0 : 1
          #expect(
            all.contains { $0.placement.isKept(by: placement) } == isAllowed,
            "\(odd.name), session \(session)")
        }
      }
    }
    #expect(allowed > 100 && refused > 100)
  }

  @Test("Changes are made together or not at all, and taken back")
  func changesAreTakenBack() {
    var (made, refused) = (0, 0)
    for odd in Self.odd {
      var random = Random(seed: 9)
      let trial = Trial(odd.plan, in: odd.compiled)
      let cost = trial.cost
      for _ in 0..<20 {
        let mark = trial.mark
        var wanted = odd.plan
        var changes: [Int: Placement?] = [:]
        for _ in 0..<1 + random.below(3) {
          let session = random.below(odd.programme.sessions.count)
          let other = odd.plan.placements[random.below(odd.programme.sessions.count)]
          changes[session] = random.once(in: 3) ? .some(nil) : .some(other)
        }
        for (session, placement) in changes { wanted.placements[session] = placement }
        let verification = Verification(odd.view(of: wanted))
        if trial.change(changes) {
          made += 1
          #expect(verification.violations.isEmpty, "\(odd.name)")
          #expect(trial.cost == verification.cost, "\(odd.name)")
        } else {
          refused += 1
          let isSame = changes.keys.contains {
            odd.compiled.freeze.isFrozen($0) && wanted.placements[$0] == odd.plan.placements[$0]
          }
          #expect(!verification.violations.isEmpty || isSame, "\(odd.name)")
        }
        trial.undo(to: mark)
        #expect(trial.cost == cost && trial.plan.placements == odd.plan.placements, "\(odd.name)")
      }
    }
    #expect(made > 100 && refused > 100)
  }
}
