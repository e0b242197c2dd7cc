import Training

/// How the starts of one chain may follow each other (dataset.md H3).
struct CheckedCalendar {
  /// By start: how many starts, counted from the first, can come before it.
  private let reach: [Int]
  /// By start, in the zone of the first cohort.
  private let weeks: [Int]
  /// Sessions a week; nil where it does not bind.
  private let mostPerWeek: Int?
  /// Starts of one weekday and local time, in the zone of the first cohort.
  let rhythms: [[Int]]

  init(_ facts: Facts, chain: Chain, starts: [CheckedStart]) {
    let module = facts.programme.modules[chain.module]
    let zones = chain.cohorts.map { facts.cohorts[$0].zone }
    let dates = starts.map { start in zones.map { $0.date(at: start.start) } }
    reach = starts.indices.map { later in
      var earlier = later - 1
      while earlier >= 0 {
        let isApart = zip(dates[earlier], dates[later]).allSatisfy {
          $0.adding(days: module.minGapDays) <= $1
        }
        if starts[earlier].end <= starts[later].start, module.minGapDays == 0 || isApart { break }
        earlier -= 1
      }
      return earlier + 1
    }
    weeks = starts.map { facts.programme.week(of: zones[0].date(at: $0.start)) }
    mostPerWeek = module.maxPerWeek.flatMap { $0 < chain.sessions.count ? $0 : nil }
    var rhythms: [Int: [Int]] = [:]
    for (place, start) in starts.enumerated() {
      let wall = zones[0].wallTime(at: start.start)
      rhythms[wall.date.weekday * 86_400 + wall.secondOfDay, default: []].append(place)
    }
    self.rhythms = rhythms.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The least that the sessions cost where the first ones stand at some of the starts and the rest are left out.
  ///
  /// - Parameters:
  ///   - costs: by session and start.
  ///   - left: by session, left out.
  ///   - among: the starts to choose from, ascending.
  func least(costs: [[Int]], left: [Int], among: [Int]) -> Int {
    let never = CheckedChain.never
    let numbers = mostPerWeek ?? 1
    var rest = left.reduce(0, +)
    var best = rest
    // The first of `among` in the same week, and the first that cannot come before.
    var weekStart: [Int] = []
    var end: [Int] = []
    for (place, start) in among.enumerated() {
      let isSameWeek = place > 0 && weeks[among[place - 1]] == weeks[start]
      weekStart.append(mostPerWeek == nil ? place : isSameWeek ? weekStart[place - 1] : place)
      var before = place
      while before > 0, among[before - 1] >= reach[start] { before -= 1 }
      end.append(before)
    }
    // By place and number of sessions in its week: least so far with the last session there.
    var last: [[Int]] = []
    for session in costs.indices {
      rest -= left[session]
      var here = Array(repeating: Array(repeating: never, count: numbers), count: among.count)
      // Least of all places before one, and of those of its week up to and with it.
      var before = [never]
      var inWeek = last
      for place in last.indices {
        before.append(min(before[place], last[place].min() ?? never))
        if place > weekStart[place] {
          for number in 0..<numbers {
            inWeek[place][number] = min(inWeek[place][number], inWeek[place - 1][number])
          }
        }
      }
      for (place, start) in among.enumerated() where costs[session][start] < never {
        let cost = costs[session][start]
        if session == 0 {
          here[place][0] = cost
        } else {
          let earlierWeek = before[
            mostPerWeek == nil ? end[place] : min(end[place], weekStart[place])]
          if earlierWeek < never { here[place][0] = earlierWeek + cost }
          if end[place] > weekStart[place] {
            for number in 1..<max(1, numbers) where inWeek[end[place] - 1][number - 1] < never {
              here[place][number] = inWeek[end[place] - 1][number - 1] + cost
            }
          }
        }
        best = min(best, (here[place].min() ?? never) + rest)
      }
      last = here
    }
    return best
  }
}
