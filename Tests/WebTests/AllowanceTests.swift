import Testing

@testable import Web

@Suite struct AllowanceTests {
  @Test func aBurstIsAllowedAndThenTheRate() {
    let allowance = Allowance(burst: 3, rate: 2)
    let start = ContinuousClock.now
    for _ in 0..<3 { #expect(allowance.take("a", at: start) == nil) }
    #expect(allowance.take("a", at: start) == 0.5)
    #expect(allowance.take("b", at: start) == nil)
    #expect(allowance.take("a", at: start + .milliseconds(499)) != nil)
    #expect(allowance.take("a", at: start + .milliseconds(1000)) == nil)
  }

  @Test func askingTakesNothing() {
    let allowance = Allowance(burst: 1, rate: 1)
    let start = ContinuousClock.now
    for _ in 0..<5 { #expect(allowance.wait("a", at: start) == nil) }
    _ = allowance.take("a", at: start)
    #expect(allowance.wait("a", at: start) == 1)
    allowance.reset("a")
    #expect(allowance.wait("a", at: start) == nil)
  }

  @Test func manyVisitorsDoNotGrowItWithoutEnd() {
    let allowance = Allowance(burst: 2, rate: 1)
    let start = ContinuousClock.now
    for visitor in 0..<50_000 { _ = allowance.take("\(visitor)", at: start) }
    #expect(allowance.knownCount <= 20_000)
  }
}
