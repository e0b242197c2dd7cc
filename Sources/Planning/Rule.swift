import Training

/// One rule of the contract, told twice in one file: plainly, for any plan, and fast, for the engine.
package protocol Rule: Sendable {
  /// `H1` … `H12`, or the name of a cost term.
  var id: String { get }

  /// What `plan` owes under this rule, in the contract's amounts, priced from scratch.
  func findings(in plan: PlanView) -> [Finding]
}
