import Planning
import Testing
import Training

@Suite struct BreakdownTests {
  @Test("Each unit of the cost goes to one state or group, and to one who bears it")
  func partsAddUp() {
    for seed in UInt64(1)...60 {
      for odd in [PlannedOdd(seed: seed, moves: 0), PlannedOdd(seed: seed, inForce: true)] {
        let breakdown = Breakdown(odd.view)
        let verification = Verification(odd.view)
        #expect(breakdown.terms.map(\.term) == verification.terms, "\(odd.name)")
        for (term, points) in breakdown.terms {
          #expect(points.reduce(0) { $0 + $1.cost } == term.cost, "\(odd.name), \(term.name)")
        }
        #expect(sum(breakdown.states) == verification.cost, "\(odd.name)")
        let uneven = cost(of: ["inequity"], in: verification)
        let trainers = cost(of: ["away", "overtime"], in: verification)
        #expect(
          sum(breakdown.cohorts) + uneven + trainers == verification.cost, "\(odd.name)")
        #expect(
          sum(breakdown.trainers, without: ["trainer_changes", "reassigned"]) == trainers,
          "\(odd.name)")
        for part in breakdown.states + breakdown.cohorts + breakdown.trainers {
          #expect(part.points.reduce(0) { $0 + $1.cost } == part.cost, "\(odd.name)")
          #expect(part.points.allSatisfy { !$0.finding.sessions.isEmpty }, "\(odd.name)")
        }
      }
    }
  }

  private func sum(_ parts: [Breakdown.Part], without terms: Set<String> = []) -> Int {
    parts.flatMap(\.points).filter { !terms.contains($0.finding.rule) }.reduce(0) { $0 + $1.cost }
  }

  private func cost(of terms: Set<String>, in verification: Verification) -> Int {
    verification.terms.filter { terms.contains($0.name) }.reduce(0) { $0 + $1.cost }
  }
}
