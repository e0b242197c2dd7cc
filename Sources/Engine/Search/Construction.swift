/// The first timetable: the tightest series first, each activity to its cheapest place.
func construct(on workbench: Workbench, random: inout Random, isOver: () -> Bool) {
  let problem = workbench.problem
  // Tight is a series with few times and few candidates for what it would cost unplaced; depth keeps
  // prerequisites ahead of what needs them.
  var keys: [(depth: Int, tightness: Int, series: Int)] = []
  let depths = seriesDepths(problem)
  for series in 0..<problem.seriesCount {
    guard problem.activities.seriesMembers.count(series) > 0 else { continue }
    let activity = Int(
      problem.activities.seriesMember[problem.activities.seriesMembers.first(series)])
    let times = Int(problem.domains.end[activity] - problem.domains.first[activity])
    var candidates = 1_000_000
    for slot in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity) {
      candidates = min(
        candidates, Int(problem.roles.endCandidate[slot] - problem.roles.firstCandidate[slot]))
    }
    keys.append((depths[series], times * candidates, series))
  }
  keys.sort { ($0.depth, $0.tightness, $0.series) < ($1.depth, $1.tightness, $1.series) }
  for (_, _, series) in keys {
    for place in problem.activities.seriesMembers.first(
      series)..<problem.activities.seriesMembers.end(series)
    {
      if isOver() { return }
      let activity = Int(problem.activities.seriesMember[place])
      guard !workbench.isPlaced(activity),
        let found = workbench.cheapestPlace(
          for: activity, blinks: 0, limit: problem.activities.unplacedCost[activity],
          random: &random)
      else { continue }
      workbench.insert(activity, at: found.entry, choosing: workbench.choices.base)
      workbench.commit()
    }
  }
}

/// By series: the longest way along the order from one without predecessors in another series.
private func seriesDepths(_ problem: Problem) -> [Int] {
  var depths = Array(repeating: 0, count: problem.seriesCount)
  // Each round settles one depth more; the order has no cycle, so it ends.
  var isChanged = true
  var rounds = 0
  while isChanged, rounds <= problem.seriesCount {
    isChanged = false
    rounds += 1
    for activity in 0..<problem.activityCount {
      let mine = Int(problem.activities.series[activity])
      for place in problem.ordering.predecessors.first(
        activity)..<problem.ordering.predecessors.end(activity)
      {
        let other = Int(problem.activities.series[Int(problem.ordering.predecessor[place])])
        if other != mine, depths[mine] < depths[other] + 1 {
          depths[mine] = depths[other] + 1
          isChanged = true
        }
      }
    }
  }
  return depths
}
