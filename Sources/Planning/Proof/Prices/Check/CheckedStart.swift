import Training

/// A start that a session of a chain may have, as far as its own placement decides (dataset.md H1, H5,
/// H10's first half, and of H6 and H9 what concerns one session), with what the prices say of it.
struct CheckedStart {
  struct Staff {
    var trainer: Int
    var canLead: Bool
    var canAssist: Bool
    var price = 0
  }

  struct Owned {
    var owner: Int
    var price = 0
  }

  var start: Instant
  var end: Instant
  /// Cohorts whose preferred hours it misses.
  var unpreferred: Int
  var staff: [Staff]
  var venues: [Owned]
  /// All cohorts of the chain.
  var cohorts: [Owned]
}
