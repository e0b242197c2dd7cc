import Training

/// What a state or a group has placed of what it asks for, in one plan beside another.
package struct ShareChange: Sendable, Equatable {
  package var before: EquityShare
  package var after: EquityShare

  /// The state's code or the group's tag.
  package var name: String { after.name }
}
