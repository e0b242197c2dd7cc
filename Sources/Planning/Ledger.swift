import Training

/// Where a rule writes what a plan owes.
///
/// Sentences are made only where somebody reads them: a plan of 40,000 sessions may owe 100,000
/// things, of which a search or a summary needs the sum alone.
package struct Ledger {
  package let rule: String
  package private(set) var amount = 0
  package private(set) var findings: [Finding] = []
  private let explains: Bool

  package init(rule: String, explains: Bool) {
    self.rule = rule
    self.explains = explains
  }

  /// Notes one finding, about `concern` or its sessions; an amount of 0 is none.
  package mutating func owe(
    _ amount: Int = 1, of concern: @autoclosure () -> Concern? = nil,
    for sessions: @autoclosure () -> [Int],
    _ sentence: @autoclosure () -> String
  ) {
    guard amount > 0 else { return }
    self.amount += amount
    guard explains else { return }
    findings.append(
      Finding(
        rule: rule, amount: amount, concern: concern(), sessions: sessions(), sentence: sentence()))
  }
}
