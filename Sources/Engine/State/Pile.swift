/// A list of activities with room for all of them: scratch of the moves, which allocate nothing.
struct Pile: Sendable {
  private let items: Grid<Int32>
  private let size: Grid<Int>

  init(capacity: Int, in arena: Arena) {
    items = Grid(count: capacity, filledWith: -1, in: arena)
    size = Grid(count: 1, filledWith: 0, in: arena)
  }

  @inline(__always)
  var count: Int { size[0] }

  @inline(__always)
  subscript(place: Int) -> Int { Int(items[place]) }

  func clear() { size[0] = 0 }

  /// Adds `activity` where it is not in the list yet.
  func add(_ activity: Int) {
    guard !contains(activity) else { return }
    items[size[0]] = Int32(truncatingIfNeeded: activity)
    size[0] &+= 1
  }

  func contains(_ activity: Int) -> Bool {
    for place in 0..<count where Int(items[place]) == activity { return true }
    return false
  }
}

/// What the larger moves write down on their way.
struct Scratch: Sendable {
  /// What was taken out, what must go, and what has no place left.
  let out: Pile
  let blockers: Pile
  let futile: Pile
  /// Series to put back, with the key of their turn.
  let seriesKey: Grid<UInt64>
  let seriesID: Grid<Int32>
  /// By member of a series: the start, in seconds, and the choices with which it stood.
  let start: Grid<Int>
  let choices: Grid<Int32>

  init(_ problem: Problem, in arena: Arena) {
    out = Pile(capacity: problem.activityCount, in: arena)
    blockers = Pile(capacity: problem.activityCount, in: arena)
    futile = Pile(capacity: problem.activityCount, in: arena)
    seriesKey = Grid(count: problem.seriesCount, filledWith: 0, in: arena)
    seriesID = Grid(count: problem.seriesCount, filledWith: -1, in: arena)
    let longest =
      (0..<problem.seriesCount).map { problem.activities.seriesMembers.count($0) }.max() ?? 0
    start = Grid(count: longest, filledWith: 0, in: arena)
    choices = Grid(count: longest * problem.roles.maximumSlots, filledWith: -1, in: arena)
  }
}

/// Entries of a domain with what they cost.
struct PricedEntries: Sendable {
  let entry: Grid<Int32>
  let cost: Grid<Int>

  init(capacity: Int, in arena: Arena) {
    entry = Grid(count: capacity, filledWith: -1, in: arena)
    cost = Grid(count: capacity, filledWith: 0, in: arena)
  }
}
