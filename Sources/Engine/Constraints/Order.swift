/// Chains and prerequisites: an activity needs its predecessors placed and over, some days before.
struct Order {
  private let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  /// Whether `activity` may be at `option`, as far as order goes.
  func admits(_ activity: Int, at option: Int, entryOf: Grid<Int32>) -> Bool {
    let start = problem.options.start[option]
    for place in problem.ordering.predecessors.first(
      activity)..<problem.ordering.predecessors.end(activity)
    {
      if !isOver(place, before: option, entryOf: entryOf) { return false }
    }
    let end = start &+ problem.activities.duration[activity]
    for place in problem.ordering.successors.first(
      activity)..<problem.ordering.successors.end(activity)
    {
      let entry = Int(entryOf[Int(problem.ordering.successor[place])])
      guard entry >= 0 else { continue }
      let after = problem.option(entry)
      if end > problem.options.start[after] { return false }
      if !gap(Int(problem.ordering.successorGap[place]), option, after) { return false }
    }
    return true
  }

  /// Whether the predecessor at this place of the list is placed and over before `option`, as many
  /// days as it must.
  @inline(__always)
  func isOver(_ place: Int, before option: Int, entryOf: Grid<Int32>) -> Bool {
    let other = Int(problem.ordering.predecessor[place])
    let entry = Int(entryOf[other])
    guard entry >= 0 else { return false }
    let before = problem.option(entry)
    return problem.options.start[before] &+ problem.activities.duration[other]
      <= problem.options.start[option]
      && gap(Int(problem.ordering.predecessorGap[place]), before, option)
  }

  private func gap(_ rule: Int, _ before: Int, _ after: Int) -> Bool {
    guard rule >= 0 else { return true }
    let days = problem.ordering.gapDays[rule]
    for place in problem.ordering.gapCalendars.first(rule)..<problem.ordering.gapCalendars.end(rule)
    {
      let calendar = Int(problem.ordering.gapCalendar[place]) &* problem.optionCount
      if problem.options.calendarNumber[calendar &+ after]
        &- problem.options.calendarNumber[calendar &+ before]
        < days
      {
        return false
      }
    }
    return true
  }

  /// The options between which the placed neighbours leave room; nil where a predecessor is unplaced
  /// or there is none.
  func room(for activity: Int, entryOf: Grid<Int32>) -> Range<Int>? {
    var from = 0
    var end = problem.optionCount
    for place in problem.ordering.predecessors.first(
      activity)..<problem.ordering.predecessors.end(activity)
    {
      let other = Int(problem.ordering.predecessor[place])
      let entry = Int(entryOf[other])
      guard entry >= 0 else { return nil }
      let length = Int(problem.activities.durationClass[other]) &* problem.optionCount
      from = max(from, Int(problem.options.overlapEnd[length &+ problem.option(entry)]))
    }
    for place in problem.ordering.successors.first(
      activity)..<problem.ordering.successors.end(activity)
    {
      let entry = Int(entryOf[Int(problem.ordering.successor[place])])
      guard entry >= 0 else { continue }
      let length = Int(problem.activities.durationClass[activity]) &* problem.optionCount
      end = min(end, Int(problem.options.overlapStart[length &+ problem.option(entry)]))
    }
    return from < end ? Range(uncheckedBounds: (from, end)) : nil
  }

  /// Whether every predecessor is placed.
  @inline(__always)
  func isReady(_ activity: Int, entryOf: Grid<Int32>) -> Bool {
    for place in problem.ordering.predecessors.first(
      activity)..<problem.ordering.predecessors.end(activity)
    where entryOf[Int(problem.ordering.predecessor[place])] < 0 {
      return false
    }
    return true
  }
}
