import Training

/// A start at which a chain may meet, with everybody and every room that the rules allow it then.
///
/// Only what a session's own placement decides is asked (H1, H5, the first sentence of H6, H9, the
/// first half of H10): what sessions do to each other is left to the blocks that the prices part.
package struct PriceVisit: Sendable {
  /// A trainer who may stand in the visit.
  package struct Staff: Sendable {
    package var trainer: Int
    package var canLead: Bool
    package var canAssist: Bool
  }

  package var start: Instant
  package var end: Instant
  /// By trainer.
  package var staff: [Staff]
  /// By index; empty for an online chain.
  package var venues: [Int]
  /// Cohorts whose preferred hours it misses.
  package var unpreferred: Int
}
