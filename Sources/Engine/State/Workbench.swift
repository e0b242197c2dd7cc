/// A timetable with its counters and its running cost: try, keep, undo.
///
/// It never holds a forbidden state: whoever inserts asks `admits` first. Every change is written to
/// a journal, so that a refused move is taken back exactly. Fixed activities stand from the start and
/// are asked nothing.
package final class Workbench {
  package let problem: Problem
  private let arena = Arena()
  /// By activity: its domain entry, -1 where it is unplaced.
  let entryOf: Grid<Int32>
  /// By slot: its candidate.
  let choiceOf: Grid<Int32>
  let agendas: Agendas
  let loads: Loads
  let varieties: Varieties
  let balances: Balances
  let order: Order
  /// The movable activities that are unplaced, in no order, and where each stands in that list.
  let unplaced: Grid<Int32>
  private let unplacedPlace: Grid<Int32>
  private let tally: Grid<Int>
  private let journal: Grid<Int32>
  /// Scratch for one placement's choices.
  let choices: Grid<Int32>
  let found: Grid<Int32>
  let chain: ExchangeChain
  let scratch: Scratch
  let priced: PricedEntries
  /// Scratch for a bit an option.
  let free: Grid<UInt64>

  private enum Tally {
    static let cost = 0
    static let unplaced = 1
    static let journal = 2
    /// What the last activity taken out added for being missing.
    static let missing = 3
    /// The first place of the movable activities among which moves are drawn.
    static let focus = 4
    /// Alternatives priced since the beginning, for whoever measures.
    static let alternatives = 5
    static let count = 6
  }

  package init(_ problem: Problem) {
    self.problem = problem
    entryOf = Grid(count: problem.activityCount, filledWith: -1, in: arena)
    choiceOf = Grid(
      count: problem.roles.slots.starts.count == 0 ? 0 : problem.roles.variety.count,
      filledWith: -1,
      in: arena)
    agendas = Agendas(problem)
    loads = Loads(problem)
    varieties = Varieties(problem)
    balances = Balances(problem)
    order = Order(problem)
    unplaced = Grid(count: problem.movable.count, filledWith: -1, in: arena)
    unplacedPlace = Grid(count: problem.activityCount, filledWith: -1, in: arena)
    tally = Grid(count: Tally.count, filledWith: 0, in: arena)
    // A move takes no activity out more than once, and puts none in more than once, but for those
    // that an ejection takes ahead; twice that is kept, for whoever makes several changes before a
    // commit.
    journal = Grid(
      count: 2
        * (4 * problem.activityCount + problem.roles.variety.count
          + Ejection.limit * (4 + problem.roles.maximumSlots)),
      filledWith: 0,
      in: arena)
    choices = Grid(count: problem.roles.maximumSlots, filledWith: -1, in: arena)
    found = Grid(count: problem.roles.maximumSlots, filledWith: -1, in: arena)
    chain = ExchangeChain(maximumSlots: problem.roles.maximumSlots, in: arena)
    scratch = Scratch(problem, in: arena)
    priced = PricedEntries(capacity: problem.optionCount, in: arena)
    free = Grid(count: problem.optionCount / 64 + 1, filledWith: 0, in: arena)
    var cost = 0
    for activity in 0..<problem.activityCount { cost += problem.activities.unplacedCost[activity] }
    tally[Tally.cost] = cost + varieties.costOfNothing + balances.cost
    for index in 0..<problem.movable.count { addUnplaced(Int(problem.movable[index])) }
    for index in 0..<problem.fixed.count {
      let activity = Int(problem.fixed[index])
      put(
        activity, at: Int(problem.domains.fixedEntry[activity]),
        choosing: problem.roles.fixedChoice.base + problem.roles.slots.first(activity))
    }
  }

  /// The running cost.
  @inline(__always)
  package var cost: Int { tally[Tally.cost] }

  /// How many times and candidates were priced, in all.
  @inline(__always)
  var alternatives: Int { tally[Tally.alternatives] }

  /// Notes that so many were.
  @inline(__always)
  func countAlternatives(_ count: Int) { tally[Tally.alternatives] &+= count }

  /// How many movable activities are unplaced.
  @inline(__always)
  package var unplacedCount: Int { tally[Tally.unplaced] }

  @inline(__always)
  func isPlaced(_ activity: Int) -> Bool { entryOf[activity] >= 0 }

  /// The option at which `activity` stands.
  @inline(__always)
  func optionOf(_ activity: Int) -> Int { problem.option(Int(entryOf[activity])) }

  /// Puts an unplaced activity where it is admitted, and writes it down.
  func insert(_ activity: Int, at entry: Int, choosing choices: UnsafePointer<Int32>) {
    write(activity, entry: -1)
    put(activity, at: entry, choosing: choices)
    dropUnplaced(activity)
  }

  /// Takes a placed activity out, and writes it down.
  func remove(_ activity: Int) {
    write(activity, entry: entryOf[activity])
    take(activity)
    addUnplaced(activity)
  }

  /// Gives one slot of a placed activity another candidate, and writes it down.
  func reassign(_ activity: Int, slot: Int, to choice: Int) {
    let place = problem.roles.slots.first(activity) &+ slot
    let top = tally[Tally.journal]
    precondition(top &+ 3 <= journal.count, "a move changes no more than the journal holds")
    journal[top] = choiceOf[place]
    journal[top &+ 1] = Int32(truncatingIfNeeded: activity)
    journal[top &+ 2] = Int32(truncatingIfNeeded: -2 &- slot)
    tally[Tally.journal] = top &+ 3
    fill(activity, place, with: choice)
  }

  /// What the last activity taken out added to the cost for being missing.
  @inline(__always)
  var missingCost: Int { tally[Tally.missing] }

  /// How many neighbours in the list of movable activities moves are drawn among at a time.
  static let focusWidth = 512

  /// Draws moves among the movable activities from `place` on, and round: what a few hundred of them
  /// touch stays in the cache.
  func focus(at place: Int) { tally[Tally.focus] = place }

  /// A movable activity of those in focus.
  @inline(__always)
  func drawMovable(_ random: inout Random) -> Int {
    let count = problem.movable.count
    guard count > Self.focusWidth else { return Int(problem.movable[random.below(count)]) }
    let place = tally[Tally.focus] &+ random.below(Self.focusWidth)
    return Int(problem.movable[place < count ? place : place &- count])
  }

  /// Where the journal stands; `rollBack(to:)` takes back everything since.
  @inline(__always)
  var mark: Int { tally[Tally.journal] }

  /// Forgets the journal: what was done stays.
  @inline(__always)
  func commit() { tally[Tally.journal] = 0 }

  /// Restores the timetable, the counters and the cost as they were at `mark`.
  func rollBack(to mark: Int) {
    var top = tally[Tally.journal]
    while top > mark {
      let (activity, entry, first) = change(endingAt: top)
      if entry < -1 {
        let place = problem.roles.slots.first(activity) &- 2 &- entry
        fill(activity, place, with: Int(journal[first]))
      } else if entry < 0 {
        take(activity)
        addUnplaced(activity)
      } else {
        put(activity, at: entry, choosing: journal.base + first)
        dropUnplaced(activity)
      }
      top = first
    }
    tally[Tally.journal] = top
  }

  /// Calls `body` with each activity that the journal names since the last commit.
  @inline(__always)
  func eachChanged(_ body: (Int) -> Void) {
    var top = tally[Tally.journal]
    while top > 0 {
      let (activity, _, first) = change(endingAt: top)
      body(activity)
      top = first
    }
  }

  /// Writes the choices of a placed activity, the activity, and the entry at which it stood.
  private func write(_ activity: Int, entry: Int32) {
    var top = tally[Tally.journal]
    let count = entry < 0 ? 0 : problem.roles.slots.count(activity)
    precondition(
      top &+ count &+ 2 <= journal.count, "a move changes no more than the journal holds")
    let first = problem.roles.slots.first(activity)
    for slot in 0..<count { journal[top &+ slot] = choiceOf[first &+ slot] }
    top &+= count
    journal[top] = Int32(truncatingIfNeeded: activity)
    journal[top &+ 1] = entry
    tally[Tally.journal] = top &+ 2
  }

  /// The change whose last word in the journal is before `top`, and the place of its first: with an
  /// entry where the activity was taken out, -1 where it was put in, below where a slot changed.
  @inline(__always)
  private func change(endingAt top: Int) -> (activity: Int, entry: Int, first: Int) {
    let activity = Int(journal[top &- 2])
    let entry = Int(journal[top &- 1])
    let count = entry < 0 ? (entry < -1 ? 1 : 0) : problem.roles.slots.count(activity)
    return (activity, entry, top &- 2 &- count)
  }

  private func put(_ activity: Int, at entry: Int, choosing choices: UnsafePointer<Int32>) {
    let option = problem.option(entry)
    entryOf[activity] = Int32(truncatingIfNeeded: entry)
    var delta = problem.domains.cost[entry] &- problem.activities.unplacedCost[activity]
    let variety = Int(problem.domains.variety[activity])
    if variety >= 0 { delta &+= varieties.insert(Int(problem.domains.value[entry]), in: variety) }
    let spread = Int(problem.domains.spread[activity])
    if spread >= 0 {
      delta &+= varieties.insert(Int(problem.domains.spreadValue[entry]), in: spread)
    }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      delta &+= loads.insert(activity, at: option, in: resource)
      delta &+= agendas.insert(activity, at: option, in: resource)
    }
    let first = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      let choice = Int(choices[slot])
      choiceOf[first &+ slot] = Int32(truncatingIfNeeded: choice)
      delta &+= problem.roles[choice].cost
      let group = Int(problem.roles.variety[first &+ slot])
      if group >= 0 { delta &+= varieties.insert(Int(problem.roles[choice].value), in: group) }
      let resource = Int(problem.roles[choice].resource)
      guard resource >= 0 else { continue }
      delta &+= loads.insert(activity, at: option, in: resource)
      delta &+= agendas.insert(activity, at: option, in: resource)
    }
    delta &+= balances.insert(activity)
    tally[Tally.cost] &+= delta
  }

  private func fill(_ activity: Int, _ place: Int, with choice: Int) {
    let option = optionOf(activity)
    let old = Int(choiceOf[place])
    var delta = problem.roles[choice].cost &- problem.roles[old].cost
    choiceOf[place] = Int32(truncatingIfNeeded: choice)
    let group = Int(problem.roles.variety[place])
    if group >= 0 {
      delta &+= varieties.remove(Int(problem.roles[old].value), from: group)
      delta &+= varieties.insert(Int(problem.roles[choice].value), in: group)
    }
    let before = Int(problem.roles[old].resource)
    if before >= 0 {
      delta &+= loads.remove(activity, at: option, from: before)
      delta &+= agendas.remove(activity, at: option, from: before)
    }
    let after = Int(problem.roles[choice].resource)
    if after >= 0 {
      delta &+= loads.insert(activity, at: option, in: after)
      delta &+= agendas.insert(activity, at: option, in: after)
    }
    tally[Tally.cost] &+= delta
  }

  private func take(_ activity: Int) {
    let entry = Int(entryOf[activity])
    let option = problem.option(entry)
    var delta = problem.activities.unplacedCost[activity] &- problem.domains.cost[entry]
    let variety = Int(problem.domains.variety[activity])
    if variety >= 0 { delta &+= varieties.remove(Int(problem.domains.value[entry]), from: variety) }
    let spread = Int(problem.domains.spread[activity])
    if spread >= 0 {
      delta &+= varieties.remove(Int(problem.domains.spreadValue[entry]), from: spread)
    }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      delta &+= loads.remove(activity, at: option, from: resource)
      delta &+= agendas.remove(activity, at: option, from: resource)
    }
    for slot in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity) {
      let choice = Int(choiceOf[slot])
      delta &-= problem.roles[choice].cost
      let group = Int(problem.roles.variety[slot])
      if group >= 0 { delta &+= varieties.remove(Int(problem.roles[choice].value), from: group) }
      let resource = Int(problem.roles[choice].resource)
      guard resource >= 0 else { continue }
      delta &+= loads.remove(activity, at: option, from: resource)
      delta &+= agendas.remove(activity, at: option, from: resource)
    }
    let missing = balances.remove(activity)
    delta &+= missing
    tally[Tally.missing] = missing &+ problem.activities.unplacedCost[activity]
    entryOf[activity] = -1
    tally[Tally.cost] &+= delta
  }

  @inline(__always)
  private func addUnplaced(_ activity: Int) {
    let count = tally[Tally.unplaced]
    unplaced[count] = Int32(truncatingIfNeeded: activity)
    unplacedPlace[activity] = Int32(truncatingIfNeeded: count)
    tally[Tally.unplaced] = count &+ 1
  }

  @inline(__always)
  private func dropUnplaced(_ activity: Int) {
    let count = tally[Tally.unplaced] &- 1
    let place = Int(unplacedPlace[activity])
    let last = unplaced[count]
    unplaced[place] = last
    unplacedPlace[Int(last)] = Int32(truncatingIfNeeded: place)
    unplacedPlace[activity] = -1
    tally[Tally.unplaced] = count
  }
}
