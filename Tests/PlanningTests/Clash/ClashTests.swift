import Planning
import Testing
import Training

@Suite struct ClashTests {
  static let wanted = 100

  /// Sessions that the plans of odd programmes leave without a place, the first of each that is small
  /// enough to try every placement.
  static let cases: [(odd: PlannedOdd, session: Int, clash: Clash)] = {
    var cases: [(odd: PlannedOdd, session: Int, clash: Clash)] = []
    var seed: UInt64 = 0
    while cases.count < wanted {
      seed += 1
      let odd = PlannedOdd(seed: seed, inForce: seed.isMultiple(of: 2), moves: 300)
      let trial = Trial(odd.plan, in: odd.compiled)
      let found = odd.programme.sessions.indices.lazy.compactMap { session -> Clash? in
        guard odd.plan.placements[session] == nil, trial.alternatives(of: session).isEmpty,
          FactWorld(session, in: odd.view, holding: []).size < 60_000
        else { return nil }
        // Waiting for the one before is simple; every fourth case may be so.
        guard
          odd.programme.sessions[session].number == 1 || seed.isMultiple(of: 4)
        else { return nil }
        return Clash(session, in: odd.view)
      }.first
      // One fact alone is simple too, and none at all is no set.
      guard let count = found?.members.count, count > (seed.isMultiple(of: 3) ? 0 : 1) else {
        continue
      }
      if let clash = found { cases.append((odd, clash.session, clash)) }
    }
    return cases
  }()

  @Test("Without any one of its facts there is a place; with the whole set there is none")
  func setsAreMinimal() {
    var minimal = 0
    for (odd, session, clash) in Self.cases {
      let facts = Set(clash.members.map(\.fact))
      let whole = FactWorld(session, in: odd.view, holding: facts)
      #expect(!whole.isPlaceable, "\(odd.name), session \(session): \(facts)")
      var isMinimal = true
      for fact in facts {
        let rest = FactWorld(session, in: odd.view, holding: facts.subtracting([fact]))
        if !rest.isPlaceable { isMinimal = false }
        #expect(rest.isPlaceable, "\(odd.name), session \(session): \(fact) of \(facts)")
      }
      minimal += isMinimal ? 1 : 0
    }
    #expect(minimal == Self.wanted, "\(minimal) of \(Self.wanted) sets are minimal")
  }

  @Test("The cases have sets of many sizes and facts of many kinds")
  func casesDiffer() {
    let sizes = Self.cases.map(\.clash.members.count)
    let kinds = Set(
      Self.cases.flatMap { $0.clash.members.map { String("\($0.fact)".prefix { $0 != "(" }) } })
    #expect(sizes.count { $0 > 1 } > 40 && sizes.count { $0 > 2 } > 10, "\(sizes.sorted())")
    #expect(kinds.count > 8, "\(kinds.sorted())")
  }

  @Test("The place shown for each fact keeps every rule but those that do not hold without it")
  func placesAreShown() {
    for (odd, session, clash) in Self.cases {
      for relief in clash.reliefs {
        let effect = Effect(
          of: odd.view(with: relief.placement, for: session), beside: odd.view)
        #expect(effect.cost == relief.change, "\(odd.name), session \(session)")
        #expect(!effect.broken.isEmpty, "\(odd.name), session \(session)")
      }
    }
  }

  @Test("With what a relief changes out of the way, its place is one, and none with fewer facts is")
  func reliefsHelp() {
    for (odd, session, clash) in Self.cases {
      let all = Set(allFacts(odd.programme))
      for relief in clash.reliefs {
        let world = FactWorld(session, in: odd.view, holding: all.subtracting(relief.facts))
        #expect(world.isPlaceable, "\(odd.name), session \(session): \(relief.facts)")
        // Another session may have to move for it to its own neighbours' leave.
        let movesInOrder = relief.facts.contains { if case .order = $0 { true } else { false } }
        for fact in relief.facts where relief.facts.count > 1 && !movesInOrder {
          let less = FactWorld(
            session, in: odd.view, holding: all.subtracting(Set(relief.facts).subtracting([fact])))
          #expect(!less.isPlaceable, "\(odd.name), session \(session): without \(fact)")
        }
      }
    }
  }

  @Test("A session that has a place has no clash")
  func noClashWithAPlace() {
    var (placeable, not) = (0, 0)
    for seed in UInt64(1)...60 {
      let odd = PlannedOdd(seed: seed, inForce: seed.isMultiple(of: 2), moves: 0)
      let trial = Trial(odd.plan, in: odd.compiled)
      for session in odd.programme.sessions.indices where !odd.compiled.freeze.isFrozen(session) {
        let alternatives = trial.alternatives(of: session)
        let clash = Clash(session, in: odd.view, reliefLimit: 0)
        #expect((clash == nil) == !alternatives.isEmpty, "\(odd.name), session \(session)")
        placeable += clash == nil ? 1 : 0
        not += clash == nil ? 0 : 1
      }
    }
    #expect(placeable > 100 && not > 100)
  }

  private func allFacts(_ programme: Programme) -> [Fact] {
    let cohorts = programme.cohorts.indices.map { Concern.cohort($0) }
    let trainers = programme.trainers.indices.map { Concern.trainer($0) }
    let venues = programme.venues.indices.map { Concern.venue($0) }
    var facts: [Fact] = [
      .freeze, .pinnedStart, .pinnedLead, .pinnedVenue, .weekly, .skill, .language, .mode, .travel,
      .seats, .equipment,
    ]
    facts += (cohorts + trainers + venues).flatMap { [.hours($0), .busy($0), .dayLimit($0)] }
    facts += programme.trainers.indices.flatMap { [.weekLimit(trainer: $0), .rest(trainer: $0)] }
    facts += programme.partners.indices.flatMap { [.partnerCap($0), .partnerRules($0)] }
    facts += programme.sessions.indices.map { .order($0) }
    facts += programme.closures.indices.map { .closure($0) }
    return facts + programme.absences.indices.map { .absence($0) }
  }
}
