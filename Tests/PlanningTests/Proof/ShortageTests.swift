import TestSupport
import Testing
import Training

@testable import Planning

/// Hours that are short, and what helps: true of the dataset that has it.
@Suite struct ShortageTests {
  /// 40 sessions of an hour, and 4 h a week: 40 − 16 = 24 stay out, each of 10 learners.
  @Test func aTrainersWeeksAreACut() throws {
    let proving = Proving(overfull())
    let shortage = try #require(proving.found.shortages.first)
    #expect(proving.found.shortages.count == 1)
    #expect(shortage.kind == .trainers && shortage.proof.trainers == ["t1": [1, 2, 3, 4]])
    #expect(shortage.proof.needed == 40 * 60 && shortage.proof.there == 16 * 60)
    #expect(shortage.proof.sessionsOut == 24 && shortage.proof.learnerHours == 240)
    #expect(shortage.proof.bound == 240 * proving.programme.settings.weights.unplaced)
  }

  /// 10 h in all; the weeks would give 16.
  @Test func aPartnersHoursAreACut() throws {
    let proving = Proving(overfull(partnerHours: 10))
    let shortage = try #require(proving.found.shortages.first)
    #expect(shortage.proof.partners == ["p1"] && shortage.proof.trainers.isEmpty)
    #expect(shortage.proof.sessionsOut == 30)
    #expect(shortage.relaxations.contains { $0.kind == .partner("p1") })
  }

  @Test func aVenuesHoursAreACut() throws {
    let proving = Proving(overfullRoom())
    let shortage = try #require(proving.found.shortages.first)
    #expect(shortage.kind == .venues && shortage.proof.venues == ["v1": [1, 2, 3, 4]])
    #expect(shortage.proof.sessionsOut == 12)
    #expect(shortage.relaxations.contains { $0.kind == .venue(city: "a", seats: 10) })
  }

  @Test func whereHoursSufficeNothingIsShort() {
    let proving = Proving(overfull(weekHours: 10))
    #expect(proving.found.shortages.isEmpty)
    // Comfort may have its price: no hour does.
    for argument in proving.certificate.arguments {
      if case .prices = argument { continue }
      #expect(argument.bound == 0, "\(argument.name)")
    }
  }

  /// With what is said to help, as many sessions fewer stay out as is said: by the count, and in a plan.
  @Test(arguments: [overfull(), overfull(partnerHours: 10), overfullRoom()])
  func relaxationsLetInWhatTheySay(_ programme: Programme) throws {
    let proving = Proving(programme)
    let shortage = try #require(proving.found.shortages.first)
    #expect(unplaced(programme) == shortage.proof.sessionsOut)
    #expect(!shortage.relaxations.isEmpty)
    for relaxation in shortage.relaxations {
      let helped = relaxation.applied(to: programme, for: Array(programme.chains.indices))
      let out = shortage.proof.sessionsOut - relaxation.sessions
      #expect(Proving(helped).found.shortages.reduce(0) { $0 + $1.proof.sessionsOut } == out)
      #expect(unplaced(helped) == out, "\(relaxation)")
      #expect(Proving(helped).certificate.lowerBound < proving.certificate.lowerBound)
    }
  }

  private func unplaced(_ programme: Programme) -> Int {
    let budget = Budget(SearchLimits(iterations: 200_000), threads: 1)
    let result = CompiledProgramme(programme).search(
      PlanRequest(seed: 1, threads: 1), within: budget)
    return result.plan.placements.count { $0 == nil }
  }

  /// Whoever comes makes a dataset of which the check proves what was claimed.
  @Test func relaxationsAreTrueOfOddDatasets() throws {
    var tried = 0
    for seed in BoundLawTests.seeds {
      for (name, programme) in [
        ("odd", OddProgramme.make(seed: seed)),
        ("odd in force", OddProgramme.makeInForce(seed: seed)),
      ] {
        let proving = Proving(programme)
        for shortage in proving.found.shortages {
          let chains = shortage.proof.parts.compactMap { part in
            programme.chains.firstIndex { $0.id == part.chain }
          }
          for relaxation in shortage.relaxations {
            tried += 1
            let facts = Facts(relaxation.applied(to: programme, for: chains))
            let freeze = FreezeState(facts)
            let premises = Premises(facts, freeze: freeze)
            var builder = CapacityBuilder(facts, freeze: freeze, among: Set(chains))
            let isBuilt = builder.build(isStopped: { false })
            #expect(isBuilt)
            let cuts = ShortageSearch(builder).cuts(
              among: chains, kinds: [shortage.kind == .trainers ? .trainers : .venues],
              isStopped: { false })
            for cut in cuts { #expect(try cut.proof.proved(by: premises) == cut.proof.bound) }
            #expect(
              cuts.reduce(0) { $0 + $1.proof.sessionsOut }
                == shortage.proof.sessionsOut - relaxation.sessions, "\(name) \(seed)")
          }
        }
      }
    }
    #expect(tried > 0)
  }
}
