import Training

/// A cost term in one plan beside another.
package struct TermChange: Sendable, Equatable {
  package var name: String
  package var weight: Int
  /// Amounts.
  package var before: Int
  package var after: Int

  /// What the plan costs more for it.
  package var cost: Int { (after - before) * weight }
}
