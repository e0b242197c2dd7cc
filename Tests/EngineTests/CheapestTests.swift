import Testing

@testable import Engine

@Suite struct CheapestTests {
  @Test("A place that costs nothing is found, also where no limit is given")
  func freePlace() throws {
    var builder = ProblemBuilder(optionStarts: [0])
    let person = builder.addResource(ProblemBuilder.Resource(availability: [nil]))
    let domain = builder.addDomain([ProblemBuilder.Entry(option: 0)])
    let candidates = builder.addCandidates([ProblemBuilder.Candidate(resource: person)])
    let activity = builder.addActivity(
      ProblemBuilder.Activity(
        duration: 3600, domain: domain, slots: [ProblemBuilder.Slot(candidates: candidates)],
        unplacedCost: 1, series: builder.addSeries()))
    let workbench = Workbench(builder.build())
    var random = Random(seed: 1)
    let place = try #require(
      workbench.cheapestPlace(for: activity, blinks: 0, random: &random))
    #expect(place.entry == 0)
    #expect(place.delta == 0)
  }

  /// One activity, one time, and a hundred people for its one role, of whom those in `free` are there
  /// then; whoever is `cheap` costs nothing, all others 1.
  private func crowd(free: Range<Int>, cheap: Int) -> (workbench: Workbench, activity: Int) {
    var builder = ProblemBuilder(optionStarts: [0])
    let never = builder.addAvailability { _ in false }
    let candidates = (0..<100).map { number in
      ProblemBuilder.Candidate(
        resource: builder.addResource(
          ProblemBuilder.Resource(availability: [free.contains(number) ? nil : never])),
        cost: number == cheap ? 0 : 1)
    }
    let domain = builder.addDomain([ProblemBuilder.Entry(option: 0)])
    let slot = ProblemBuilder.Slot(candidates: builder.addCandidates(candidates))
    let activity = builder.addActivity(
      ProblemBuilder.Activity(
        duration: 3600, domain: domain, slots: [slot], unplacedCost: 10,
        series: builder.addSeries()))
    return (Workbench(builder.build()), activity)
  }

  @Test("Of a hundred candidates a move looks at some, and at the one who was there last")
  func breadth() throws {
    let (workbench, activity) = crowd(free: 0..<100, cheap: 61)
    var found = 0
    for seed in UInt64(1)...200 {
      var random = Random(seed: seed)
      let all = try #require(workbench.cheapestPlace(for: activity, blinks: 0, random: &random))
      #expect(all.delta == 0, "seed \(seed)")
      let some = try #require(
        workbench.cheapestPlace(
          for: activity, blinks: 0, breadth: Workbench.breadth, random: &random))
      if some.delta == 0 { found += 1 }
    }
    // A quarter, but for chance.
    #expect((25...75).contains(found), "\(found) of 200")
    var random = Random(seed: 1)
    _ = workbench.cheapestPlace(for: activity, blinks: 0, random: &random)
    workbench.insert(activity, at: 0, choosing: workbench.choices.base)
    workbench.remove(activity)
    for seed in UInt64(1)...200 {
      var random = Random(seed: seed)
      let some = try #require(
        workbench.cheapestPlace(
          for: activity, blinks: 0, breadth: Workbench.breadth, random: &random))
      #expect(some.delta == 0, "seed \(seed)")
    }
  }

  @Test("Whoever finds no place among some candidates looks at all", arguments: UInt64(1)...50)
  func rareCandidate(seed: UInt64) {
    let (workbench, activity) = crowd(free: 61..<62, cheap: 0)
    var random = Random(seed: seed)
    workbench.scratch.out.add(activity)
    workbench.putBack(&random)
    #expect(workbench.isPlaced(activity), "seed \(seed)")
  }
}
