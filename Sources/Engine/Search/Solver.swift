/// What a search ends with.
package struct Outcome: Sendable {
  package var solution: Solution
  /// Moves proposed by all threads.
  package var iterations: Int
  /// By neighbourhood, of all threads.
  package var statistics: [MoveCounts]
}

/// How to search; the defaults are measured.
package struct SearchOptions: Sendable {
  package var seed: UInt64 = 1
  package var threads = 1
  /// Moves of each thread in a round, at whose end they meet.
  package var round = 50_000
  /// Temperatures at the start and at the end, in 256ths of a unit of cost; nil takes them from what
  /// the problem's constraints cost.
  package var startTemperature: Int?
  package var endTemperature: Int?
  /// How often each neighbourhood is drawn, in the order of `Neighbourhood.allCases`; nil takes what
  /// suits the problem.
  package var odds: [Int]?

  package init() {}
}

/// The best solution of `problem` that is found before `watch` says enough.
///
/// Threads search for themselves in rounds of a fixed number of moves and meet at round ends only, so
/// what they find does not depend on who runs when. Now and then whoever stands worst goes on from
/// where the best stands; more often would leave them too much alike.
///
/// - Parameters:
///   - earlier: a solution to start from; the result is never worse.
///   - run: calls its body once with each number below a count, at the same time or in turn.
package func solve(
  _ problem: Problem, from earlier: Solution? = nil, options: SearchOptions,
  watch: some Watch, run: (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void
) -> Outcome {
  let first = Workbench(problem)
  var random = Random(seed: options.seed)
  if let earlier {
    first.adopt(earlier)
  }
  construct(on: first, random: &random) { watch.spent(moves: 0, best: first.cost) >= 65_536 }
  watch.report(SearchProgress(cost: first.cost, unplaced: first.unplacedCount, iterations: 0))
  let start = first.solution
  let scale = meanPrice(of: problem)
  // Where construction leaves something out, what to leave out is the dearer question, and takes
  // larger steps to settle.
  let cooling = Cooling(
    start: options.startTemperature ?? scale * (first.unplacedCount > 0 ? 8 : 4),
    reheated: options.startTemperature ?? scale * 5 / 8,
    end: options.endTemperature ?? scale / 25, activities: problem.movable.count)
  let searches = (0..<max(1, options.threads)).map { thread in
    let workbench = thread == 0 ? first : Workbench(problem)
    if thread > 0 { workbench.adopt(start) }
    return LocalSearch(
      on: workbench, seed: random.word(), cooling: cooling,
      odds: options.odds ?? Neighbourhood.odds(for: problem))
  }
  var part = 0
  while problem.movable.count > 0, !searches.contains(where: \.isOver) {
    run(searches.count) { searches[$0].run(options.round, watch: watch) }
    let now = (searches[0].spent * parts) >> 16
    meet(searches, takingOver: now != part)
    part = now
    let leader = searches[0].best
    watch.report(
      SearchProgress(
        cost: leader.cost, unplaced: leader.unplacedCount,
        iterations: searches.reduce(0) { $0 + $1.iterations }))
  }
  let statistics = Neighbourhood.allCases.map { neighbourhood in
    searches.reduce(into: MoveCounts(neighbourhood: neighbourhood)) { sum, search in
      let counts = search.counts(of: neighbourhood)
      sum.proposed += counts.proposed
      sum.evaluated += counts.evaluated
      sum.kept += counts.kept
      sum.alternatives += counts.alternatives
    }
  }
  first.adopt(searches[0].best.solution)
  first.placeWaiting(random: &random)
  return Outcome(
    solution: first.solution,
    iterations: searches.reduce(0) { $0 + $1.iterations }, statistics: statistics)
}

/// What one more unit costs, on average over the different prices of the problem's constraints, in
/// 256ths: the scale on which worse and better is weighed.
private func meanPrice(of problem: Problem) -> Int {
  let prices = Set(
    problem.varieties.cost.elements + problem.resources.gapCost.elements
      + problem.resources.isolationCost.elements + problem.resources.outingCost.elements
      + problem.ledgers.costs
  ).filter { $0 > 0 }
  guard !prices.isEmpty else { return 256 }
  return prices.reduce(0) { $0 + min($1, 1_000_000) } * 256 / prices.count
}

extension Workbench {
  /// Gives every unplaced activity that still has a place the cheapest, where that is worth it; at
  /// last also where nothing could follow it.
  func placeWaiting(random: inout Random) {
    for leavesRoom in [true, false] {
      var isChanged = true
      while isChanged {
        isChanged = false
        for place in 0..<problem.movable.count {
          let activity = Int(problem.movable[place])
          if placeWaiting(activity, leavesRoom: leavesRoom, random: &random) { isChanged = true }
        }
      }
    }
  }

  private func placeWaiting(_ activity: Int, leavesRoom: Bool, random: inout Random) -> Bool {
    guard !isPlaced(activity),
      let found = cheapestPlace(
        for: activity, blinks: 0, leavesRoom: leavesRoom, random: &random)
    else { return false }
    let before = cost
    insert(activity, at: found.entry, choosing: choices.base)
    guard cost < before else {
      rollBack(to: 0)
      return false
    }
    commit()
    return true
  }
}

/// Into how many parts the budget falls, at whose ends threads take over from each other.
private let parts = 4

/// The first thread learns of the best that any knows; if it is time for that, the one that stands
/// worst goes on from where the one that stands best is.
private func meet(_ searches: [LocalSearch], takingOver: Bool) {
  guard searches.count > 1 else { return }
  let champion = searches.indices.min {
    (searches[$0].best.cost, $0) < (searches[$1].best.cost, $1)
  }
  if let champion, champion != 0 {
    searches[0].learn(searches[champion].best.solution)
  }
  guard takingOver else { return }
  let standings = searches.indices.sorted {
    (searches[$0].workbench.cost, $0) < (searches[$1].workbench.cost, $1)
  }
  if let leader = standings.first, let last = standings.last {
    searches[last].adopt(searches[leader].workbench.solution)
  }
}
