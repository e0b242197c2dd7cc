/// How long to wait before trying again: anything up to a limit that doubles each time ("full
/// jitter", Brooker, "Exponential Backoff And Jitter", 2015), so that many clients of one server
/// that comes back do not come back together.
package struct Backoff: Sendable {
  private var limit: Duration
  private let most: Duration

  package init(from first: Duration = .milliseconds(20), upTo most: Duration = .seconds(5)) {
    limit = first
    self.most = most
  }

  /// The next wait.
  package mutating func next(
    using random: inout some RandomNumberGenerator
  ) -> Duration {
    defer { limit = min(limit * 2, most) }
    return limit * Double.random(in: 0...1, using: &random)
  }

  package mutating func next() -> Duration {
    var random = SystemRandomNumberGenerator()
    return next(using: &random)
  }
}
