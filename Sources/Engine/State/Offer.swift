/// A place that an activity may have while all others stay where they are.
package struct Offer: Sendable, Equatable {
  package var option: Int
  /// Positions in the candidate lists of its roles.
  package var choices: [Int]
  /// What the timetable would cost more than it does now; below 0 where it would cost less.
  package var change: Int
}
