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
    problem.slots.first(activity)..<problem.slots.end(activity)
  }

  private mutating func countValues() {
    var values: [Int: Set<Int32>] = [:]
    for activity in 0..<problem.activityCount {
      let entry = Int(solution.entries[activity])
      guard entry >= 0 else {
        cost += problem.unplacedCost[activity]
        continue
      }
      cost += problem.entryCost[entry]
      values[Int(problem.optionVariety[activity]), default: []].insert(problem.entryValue[entry])
      for slot in slots(activity) {
        let choice = Int(solution.choices[slot])
        cost += problem.candidateCost[choice]
        let group = Int(problem.slotVariety[slot])
        if group >= 0 { values[group, default: []].insert(problem.candidateValue[choice]) }
      }
    }
    for (group, distinct) in values where group >= 0 {
      cost += (distinct.count - 1) * problem.varietyCost[group]
    }
  }

  private mutating func bookingsByResource() -> [[Booking]] {
    var bookings = Array(repeating: [Booking](), count: problem.resourceCount)
    for activity in 0..<problem.activityCount {
      guard let option = option(activity) else { continue }
      let people = slots(activity).map {
        Int(problem.candidateResource[Int(solution.choices[$0])])
      }.filter { $0 >= 0 }
      if Set(people).count < people.count, !problem.isFixed[activity] {
        violations.append("\(activity) has somebody twice")
      }
      for resource in people where !problem.isFixed[activity] {
        if !problem.isAvailable(resource, Int(problem.durationClass[activity]), option) {
          violations.append("\(activity) has \(resource) outside its hours")
        }
      }
      let attending = problem.attendees.first(activity)..<problem.attendees.end(activity)
      for resource in attending.map({ Int(problem.attendee[$0]) }) + people {
        bookings[resource].append(Booking(activity: activity, option: option))
      }
    }
    return bookings.map { list in
      list.sorted {
        (problem.optionStart[$0.option], problem.duration[$0.activity], $0.activity)
          < (problem.optionStart[$1.option], problem.duration[$1.activity], $1.activity)
      }
    }
  }

  private mutating func count(_ list: [Booking], of resource: Int) {
    let calendar = Int(problem.dayCalendar[resource]) * problem.optionCount
    func day(_ booking: Booking) -> Int32 {
      problem.dayCalendar[resource] < 0 ? 0 : problem.calendarNumber[calendar + booking.option]
    }
    func isBound(_ bookings: [Booking]) -> Bool {
      bookings.contains { !problem.isFixed[$0.activity] }
    }
    if problem.isExclusive[resource] {
      for (index, one) in list.enumerated() {
        for other in list[(index + 1)...] where isBound([one, other]) {
          let gap =
            problem.optionStart[other.option] - problem.optionStart[one.option]
            - problem.duration[one.activity]
          let here = problem.site[one.activity]
          let there = problem.site[other.activity]
          if gap < 0 || day(one) != day(other) && gap < problem.restSeconds[resource]
            || problem.travels[resource] && here >= 0 && there >= 0 && here != there
              && gap < Int(problem.travelSeconds[Int(here) * problem.siteCount + Int(there)])
          {
            violations.append("\(resource) has \(one.activity) too close to \(other.activity)")
          }
        }
      }
    }
    for (one, other) in zip(list, list.dropFirst()) where day(one) == day(other) {
      let gap =
        problem.optionStart[other.option] - problem.optionStart[one.option]
        - problem.duration[one.activity]
      cost += max(0, gap) / problem.gapUnit[resource] * problem.gapCost[resource]
    }
    var outings: Set<Cell> = []
    for booking in list {
      let site = problem.site[booking.activity]
      guard site >= 0, site != problem.homeSite[resource] else { continue }
      outings.insert(Cell(group: 0, number: day(booking), site: site))
    }
    cost += outings.count * problem.outingCost[resource]
    for ledger in problem.ledgers.first(resource)..<problem.ledgers.end(resource) {
      count(list, in: ledger)
    }
  }

  private mutating func count(_ list: [Booking], in ledger: Int) {
    let calendar = Int(problem.ledgerCalendar[ledger]) * problem.optionCount
    let classes = Dictionary(
      grouping: list, by: { problem.calendarNumber[calendar + $0.option] })
    for bookings in classes.values {
      let used = bookings.reduce(0) {
        $0 + (problem.ledgerCountsActivities[ledger] ? 1 : problem.load[$1.activity])
      }
      if used > problem.ledgerCapacity[ledger],
        bookings.contains(where: { !problem.isFixed[$0.activity] })
      {
        violations.append("ledger \(ledger) holds \(used)")
      }
      let over = max(0, used - problem.ledgerThreshold[ledger])
      let unit = problem.ledgerUnit[ledger]
      cost += (over + unit - 1) / unit * problem.ledgerCost[ledger]
    }
  }

  private mutating func countPools(_ bookings: [[Booking]]) {
    for pool in 0..<problem.poolCapacity.count {
      let all = bookings.indices.filter { Int(problem.pool[$0]) == pool }.flatMap { bookings[$0] }
      let used = all.reduce(0) { $0 + problem.load[$1.activity] }
      if used > problem.poolCapacity[pool], all.contains(where: { !problem.isFixed[$0.activity] }) {
        violations.append("pool \(pool) gives \(used)")
      }
    }
  }

  private mutating func countOrder() {
    for activity in 0..<problem.activityCount {
      guard let after = option(activity) else { continue }
      for place in problem.predecessors.first(activity)..<problem.predecessors.end(activity) {
        let other = Int(problem.predecessor[place])
        guard let before = option(other) else {
          violations.append("\(activity) is placed and \(other) before it is not")
          continue
        }
        if problem.optionStart[before] + problem.duration[other] > problem.optionStart[after] {
          violations.append("\(activity) starts before the end of \(other)")
        }
        let rule = Int(problem.predecessorGap[place])
        guard rule >= 0 else { continue }
        for gap in problem.gapCalendars.first(rule)..<problem.gapCalendars.end(rule) {
          let calendar = Int(problem.gapCalendar[gap]) * problem.optionCount
          let days =
            problem.calendarNumber[calendar + after] - problem.calendarNumber[calendar + before]
          if days < problem.gapDays[rule] { violations.append("\(activity) follows too soon") }
        }
      }
    }
  }

  private mutating func countBalances() {
    for group in 0..<problem.balanceCount {
      var asked = 0
      var missing = 0
      for activity in 0..<problem.activityCount {
        for share in problem.balanceShares.first(activity)..<problem.balanceShares.end(activity)
        where Int(problem.balanceGroup[share]) == group {
          asked += problem.balanceDemand[share]
          if solution.entries[activity] < 0 { missing += problem.balanceDemand[share] }
        }
      }
      guard asked > 0 else { continue }
      let share = 1000 * missing / asked
      cost += asked * share * share / 60_000_000 * problem.balanceCost[group]
    }
  }
}
