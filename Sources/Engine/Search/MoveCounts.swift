/// What a search did with one neighbourhood.
package struct MoveCounts: Sendable {
  package var neighbourhood: Neighbourhood
  package var proposed = 0
  /// Came to a change of cost: the others' draws led nowhere or broke a hard rule.
  package var evaluated = 0
  package var kept = 0
  /// Whole moves evaluated, and beside them the times and candidates that broke no hard rule, pools of
  /// load apart, and whose cost was worked out on the way: one move may weigh many, to take the cheapest.
  package var alternatives = 0
}
