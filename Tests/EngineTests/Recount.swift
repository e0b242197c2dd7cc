@testable import Engine

/// The cost and the violations of a solution from scratch, without a counter of the workbench.
struct Recount {
  private(set) var cost = 0
  private(set) var violations: [String] = []
  private let problem: Problem
  private let solution: Solution

  private struct Booking {
    var activity: Int
    var option: Int
  }

  private struct Cell: Hashable {
    var group: Int
    var number: Int32
    var site: Int32 = -1
  }

  init(_ solution: Solution, of problem: Problem) {
    self.problem = problem
    self.solution = solution
    countValues()
    let bookings = bookingsByResource()
    for resource in bookings.indices { count(bookings[resource], of: resource) }
    countPools(bookings)
    countOrder()
    countBalances()
  }

  private func option(_ activity: Int) -> Int? { problem.option(of: activity, in: solution) }

  private func slots(_ activity: Int) -> Range<Int> {
    problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
  }

  private mutating func countValues() {
    var values: [Int: Set<Int32>] = [:]
    for group in 0..<problem.varieties.count { values[group] = [] }
    for activity in 0..<problem.activityCount {
      let entry = Int(solution.entries[activity])
      guard entry >= 0 else {
        cost += problem.activities.unplacedCost[activity]
        continue
      }
      cost += problem.domains.cost[entry]
      values[Int(problem.domains.variety[activity]), default: []].insert(
        problem.domains.value[entry])
      values[Int(problem.domains.spread[activity]), default: []].insert(
        problem.domains.spreadValue[entry])
      for slot in slots(activity) {
        let choice = Int(solution.choices[slot])
        cost += problem.roles[choice].cost
        let group = Int(problem.roles.variety[slot])
        if group >= 0 { values[group, default: []].insert(problem.roles[choice].value) }
      }
    }
    for (group, distinct) in values where group >= 0 {
      let minimum = Int(problem.varieties.minimum[group])
      let amount = minimum < 0 ? max(0, distinct.count - 1) : max(0, minimum - distinct.count)
      cost += amount * problem.varieties.cost[group]
    }
  }

  private mutating func bookingsByResource() -> [[Booking]] {
    var bookings = Array(repeating: [Booking](), count: problem.resourceCount)
    for activity in 0..<problem.activityCount {
      guard let option = option(activity) else { continue }
      let people = slots(activity).map {
        Int(problem.roles[Int(solution.choices[$0])].resource)
      }.filter { $0 >= 0 }
      if Set(people).count < people.count, !problem.activities.isFixed[activity] {
        violations.append("\(activity) has somebody twice")
      }
      for resource in people where !problem.activities.isFixed[activity] {
        if !problem.isAvailable(resource, Int(problem.activities.durationClass[activity]), option) {
          violations.append("\(activity) has \(resource) outside its hours")
        }
      }
      let attending =
        problem.activities.attendees.first(activity)..<problem.activities.attendees.end(activity)
      for resource in attending.map({ Int(problem.activities.attendee[$0]) }) + people {
        bookings[resource].append(Booking(activity: activity, option: option))
      }
    }
    return bookings.map { list in
      list.sorted {
        (problem.options.start[$0.option], problem.activities.duration[$0.activity], $0.activity)
          < (
            problem.options.start[$1.option], problem.activities.duration[$1.activity], $1.activity
          )
      }
    }
  }

  private mutating func count(_ list: [Booking], of resource: Int) {
    let calendar = Int(problem.resources.dayCalendar[resource]) * problem.optionCount
    func day(_ booking: Booking) -> Int32 {
      problem.resources.dayCalendar[resource] < 0
        ? 0 : problem.options.calendarNumber[calendar + booking.option]
    }
    func isBound(_ bookings: [Booking]) -> Bool {
      bookings.contains { !problem.activities.isFixed[$0.activity] }
    }
    if problem.resources.isExclusive[resource] {
      for (index, one) in list.enumerated() {
        for other in list[(index + 1)...] where isBound([one, other]) {
          let gap =
            problem.options.start[other.option] - problem.options.start[one.option]
            - problem.activities.duration[one.activity]
          let here = problem.activities.site[one.activity]
          let there = problem.activities.site[other.activity]
          if gap < 0 || day(one) != day(other) && gap < problem.resources.restSeconds[resource]
            || problem.resources.travels[resource] && here >= 0 && there >= 0 && here != there
              && gap
                < Int(
                  problem.resources.travelSeconds[
                    Int(here) * problem.resources.siteCount + Int(there)])
          {
            violations.append("\(resource) has \(one.activity) too close to \(other.activity)")
          }
        }
      }
    }
    for (one, other) in zip(list, list.dropFirst()) where day(one) == day(other) {
      let gap =
        problem.options.start[other.option] - problem.options.start[one.option]
        - problem.activities.duration[one.activity]
      cost +=
        max(0, gap) / problem.resources.gapUnit[resource] * problem.resources.gapCost[resource]
    }
    for one in list {
      let start = problem.options.start[one.option]
      let end = start + problem.activities.duration[one.activity]
      let isMet = list.contains { other in
        let otherStart = problem.options.start[other.option]
        return other.activity != one.activity && day(other) == day(one)
          && (otherStart == end
            || otherStart + problem.activities.duration[other.activity] == start)
      }
      if !isMet { cost += problem.resources.isolationCost[resource] }
    }
    var outings: Set<Cell> = []
    for booking in list {
      let site = problem.activities.site[booking.activity]
      guard site >= 0, site != problem.resources.homeSite[resource] else { continue }
      outings.insert(Cell(group: 0, number: day(booking), site: site))
    }
    cost += outings.count * problem.resources.outingCost[resource]
    for ledger in problem.ledgers.lists.first(resource)..<problem.ledgers.lists.end(resource) {
      count(list, in: ledger)
    }
  }

  private mutating func count(_ list: [Booking], in ledger: Int) {
    let calendar = Int(problem.ledgers[ledger].calendar) * problem.optionCount
    let classes = Dictionary(
      grouping: list, by: { problem.options.calendarNumber[calendar + $0.option] })
    for bookings in classes.values {
      let used = bookings.reduce(0) {
        $0 + (problem.ledgers[ledger].countsActivities ? 1 : problem.activities.load[$1.activity])
      }
      if used > problem.ledgers[ledger].capacity,
        bookings.contains(where: { !problem.activities.isFixed[$0.activity] })
      {
        violations.append("ledger \(ledger) holds \(used)")
      }
      let over = max(0, used - problem.ledgers[ledger].threshold)
      let unit = problem.ledgers[ledger].unit
      cost += (over + unit - 1) / unit * problem.ledgers[ledger].cost
    }
  }

  private mutating func countPools(_ bookings: [[Booking]]) {
    for pool in 0..<problem.resources.poolCapacity.count {
      let all = bookings.indices.filter { Int(problem.resources.pool[$0]) == pool }.flatMap {
        bookings[$0]
      }
      let used = all.reduce(0) { $0 + problem.activities.load[$1.activity] }
      if used > problem.resources.poolCapacity[pool],
        all.contains(where: { !problem.activities.isFixed[$0.activity] })
      {
        violations.append("pool \(pool) gives \(used)")
      }
    }
  }

  private mutating func countOrder() {
    for activity in 0..<problem.activityCount {
      guard let after = option(activity) else { continue }
      for place in problem.ordering.predecessors.first(
        activity)..<problem.ordering.predecessors.end(activity)
      {
        let other = Int(problem.ordering.predecessor[place])
        guard let before = option(other) else {
          violations.append("\(activity) is placed and \(other) before it is not")
          continue
        }
        if problem.options.start[before] + problem.activities.duration[other]
          > problem.options.start[after]
        {
          violations.append("\(activity) starts before the end of \(other)")
        }
        let rule = Int(problem.ordering.predecessorGap[place])
        guard rule >= 0 else { continue }
        for gap in problem.ordering.gapCalendars.first(
          rule)..<problem.ordering.gapCalendars.end(rule)
        {
          let calendar = Int(problem.ordering.gapCalendar[gap]) * problem.optionCount
          let days =
            problem.options.calendarNumber[calendar + after]
            - problem.options.calendarNumber[calendar + before]
          if days < problem.ordering.gapDays[rule] {
            violations.append("\(activity) follows too soon")
          }
        }
      }
    }
  }

  private mutating func countBalances() {
    for group in 0..<problem.balances.count {
      var asked = 0
      var missing = 0
      for activity in 0..<problem.activityCount {
        for share in problem.balances.shares.first(activity)..<problem.balances.shares.end(activity)
        where Int(problem.balances.group[share]) == group {
          asked += problem.balances.demand[share]
          if solution.entries[activity] < 0 { missing += problem.balances.demand[share] }
        }
      }
      guard asked > 0 else { continue }
      let share = 1000 * missing / asked
      cost += asked * share * share / 60_000_000 * problem.balances.cost[group]
    }
  }
}
