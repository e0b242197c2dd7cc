import Planning
import TestSupport
import Testing
import Training

@testable import Engine

/// Substitutes beside what trying everything finds.
@Suite struct SubstitutionTests {
  private struct Case {
    var seed: UInt64
    var plan: Plan
    var trainer: Int
    var absence: Absence
    var sessions: [Int]
  }

  @Test("The best substitute of all comes first")
  func theBestComesFirst() {
    var right = 0
    var all = 0
    var wrong: [UInt64] = []
    var seed: UInt64 = 0
    while all < 100 {
      seed += 1
      guard let one = Self.drawn(seed) else { continue }
      guard let best = Self.cheapest(one) else { continue }
      // Where there is no choice there is nothing to get wrong.
      guard best.trainers > 1 else { continue }
      all += 1
      let compiled = CompiledProgramme(one.plan.programme)
      let substitution = Substitution(of: one.absence, in: one.plan, compiled)
      if substitution.substitutes.first?.cost == best.cost {
        right += 1
      } else {
        wrong.append(seed)
      }
    }
    print("substitutes: the true best first in \(right) of \(all), seeds to \(seed)")
    #expect(right >= 95, "of \(all); seeds \(wrong)")
  }

  @Test("A substitute's plan keeps every rule and costs what is told")
  func plansAreTrue() {
    for seed in UInt64(1)...150 {
      guard let one = Self.drawn(seed) else { continue }
      let compiled = CompiledProgramme(one.plan.programme)
      for substitute in Substitution(of: one.absence, in: one.plan, compiled).substitutes {
        let verification = Verification(PlanView(substitute.plan))
        #expect(verification.violations.isEmpty, "odd \(seed)")
        #expect(verification.cost == substitute.cost, "odd \(seed)")
        let changes = PlanChanges(from: one.plan, to: substitute.plan)
        #expect(changes.lost == substitute.lost, "odd \(seed)")
        #expect(changes.reassigned == substitute.taken, "odd \(seed)")
        #expect(changes.retimed.isEmpty && changes.relocated.isEmpty && changes.gained.isEmpty)
      }
    }
  }

  /// A plan, a trainer and some days with one to six sessions of theirs.
  private static func drawn(_ seed: UInt64) -> Case? {
    let programme = OddProgramme.make(seed: seed)
    var random = Random(seed: seed)
    let plan = searched(programme, seed: seed)
    let trainer = random.below(programme.trainers.count)
    let from = Instant(
      seconds: (programme.settings.startsOn.days + random.below(7)) * 86_400)
    let absence = Absence(
      who: .trainer(trainer), from: from, to: from.adding(minutes: 1440 * (1 + random.below(14))))
    let sessions = plan.placements.indices.filter { session in
      guard let placement = plan.placements[session] else { return false }
      return placement.trainers.contains(.known(trainer))
        && absence.overlaps(
          start: placement.start, end: programme.end(of: session, startingAt: placement.start))
    }
    guard (1...6).contains(sessions.count) else { return nil }
    return Case(seed: seed, plan: plan, trainer: trainer, absence: absence, sessions: sessions)
  }

  /// The least that the plan costs with anybody in any part of the sessions, and how many can take one
  /// at least; nil where nobody can.
  private static func cheapest(_ one: Case) -> (cost: Int, trainers: Int)? {
    let programme = one.plan.programme
    let facts = Facts(programme)
    let freeze = FreezeState(facts)
    var best: Int?
    var able: Set<Int> = []
    for other in programme.trainers.indices where other != one.trainer {
      for part in 1..<1 << one.sessions.count {
        var plan = one.plan
        for (place, session) in one.sessions.enumerated() {
          let takes = part >> place & 1 == 1
          plan.placements[session] = takes ? given(session, to: other, one) : nil
        }
        let wanted = one.sessions.indices.filter { part >> $0 & 1 == 1 }.map { one.sessions[$0] }
        dropFollowers(&plan, facts)
        guard wanted.allSatisfy({ plan.placements[$0] != nil }) else { continue }
        let verification = Verification(PlanView(plan, facts: facts, freeze: freeze))
        guard verification.violations.isEmpty else { continue }
        best = min(best ?? .max, verification.cost)
        able.insert(other)
      }
    }
    return best.map { ($0, able.count) }
  }

  /// Nil where they have a part in it already.
  private static func given(_ session: Int, to other: Int, _ one: Case) -> Placement? {
    guard var placement = one.plan.placements[session],
      !placement.trainers.contains(.known(other))
    else { return nil }
    if placement.lead == .known(one.trainer) {
      placement.lead = .known(other)
    } else {
      placement.assistants.removeAll { $0 == .known(one.trainer) }
      placement.assistants.append(.known(other))
    }
    return placement
  }

  /// Takes out what has lost what it follows (H3, H4).
  private static func dropFollowers(_ plan: inout Plan, _ facts: Facts) {
    let programme = plan.programme
    var isChanged = true
    while isChanged {
      isChanged = false
      for session in programme.sessions.indices where plan.placements[session] != nil {
        let own = programme.sessions[session].chain
        let isFirst = session == programme.chains[own].sessions.lowerBound
        let waits =
          (!isFirst && plan.placements[session - 1] == nil)
          || facts.prerequisites[own].contains { chain in
            programme.chains[chain].sessions.contains { plan.placements[$0] == nil }
          }
        if waits {
          plan.placements[session] = nil
          isChanged = true
        }
      }
    }
  }
}
