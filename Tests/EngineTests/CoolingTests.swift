import Testing

@testable import Engine

@Suite struct CoolingTests {
  /// How warm it is at each hundredth of a budget that holds `moves`.
  private func warmth(
    activities: Int, moves: Int, leavesOut: Bool = false, isComplete: Bool = true
  ) -> [Int] {
    var cooling = Cooling(
      start: 256 * 400, reheated: 256 * 40, end: 256 * 4, activities: activities)
    return (0...100).map { percent in
      cooling.cool(
        spent: 65_536 * percent / 100, moves: moves * percent / 100, leavesOut: leavesOut,
        isComplete: isComplete)
      return Annealing.draws.withUnsafeBufferPointer { draws in
        guard let base = draws.baseAddress else { return 0 }
        var random = Random(seed: 1)
        return (0..<1_000).reduce(0) { sum, _ in
          sum + cooling.annealing.allowance(&random, base)
        }
      }
    }
  }

  @Test("A large problem grows cold once")
  func once() {
    let warmth = warmth(activities: 500, moves: 1_000_000)
    #expect(zip(warmth, warmth.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(warmth[0] > 20 * warmth[100])
  }

  @Test("A small problem grows cold again and again, from less than at the start")
  func again() {
    let warmth = warmth(activities: 50, moves: 2_000_000)
    let rises = zip(warmth, warmth.dropFirst()).filter { $0 < $1 }
    // 50³ × 4 ÷ 3 moves a cycle: twelve cycles, eleven of them warmed again.
    #expect(rises.count == 11)
    #expect(rises.allSatisfy { $0.1 < warmth[0] / 5 })
    #expect(warmth[100] == warmth.min())
  }

  @Test("Beyond six cycles a problem of some hundred activities has longer ones")
  func few() {
    // 150³ × 4 ÷ 3 moves a cycle: there is room for twenty.
    let warmth = warmth(activities: 150, moves: 90_000_000)
    let places = warmth.indices.dropFirst().filter { warmth[$0 - 1] < warmth[$0] }
    // The first takes a sixth of all, the second a sixth of what is left.
    #expect(abs(places[0] - 17) <= 1 && abs(places[1] - 31) <= 1, "\(places)")
    #expect(warmth[100] == warmth.min())
  }

  @Test("What leaves something out is warmed as at the start")
  func afresh() {
    let warmth = warmth(activities: 50, moves: 2_000_000, leavesOut: true)
    let rises = zip(warmth, warmth.dropFirst()).filter { $0 < $1 }
    #expect(rises.count == 11)
    #expect(rises.allSatisfy { $0.1 > warmth[0] / 2 })
  }

  @Test("Until all has had a place once, cycles are short")
  func rough() {
    let warmth = warmth(activities: 200, moves: 5_760_000, leavesOut: true, isComplete: false)
    // 200² × 36 moves a cycle: four cycles, where 200³ × 4 ÷ 3 moves would make one.
    #expect(zip(warmth, warmth.dropFirst()).filter { $0 < $1 }.count == 3)
    #expect(warmth[100] == warmth.min())
  }

  @Test("A budget that goes back warms nothing before its time")
  func back() {
    var cooling = Cooling(start: 256 * 400, reheated: 256 * 40, end: 256, activities: 50)
    for step in 0...20 {
      cooling.cool(spent: 2_000 * step, moves: 100_000 * step, leavesOut: false, isComplete: true)
    }
    let cycle = cooling.cycle
    cooling.cool(spent: 10, moves: 2_000_100, leavesOut: false, isComplete: true)
    #expect(cooling.cycle == cycle && cycle > 0)
  }

  @Test("Who is kept from moving at first does not take its time for the pace of all of it")
  func slowStart() {
    var cooling = Cooling(start: 256 * 400, reheated: 256 * 40, end: 256, activities: 50)
    cooling.cool(spent: 0, moves: 0, leavesOut: false, isComplete: true)
    // One move in a hundred of what follows.
    for step in 1...20 {
      cooling.cool(spent: 100 * step, moves: 20 * step, leavesOut: false, isComplete: true)
    }
    for step in 1...1_000 {
      cooling.cool(
        spent: 2_000 + 63_536 * step / 1_000, moves: 400 + 2_000 * step, leavesOut: false,
        isComplete: true)
    }
    // 50³ × 4 ÷ 3 moves a cycle: twelve cycles, the last of which ends with the budget.
    #expect((9...11).contains(cooling.cycle))
  }
}
