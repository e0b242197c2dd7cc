/// Whom or what a finding is about: the one who would have to be told.
package enum Concern: Hashable, Sendable {
  /// Index in `Programme.cohorts`.
  case cohort(Int)
  /// Index in `Programme.trainers`.
  case trainer(Int)
  /// Index in `Programme.venues`.
  case venue(Int)
  /// Index in `Programme.chains`: its cohorts, together.
  case chain(Int)
  /// Index in `Programme.sessions`: the cohorts of its chain, together.
  case session(Int)
  /// Index in `Programme.states`.
  case state(Int)
  /// By tag.
  case group(String)
}
