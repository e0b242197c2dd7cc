import Testing

@testable import Engine

@Suite struct EjectTests {
  /// Two activities of one resource, the first at the last of four times, the second, which has to
  /// follow it, without a place.
  private func tooLate(isFixed: Bool) -> Workbench {
    var builder = ProblemBuilder(optionStarts: [0, 3600, 7200, 10_800])
    let domain = builder.addDomain((0..<4).map { ProblemBuilder.Entry(option: $0) })
    let resource = builder.addResource(ProblemBuilder.Resource(availability: [nil]))
    let series = builder.addSeries()
    func activity(_ fixed: ProblemBuilder.FixedPlace?) -> ProblemBuilder.Activity {
      ProblemBuilder.Activity(
        duration: 3600, domain: domain, attendees: [resource], unplacedCost: 10, series: series,
        fixed: fixed)
    }
    let first = builder.addActivity(
      activity(isFixed ? ProblemBuilder.FixedPlace(entry: 3, choices: []) : nil))
    let second = builder.addActivity(activity(nil))
    builder.addOrder(first, second)
    let workbench = Workbench(builder.build())
    if !isFixed {
      #expect(workbench.putIn(first, at: Wish(option: 3, choices: [])))
      workbench.commit()
    }
    return workbench
  }

  @Test("What comes too late for all that follows goes ahead")
  func goesAhead() {
    let workbench = tooLate(isFixed: false)
    var random = Random(seed: 1)
    var made = 0
    for _ in 0..<100 {
      if workbench.propose(.eject, random: &random) == .made, workbench.unplacedCount == 0 {
        made += 1
        #expect(workbench.optionOf(0) < workbench.optionOf(1))
      }
      workbench.rollBack(to: 0)
      #expect(workbench.optionOf(0) == 3 && !workbench.isPlaced(1))
    }
    #expect(made > 10)
  }

  @Test("What is fixed goes nowhere, however late it comes")
  func fixed() {
    let workbench = tooLate(isFixed: true)
    var random = Random(seed: 1)
    for _ in 0..<100 {
      #expect(workbench.propose(.eject, random: &random) != .made)
      workbench.rollBack(to: 0)
    }
  }
}
