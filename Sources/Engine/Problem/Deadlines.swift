/// The options before which each activity must start for all that must follow to find a time in their
/// domains still, as far as order, gaps and the ledgers of what they share as a series go.
///
/// Each takes, last first, the latest time that it can: with one domain for a series no other choice
/// leaves the earlier ones more.
struct Deadlines {
  /// By activity: the first option that is too late.
  private(set) var options: [Int]
  private let builder: ProblemBuilder
  /// By activity: its latest entry, nil where what follows leaves none.
  private var latest: [Int?]
  private var used: [Cell: Int] = [:]
  private var followers: [[(activity: Int, gap: Int?)]]

  private struct Cell: Hashable {
    var resource: Int
    var ledger: Int
    var number: Int32
  }

  init(_ builder: ProblemBuilder) {
    self.builder = builder
    let count = builder.activities.count
    options = Array(repeating: builder.optionStarts.count, count: count)
    latest = Array(repeating: nil, count: count)
    followers = Array(repeating: [], count: count)
    for edge in builder.edges { followers[edge.before].append((edge.after, edge.gap)) }
    for activity in lastFirst() { settle(activity) }
  }

  /// Every activity after all that must follow it (Kahn, 1962).
  private func lastFirst() -> [Int] {
    var waiting = followers.map(\.count)
    var leaders = Array(repeating: [Int](), count: waiting.count)
    for edge in builder.edges { leaders[edge.after].append(edge.before) }
    var order: [Int] = []
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    while let next = ready.popLast() {
      order.append(next)
      for leader in leaders[next] {
        waiting[leader] -= 1
        if waiting[leader] == 0 { ready.append(leader) }
      }
    }
    return order
  }

  private mutating func settle(_ index: Int) {
    let activity = builder.activities[index]
    let range = builder.domainRanges[activity.domain]
    if activity.fixed == nil, !followers[index].isEmpty || isLimited(activity) {
      latest[index] = range.last { admits(index, $0) }
      if !followers[index].isEmpty, let first = range.first {
        options[index] = builder.entries[latest[index] ?? first].option + 1
      }
    } else {
      latest[index] = range.last
    }
    guard let entry = latest[index] else { return }
    for cell in cells(of: activity, at: builder.entries[entry].option) {
      used[cell.cell, default: 0] += 1
    }
  }

  private func admits(_ index: Int, _ entry: Int) -> Bool {
    let activity = builder.activities[index]
    let option = builder.entries[entry].option
    let end = builder.optionStarts[option] + activity.duration
    for (follower, gap) in followers[index] {
      guard builder.activities[follower].fixed == nil, let entry = latest[follower] else {
        continue
      }
      let after = builder.entries[entry].option
      guard end <= builder.optionStarts[after] else { return false }
      if let gap {
        for calendar in builder.gaps[gap].calendars {
          let numbers = builder.calendars[calendar].numbers
          if Int(numbers[after] - numbers[option]) < builder.gaps[gap].days { return false }
        }
      }
    }
    return cells(of: activity, at: option).allSatisfy { used[$0.cell, default: 0] < $0.capacity }
  }

  private func isLimited(_ activity: ProblemBuilder.Activity) -> Bool {
    activity.attendees.contains { !builder.resources[$0].isExclusive }
  }

  /// The ledgers that count activities of what is no one's calendar: a series' limit a week.
  private func cells(
    of activity: ProblemBuilder.Activity, at option: Int
  ) -> [(cell: Cell, capacity: Int)] {
    activity.attendees.filter { !builder.resources[$0].isExclusive }.flatMap { resource in
      builder.resources[resource].ledgers.enumerated().filter(\.element.countsActivities).map {
        place, ledger in
        (
          Cell(
            resource: resource, ledger: place,
            number: builder.calendars[ledger.calendar].classes[option]),
          ledger.capacity
        )
      }
    }
  }
}
