import Planning
import TestSupport
import Training

/// A dataset, what is proved of it, and the certificate that tells so.
struct Proving {
  let facts: Facts
  let freeze: FreezeState
  let found: ProvenBound
  let certificate: Certificate

  var programme: Programme { facts.programme }
  var premises: Premises { Premises(facts, freeze: freeze) }

  init(_ programme: Programme) {
    facts = Facts(programme)
    freeze = FreezeState(facts)
    found = Prover(facts, freeze: freeze, effort: 1_000_000).prove()
    certificate = Certificate(datasetDigest: "d", arguments: found.arguments)
  }

  /// Why the certificate is refused; nil where it holds.
  func flaw(of certificate: Certificate? = nil) -> String? {
    do throws(ProofFault) {
      try (certificate ?? self.certificate).check(digest: "d", by: premises)
      return nil
    } catch {
      return error.description
    }
  }

  /// The cost of the best of a few short searches.
  func planCost(seed: UInt64, moves: Int) -> Int {
    let compiled = CompiledProgramme(facts, freeze: freeze)
    return (UInt64(1)...2).map { round in
      let budget = Budget(SearchLimits(iterations: moves), threads: 1)
      return compiled.search(PlanRequest(seed: seed + round, threads: 1), within: budget)
        .solution.cost
    }.min() ?? .max
  }
}

/// Two cohorts of ten ask for twenty hours each, and one trainer gives four a week for four weeks: 24 of
/// the 40 sessions, 240 learner-hours, have no place.
func overfull(weekHours: Int = 4, partnerHours: Int? = nil) -> Programme {
  programme(
    modules: [module("m", sessions: 20, minutes: 60)],
    cohorts: [cohort("c1"), cohort("c2")],
    trainers: [trainer("t1", weekHours: weekHours, partner: partnerHours.map { _ in 0 })],
    partners: partnerHours.map { [partner("p1", capHours: $0)] } ?? [])
}

/// Six cohorts ask for four hours each in one room that is open three hours a week: 12 of the 24
/// sessions have no place, while two trainers have hours for all of them.
func overfullRoom() -> Programme {
  programme(
    modules: [module("m", sessions: 4, minutes: 60, mode: .hybrid)],
    cohorts: (1...6).map { cohort("c\($0)") }, trainers: [trainer("t1"), trainer("t2")],
    venues: [venue("v1", open: hours("09:00", "12:00", on: 0..<1))])
}
