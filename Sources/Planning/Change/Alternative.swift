import Training

/// A place that a session may have while all others stay where they are.
package struct Alternative: Sendable, Equatable {
  package var placement: Placement
  /// What the plan would cost more; below 0 where it would cost less.
  package var change: Int

  package init(placement: Placement, change: Int) {
    self.placement = placement
    self.change = change
  }
}
