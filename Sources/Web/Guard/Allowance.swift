import Synchronization

/// How much each of many may still do: a bucket for everyone, that fills again as time goes by.
final class Allowance: Sendable {
  private struct Bucket {
    var level: Double
    var at: ContinuousClock.Instant
  }

  private let burst: Double
  /// A second.
  private let rate: Double
  private let mostKnown = 20_000
  private let buckets = Mutex<[String: Bucket]>([:])

  init(burst: Int, rate: Double) {
    self.burst = Double(burst)
    self.rate = rate
  }

  /// Takes one; the seconds to wait where there is none left.
  func take(
    _ who: String, at now: ContinuousClock.Instant = .now
  ) -> Double? {
    buckets.withLock { buckets in
      if buckets.count >= mostKnown { forgetFull(&buckets, now) }
      var bucket = buckets[who] ?? Bucket(level: burst, at: now)
      bucket.level = min(burst, bucket.level + rate * Self.seconds(bucket.at.duration(to: now)))
      bucket.at = now
      let isAllowed = bucket.level >= 1
      if isAllowed { bucket.level -= 1 }
      buckets[who] = bucket
      return isAllowed ? nil : (1 - bucket.level) / rate
    }
  }

  /// The seconds to wait before there is one; nil where there is. Takes none.
  func wait(_ who: String, at now: ContinuousClock.Instant = .now) -> Double? {
    buckets.withLock { buckets in
      guard let bucket = buckets[who] else { return nil }
      let level = bucket.level + rate * Self.seconds(bucket.at.duration(to: now))
      return level >= 1 ? nil : (1 - level) / rate
    }
  }

  /// How many it keeps in mind.
  var knownCount: Int { buckets.withLock { $0.count } }

  /// Gives everything back.
  func reset(_ who: String) { buckets.withLock { $0[who] = nil } }

  private func forgetFull(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
    buckets = buckets.filter {
      $0.value.level + rate * Self.seconds($0.value.at.duration(to: now)) < burst
    }
    // Whoever is many cannot make the others be forgotten, but all are the same again.
    if buckets.count >= mostKnown { buckets = [:] }
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
