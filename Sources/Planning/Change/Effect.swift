import Training

/// What one plan costs and breaks beside another of the same programme, told by the plain voice.
package struct Effect: Sendable {
  /// Breaks of H1 … H12 that the earlier plan does not have, and those that it alone has.
  package let broken: [Finding]
  package let mended: [Finding]
  /// Every cost term, in the contract's order.
  package let terms: [TermChange]
  /// What is owed under the cost terms and not in the earlier plan, and the other way round.
  package let owed: [Finding]
  package let saved: [Finding]
  /// Sessions that have a place in one plan alone, in the plan's order.
  package let placed: [Int]
  package let unplaced: [Int]
  /// Sessions that have a place in both, and not the same one: start, lead, assistants or venue differ.
  package let changed: [Int]
  /// Those of which the share placed differs, in the order of the shares.
  package let states: [ShareChange]
  package let groups: [ShareChange]

  /// What the plan costs more; below 0 where it costs less.
  package var cost: Int { terms.reduce(0) { $0 + $1.cost } }

  /// The part of it for what is left out: `unplaced`, `inequity`, `unpinned`.
  package var coverage: Int {
    terms.filter { Weights.coverage.contains($0.name) }.reduce(0) { $0 + $1.cost }
  }

  /// The part of it for how the rest is placed.
  package var comfort: Int { cost - coverage }

  /// - Parameters:
  ///   - judged: what is known of `before` already, where it is compared with several.
  ///   - explains: whether `owed` and `saved` are wanted, with a sentence each.
  package init(
    of after: PlanView, beside before: PlanView, judged: Verification? = nil, explains: Bool = true
  ) {
    let earlier = judged ?? Verification(before)
    let later = Verification(after)
    broken = Self.findings(later.violations, without: earlier.violations)
    mended = Self.findings(earlier.violations, without: later.violations)
    terms = zip(earlier.terms, later.terms).map { one, other in
      TermChange(name: one.name, weight: one.weight, before: one.amount, after: other.amount)
    }
    let sessions = before.plan.placements.indices
    placed = sessions.filter { before[$0] == nil && after[$0] != nil }
    unplaced = sessions.filter { before[$0] != nil && after[$0] == nil }
    changed = sessions.filter { session in
      guard let one = before[session], let other = after[session] else { return false }
      return !one.isKept(by: other)
    }
    var owed: [Finding] = []
    var saved: [Finding] = []
    // Where the same sessions are placed, coverage is the same.
    let isCovered = placed.isEmpty && unplaced.isEmpty
    for term in Contract.costTerms
    where explains && !(isCovered && Weights.coverage.contains(term.id)) {
      // Where a term's sum is the same, what makes it up may still have changed: a change of trainer
      // for one course, and one less for another.
      let old = term.findings(in: before)
      let new = term.findings(in: after)
      owed += Self.findings(new, without: old)
      saved += Self.findings(old, without: new)
    }
    self.owed = owed
    self.saved = saved
    states = Self.changes(earlier.states, later.states)
    groups = Self.changes(earlier.groups, later.groups)
  }

  /// Those of `findings` beyond what `others` hold, each as often as it comes.
  private static func findings(_ findings: [Finding], without others: [Finding]) -> [Finding] {
    var counts = others.reduce(into: [Finding: Int]()) { $0[$1, default: 0] += 1 }
    return findings.filter { finding in
      guard let count = counts[finding], count > 0 else { return true }
      counts[finding] = count - 1
      return false
    }
  }

  private static func changes(_ before: [EquityShare], _ after: [EquityShare]) -> [ShareChange] {
    zip(before, after).filter { $0 != $1 }.map { ShareChange(before: $0, after: $1) }
  }
}
