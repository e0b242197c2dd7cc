/// Chains and prerequisites: an activity needs its predecessors placed and over, some days before.
struct Order {
  private let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  /// Whether `activity` may be at `option`, as far as order goes.
  @inline(__always)
  func admits(_ activity: Int, at option: Int, entryOf: borrowing Grid<Int32>) -> Bool {
    let start = problem.optionStart[option]
    for place in problem.predecessors.first(activity)..<problem.predecessors.end(activity) {
      let other = Int(problem.predecessor[place])
      let entry = Int(entryOf[other])
      guard entry >= 0 else { return false }
      let before = problem.option(entry)
      if problem.optionStart[before] &+ problem.duration[other] > start { return false }
      if !gap(Int(problem.predecessorGap[place]), before, option) { return false }
    }
    let end = start &+ problem.duration[activity]
    for place in problem.successors.first(activity)..<problem.successors.end(activity) {
      let entry = Int(entryOf[Int(problem.successor[place])])
      guard entry >= 0 else { continue }
      let after = problem.option(entry)
      if end > problem.optionStart[after] { return false }
      if !gap(Int(problem.successorGap[place]), option, after) { return false }
    }
    return true
  }

  @inline(__always)
  private func gap(_ rule: Int, _ before: Int, _ after: Int) -> Bool {
    guard rule >= 0 else { return true }
    let days = problem.gapDays[rule]
    for place in problem.gapCalendars.first(rule)..<problem.gapCalendars.end(rule) {
      let calendar = Int(problem.gapCalendar[place]) &* problem.optionCount
      if problem.calendarNumber[calendar &+ after] &- problem.calendarNumber[calendar &+ before]
        < days
      {
        return false
      }
    }
    return true
  }

  /// The starts between which the placed neighbours leave room; nil where a predecessor is unplaced.
  @inline(__always)
  func room(for activity: Int, entryOf: borrowing Grid<Int32>) -> (from: Int, to: Int)? {
    var from = Int.min
    var to = Int.max
    for place in problem.predecessors.first(activity)..<problem.predecessors.end(activity) {
      let other = Int(problem.predecessor[place])
      let entry = Int(entryOf[other])
      guard entry >= 0 else { return nil }
      from = max(from, problem.optionStart[problem.option(entry)] &+ problem.duration[other])
    }
    for place in problem.successors.first(activity)..<problem.successors.end(activity) {
      let entry = Int(entryOf[Int(problem.successor[place])])
      guard entry >= 0 else { continue }
      to = min(to, problem.optionStart[problem.option(entry)] &- problem.duration[activity])
    }
    return (from, to)
  }

  /// Whether every predecessor is placed.
  @inline(__always)
  func isReady(_ activity: Int, entryOf: borrowing Grid<Int32>) -> Bool {
    for place in problem.predecessors.first(activity)..<problem.predecessors.end(activity)
    where entryOf[Int(problem.predecessor[place])] < 0 {
      return false
    }
    return true
  }
}
