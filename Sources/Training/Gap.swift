/// How far a plan may be from the best one: what it costs above a bound that no plan can undercut.
package struct Gap: Sendable, Equatable {
  /// In units of cost; 0 where the plan is proved to be the best.
  package let cost: Int
  /// Thousandths of the plan's cost that it is, rounded up; 0 of a plan that costs nothing.
  package let share: Int

  package init(cost: Int, lowerBound: Int) {
    let gap = max(0, cost - lowerBound)
    self.cost = gap
    share = cost > 0 ? Int((Int128(1000) * Int128(gap) + Int128(cost) - 1) / Int128(cost)) : 0
  }

  /// Its share, as `12.3 %`.
  package var percent: String { "\(share / 10).\(share % 10) %" }
}
