/// What became of a proposed move.
package enum Proposal: Sendable {
  /// The draw led nowhere; what was done on the way is taken back by the caller.
  case idle
  /// What it would add was worked out, and is more than was allowed.
  case refused
  /// It was made; what it added is in the running cost, and the caller keeps it or takes it back.
  case made
}
