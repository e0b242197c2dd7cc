import Training

/// One rule of the contract, told twice in one file: plainly, for any plan, and fast, for the engine.
package protocol Rule: Sendable {
  /// `H1` … `H12`, or the name of a cost term.
  var id: String { get }

  /// Writes into `ledger` what `plan` owes under this rule, in the contract's amounts, from scratch.
  func judge(_ plan: PlanView, into ledger: inout Ledger)

  /// Says the same to the engine: narrows what sessions may have, prices it, holds them apart.
  func compile(into model: inout Model)
}

extension Rule {
  /// Everything that `plan` owes under this rule, each with its sentence.
  package func findings(in plan: PlanView) -> [Finding] {
    var ledger = Ledger(rule: id, explains: true)
    judge(plan, into: &ledger)
    return ledger.findings
  }

  /// The sum of the findings' amounts, without a word written.
  package func amount(in plan: PlanView) -> Int {
    var ledger = Ledger(rule: id, explains: false)
    judge(plan, into: &ledger)
    return ledger.amount
  }
}
