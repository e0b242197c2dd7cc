import Testing

@testable import Worker

/// Whoever waits is woken, whatever comes first.
@Suite("Bell")
struct BellTests {
  /// The time may be over before the wait has begun: nobody would wake it any more.
  @Test(.timeLimit(.minutes(10)))
  func aWaitOfNoTimeEnds() async {
    let bell = Bell()
    for round in 0..<20_000 { await bell.wait(atMost: .nanoseconds(round % 3 * 1000)) }
  }

  @Test func aRingBeforeTheWaitIsKeptOnce() async {
    let bell = Bell()
    bell.ring()
    bell.ring()
    #expect(await bell.wait(atMost: .seconds(60)))
    #expect(await !bell.wait(atMost: .zero))
  }

  @Test func aRingEndsTheWait() async {
    let bell = Bell()
    async let rung = bell.wait(atMost: .seconds(60))
    bell.ring()
    #expect(await rung)
  }

  @Test func aTaskThatIsCancelledWaitsNoLonger() async {
    let bell = Bell()
    let task = Task { await bell.wait(atMost: .seconds(600)) }
    task.cancel()
    #expect(await !task.value)
  }
}
