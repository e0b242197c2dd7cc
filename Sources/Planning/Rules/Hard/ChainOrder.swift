import Training

/// H3: of a chain the first sessions are placed, in their order, apart by the gap, and few a week.
package struct ChainOrder: Rule {
  package let id = "H3"

  package init() {}

  package func compile(into model: inout Model) {
    let programme = model.programme
    for (index, chain) in programme.chains.enumerated() {
      let module = programme.modules[chain.module]
      model.chains[index].maxPerWeek = module.maxPerWeek
      for session in chain.sessions.dropFirst() where !model.freeze.isFrozen(session) {
        model.order.append(
          Model.Follows(before: session - 1, after: session, gapDays: module.minGapDays))
      }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for chain in plan.programme.chains.indices {
      judgeOrder(of: plan.programme.chains[chain], in: plan, into: &ledger)
      judgeWeeks(of: chain, in: plan, into: &ledger)
    }
  }

  /// Puts a condition on the later of two neighbours only, and on none that is frozen.
  private func judgeOrder(of chain: Chain, in plan: PlanView, into ledger: inout Ledger) {
    let programme = plan.programme
    for session in chain.sessions.dropFirst() where !plan.freeze.isFrozen(session) {
      guard let placement = plan[session] else { continue }
      guard let before = plan[session - 1] else {
        ledger.owe(
          for: [session - 1, session],
          "\(plan.told(session)) is placed, and \(programme.sessions[session - 1].id) before it is not"
        )
        continue
      }
      if placement.start < programme.end(of: session - 1, startingAt: before.start) {
        ledger.owe(
          for: [session - 1, session],
          "\(plan.told(session)) starts before the end of \(plan.told(session - 1))")
      } else if let zone = Self.zoneOfShortGap(
        from: before.start, to: placement.start, chain: chain, in: plan.facts)
      {
        ledger.owe(
          for: [session - 1, session],
          "\(programme.sessions[session].id) at \(zone.moment(placement.start)) follows "
            + "\(programme.sessions[session - 1].id) at \(zone.moment(before.start)) by less than "
            + "\(programme.modules[chain.module].minGapDays) days")
      }
    }
  }

  /// The zone of the first cohort on whose calendar the two starts lie fewer days apart than asked.
  ///
  /// - Parameter steps: how many gaps lie between them, one from a session to the next.
  static func zoneOfShortGap(
    from earlier: Instant, to later: Instant, steps: Int = 1, chain: Chain, in facts: Facts
  ) -> Zone? {
    let gap = facts.programme.modules[chain.module].minGapDays * steps
    guard gap > 0 else { return nil }
    return chain.cohorts.lazy.map { facts.cohorts[$0].zone }.first { zone in
      zone.date(at: later) < zone.date(at: earlier).adding(days: gap)
    }
  }

  /// Tells of the same sessions once, though several cohorts of a joint chain may count them.
  private func judgeWeeks(of index: Int, in plan: PlanView, into ledger: inout Ledger) {
    let chain = plan.programme.chains[index]
    guard let limit = plan.programme.modules[chain.module].maxPerWeek else { return }
    let placed = plan.placed(ofChain: index)
    guard placed.count > limit else { return }
    var told: Set<[Int]> = []
    for cohort in chain.cohorts {
      let zone = plan.facts.cohorts[cohort].zone
      var weeks: [Int: [Int]] = [:]
      for session in placed {
        guard let start = plan[session]?.start else { continue }
        weeks[plan.programme.week(of: zone.date(at: start)), default: []].append(session)
      }
      for (week, sessions) in weeks.sorted(by: { $0.key < $1.key }) where sessions.count > limit {
        guard plan.freeze.binds(sessions), told.insert(sessions).inserted else { continue }
        let monday = plan.programme.settings.startsOn.adding(days: 7 * week)
        ledger.owe(
          for: sessions,
          "\(chain.id) has \(sessions.count) sessions in the week of \(monday) "
            + "(\(zone.identifier)), and may have \(limit)")
      }
    }
  }
}
