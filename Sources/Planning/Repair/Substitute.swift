import Training

/// Somebody who could stand in for a trainer, and what the plan would be with them.
package struct Substitute: Sendable {
  /// Index in `Programme.trainers`.
  package var trainer: Int
  /// The sessions that they take over at the same time and in the same venue, in the plan's order.
  package var taken: [Int]
  /// The others: sessions that had a place and have none then, those that have to follow them included.
  package var lost: [Int]
  /// What the plan costs then.
  package var cost: Int
  package var plan: Plan
}
