import Testing

@testable import Engine

@Suite struct LeapfrogTests {
  @Test("Of a series one time goes and one comes, and the others stay in use")
  func oneTimeForAnother() {
    var made = 0
    for seed in UInt64(1)...40 {
      let problem = RandomProblem.make(seed: seed)
      let workbench = Workbench(problem)
      var random = Random(seed: seed)
      construct(on: workbench, random: &random) { false }
      for _ in 0..<200 {
        let before = workbench.solution
        if workbench.propose(.leapfrog, random: &random) == .made {
          made += 1
          let moved = before.entries.indices.filter { before.entries[$0] != workbench.entryOf[$0] }
          let times = moved.map { problem.option(Int(before.entries[$0])) }
          let changed = Set(times).symmetricDifference(moved.map { workbench.optionOf($0) })
          #expect(moved.count > 1, "seed \(seed)")
          #expect(Set(moved.map { problem.activities.series[$0] }).count == 1, "seed \(seed)")
          #expect(changed.count == 2, "seed \(seed): \(times)")
        }
        workbench.rollBack(to: 0)
        _ = workbench.propose(.retime, random: &random)
        workbench.commit()
      }
    }
    #expect(made > 100)
  }

  @Test("Where nothing is ordered it is never drawn")
  func unordered() {
    var builder = ProblemBuilder(optionStarts: [0])
    let domain = builder.addDomain([ProblemBuilder.Entry(option: 0)])
    _ = builder.addActivity(
      ProblemBuilder.Activity(
        duration: 3600, domain: domain, unplacedCost: 1, series: builder.addSeries()))
    let odds = Neighbourhood.odds(for: builder.build())
    #expect(odds[Neighbourhood.leapfrog.rawValue] == 0)
    #expect(
      odds.reduce(0, +) == Neighbourhood.odds(for: RandomProblem.make(seed: 1)).reduce(0, +))
  }
}
