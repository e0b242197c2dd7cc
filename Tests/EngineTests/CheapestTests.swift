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
}
