import Foundation

/// What was measured of storing and publishing plans of one size; all times are wall time.
struct DatabaseFigures: Codable, Sendable {
  var sessions: Int
  var importSeconds: Double
  /// The best of some rounds.
  var storeSeconds: Double
  /// The same rows into the same tables by `psql \copy`, the best of as many.
  var copySeconds: Double
  /// The first publish, which books everything.
  var publishSeconds: Double
  var booked: Int
  /// A publish that changes one session in a hundred, the median of some rounds.
  var changeSeconds: Double
  var changeBooked: Int
  var changeFreed: Int
  var verifySeconds: Double
  /// Plan versions that were verified in that time.
  var verifiedVersions: Int

  var text: String {
    """
    \(sessions) sessions: import \(Self.two(importSeconds)) s; store \(Self.two(storeSeconds)) s, psql's \
    copy \(Self.two(copySeconds)) s, ratio \(Self.two(storeSeconds / copySeconds)) (at most 1.50)
      first publish \(Self.two(publishSeconds)) s for \(booked) slots; 1 % changed \
    \(Self.three(changeSeconds)) s (\(changeBooked) booked, \(changeFreed) freed), ratio \
    \(Self.three(changeSeconds / publishSeconds)) (at most 0.100)
      verify \(Self.two(verifySeconds)) s for \(verifiedVersions) versions
    """
  }

  private static func two(_ figure: Double) -> String { String(format: "%.2f", figure) }

  private static func three(_ figure: Double) -> String { String(format: "%.3f", figure) }
}
