/// What resources use of each class of a calendar, and what pools of load have given.
final class Loads {
  private let problem: Problem
  private let arena = Arena()
  private let used: Grid<Int>
  private let pooled: Grid<Int>
  /// By resource: whether it has a ledger or a pool at all; most questions end here.
  private let isCounted: Grid<Bool>

  init(_ problem: Problem) {
    self.problem = problem
    used = Grid(count: problem.ledgers.cells, filledWith: 0, in: arena)
    pooled = Grid(count: problem.resources.poolCapacity.count, filledWith: 0, in: arena)
    isCounted = Grid(
      (0..<problem.resourceCount).map {
        problem.ledgers.lists.count($0) > 0 || problem.resources.pool[$0] >= 0
      }, in: arena)
  }

  /// Whether every ledger of `resource` has room for `activity` at `option`.
  ///
  /// - Parameter held: the option at which the resource holds the activity already, -1 for none.
  @inline(__always)
  func admits(_ activity: Int, at option: Int, in resource: Int, held: Int) -> Bool {
    !isCounted[resource] || haveRoom(activity, at: option, in: resource, held: held)
  }

  private func haveRoom(_ activity: Int, at option: Int, in resource: Int, held: Int) -> Bool {
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      if !hasRoom(ledger, activity, at: option, held: held) { return false }
    }
    return true
  }

  @inline(__always)
  private func hasRoom(_ ledger: Int, _ activity: Int, at option: Int, held: Int) -> Bool {
    let capacity = problem.ledgers[ledger].capacity
    guard capacity != .max else { return true }
    let cell = cell(ledger, option)
    let isHeld = held >= 0 && self.cell(ledger, held) == cell
    return used[cell] &+ (isHeld ? 0 : amount(of: activity, in: ledger)) <= capacity
  }

  /// How much too little room the ledger has for `activity` at `option`; 0 where it has enough.
  func shortage(of activity: Int, at option: Int, in ledger: Int) -> Int {
    let capacity = problem.ledgers[ledger].capacity
    guard capacity != .max else { return 0 }
    return max(0, amount(of: activity, in: ledger) + used[cell(ledger, option)] - capacity)
  }

  /// The load that the pool could still give.
  @inline(__always)
  func room(inPool pool: Int) -> Int { problem.resources.poolCapacity[pool] &- pooled[pool] }

  /// What `activity` would add to the cost of `resource`'s ledgers.
  @inline(__always)
  func delta(of activity: Int, at option: Int, in resource: Int) -> Int {
    isCounted[resource] ? countedDelta(of: activity, at: option, in: resource) : 0
  }

  private func countedDelta(of activity: Int, at option: Int, in resource: Int) -> Int {
    var delta = 0
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      delta &+= added(to: ledger, activity, at: option)
    }
    return delta
  }

  /// What `activity` at `option` would add to what one ledger costs.
  @inline(__always)
  private func added(to ledger: Int, _ activity: Int, at option: Int) -> Int {
    guard problem.ledgers[ledger].cost != 0 else { return 0 }
    let before = used[cell(ledger, option)]
    return price(ledger, before &+ amount(of: activity, in: ledger)) &- price(ledger, before)
  }

  /// What `activity` would add to the cost of `resource`'s ledgers; nil where one of them has no room.
  ///
  /// - Parameter held: the option at which the resource holds the activity already, -1 for none.
  @inline(__always)
  func admittedDelta(of activity: Int, at option: Int, in resource: Int, held: Int) -> Int? {
    isCounted[resource] ? countedDelta(of: activity, at: option, in: resource, held: held) : 0
  }

  private func countedDelta(
    of activity: Int, at option: Int, in resource: Int, held: Int
  ) -> Int? {
    var delta = 0
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      guard hasRoom(ledger, activity, at: option, held: held) else { return nil }
      delta &+= added(to: ledger, activity, at: option)
    }
    return delta
  }

  /// What taking `activity` away from `option`, where it stands, would save.
  @inline(__always)
  func saving(of activity: Int, at option: Int, in resource: Int) -> Int {
    isCounted[resource] ? countedSaving(of: activity, at: option, in: resource) : 0
  }

  private func countedSaving(of activity: Int, at option: Int, in resource: Int) -> Int {
    var saving = 0
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource)
    where problem.ledgers[ledger].cost != 0 {
      let before = used[cell(ledger, option)]
      saving &+= price(ledger, before) &- price(ledger, before &- amount(of: activity, in: ledger))
    }
    return saving
  }

  /// What taking `activity` from `old`, where it stands, to `option` would add.
  @inline(__always)
  func delta(of activity: Int, from old: Int, to option: Int, in resource: Int) -> Int {
    isCounted[resource] ? countedDelta(of: activity, from: old, to: option, in: resource) : 0
  }

  private func countedDelta(
    of activity: Int, from old: Int, to option: Int, in resource: Int
  ) -> Int {
    var delta = 0
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource)
    where problem.ledgers[ledger].cost != 0 {
      let here = cell(ledger, old)
      let there = cell(ledger, option)
      guard here != there else { continue }
      let amount = amount(of: activity, in: ledger)
      delta &+= price(ledger, used[there] &+ amount) &- price(ledger, used[there])
      delta &-= price(ledger, used[here]) &- price(ledger, used[here] &- amount)
    }
    return delta
  }

  @inline(__always)
  func insert(_ activity: Int, at option: Int, in resource: Int) -> Int {
    isCounted[resource] ? change(activity, option, resource, sign: 1) : 0
  }

  @inline(__always)
  func remove(_ activity: Int, at option: Int, from resource: Int) -> Int {
    isCounted[resource] ? change(activity, option, resource, sign: -1) : 0
  }

  private func change(_ activity: Int, _ option: Int, _ resource: Int, sign: Int) -> Int {
    var delta = 0
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      let cell = cell(ledger, option)
      let before = used[cell]
      let after = before &+ sign &* amount(of: activity, in: ledger)
      used[cell] = after
      if problem.ledgers[ledger].cost != 0 {
        delta &+= price(ledger, after) &- price(ledger, before)
      }
    }
    let pool = Int(problem.resources.pool[resource])
    if pool >= 0 { pooled[pool] &+= sign &* problem.activities.load[activity] }
    return delta
  }

  @inline(__always)
  private func cell(_ ledger: Int, _ option: Int) -> Int {
    Int(problem.ledgers[ledger].base)
      &+ Int(
        problem.options.calendarClass[
          Int(problem.ledgers[ledger].calendar) &* problem.optionCount &+ option])
  }

  @inline(__always)
  func amount(of activity: Int, in ledger: Int) -> Int {
    problem.ledgers[ledger].countsActivities ? 1 : problem.activities.load[activity]
  }

  @inline(__always)
  private func price(_ ledger: Int, _ used: Int) -> Int {
    let over = used &- problem.ledgers[ledger].threshold
    guard over > 0 else { return 0 }
    let unit = problem.ledgers[ledger].unit
    return (over &+ unit &- 1) / unit &* problem.ledgers[ledger].cost
  }
}
