/// The only way to make a `Problem`: takes its parts in any order and checks them once.
package struct ProblemBuilder {
  /// Sorts options into classes, numbered on somebody's calendar.
  struct Calendar {
    var classes: [Int32]
    var numbers: [Int32]
    var classCount: Int
  }

  struct Edge {
    var before: Int
    var after: Int
    var gap: Int?
  }

  struct Gap: Hashable {
    var days: Int
    var calendars: [Int]
  }

  let optionStarts: [Int]
  let durationClassCount: Int
  private(set) var calendars: [Calendar] = []
  private(set) var activities: [Activity] = []
  private(set) var resources: [Resource] = []
  private(set) var entries: [Entry] = []
  private(set) var domainRanges: [Range<Int>] = []
  private(set) var candidates: [Candidate] = []
  private(set) var candidateRanges: [Range<Int>] = []
  private(set) var edges: [Edge] = []
  private(set) var gaps: [Gap] = []
  private(set) var availabilityRows: [[UInt64]] = []
  private(set) var poolCapacities: [Int] = []
  private(set) var varieties: [(valueCount: Int, cost: Int, minimum: Int?)] = []
  private(set) var balanceCosts: [Int] = []
  private(set) var seriesCount = 0
  /// By duration class: what its activities last, nil while it has none.
  private(set) var durations: [Int?]
  package private(set) var siteCount = 0
  private(set) var travelSeconds: [Int] = []
  private var domainIDs: [[Entry]: Int] = [:]
  private var candidateIDs: [[Candidate]: Int] = [:]
  private var availabilityIDs: [[UInt64]: Int] = [:]
  private var gapIDs: [Gap: Int] = [:]

  /// - Parameter optionStarts: seconds at which options start, each after the one ahead of it.
  package init(optionStarts: [Int], durationClassCount: Int = 1) {
    precondition(
      zip(optionStarts, optionStarts.dropFirst()).allSatisfy { $0 < $1 },
      "options stand in the order of their start")
    self.optionStarts = optionStarts
    self.durationClassCount = durationClassCount
    durations = Array(repeating: nil, count: durationClassCount)
  }

  /// - Parameters:
  ///   - numbers: by option, the number of its class; differences between them are counted in days.
  package mutating func addCalendar(numbers: [Int]) -> Int {
    precondition(numbers.count == optionStarts.count, "a calendar sorts every option")
    var classes: [Int: Int32] = [:]
    let classOf = numbers.map { number in
      if let known = classes[number] { return known }
      let new = Int32(classes.count)
      classes[number] = new
      return new
    }
    calendars.append(
      Calendar(
        classes: classOf, numbers: numbers.map { Int32($0) }, classCount: classes.count))
    return calendars.count - 1
  }

  /// Equal domains become one. Entries are put in the order of their options, each of which stands
  /// in one of them.
  package mutating func addDomain(_ new: [Entry]) -> Int {
    let sorted = new.sorted { $0.option < $1.option }
    if let known = domainIDs[sorted] { return known }
    precondition(new.allSatisfy { $0.option >= 0 && $0.option < optionStarts.count })
    precondition(
      zip(sorted, sorted.dropFirst()).allSatisfy { $0.option < $1.option },
      "an option is one entry")
    domainRanges.append(entries.count..<entries.count + sorted.count)
    entries += sorted
    domainIDs[sorted] = domainRanges.count - 1
    return domainRanges.count - 1
  }

  /// Equal lists become one.
  package mutating func addCandidates(_ new: [Candidate]) -> Int {
    if let known = candidateIDs[new] { return known }
    candidateRanges.append(candidates.count..<candidates.count + new.count)
    candidates += new
    candidateIDs[new] = candidateRanges.count - 1
    return candidateRanges.count - 1
  }

  /// - Parameter isOpen: by option. Nil is returned where every option is open.
  package mutating func addAvailability(_ isOpen: (Int) -> Bool) -> Int? {
    var words = Array(repeating: UInt64(0), count: (optionStarts.count + 63) / 64)
    var everywhere = true
    for option in optionStarts.indices {
      if isOpen(option) {
        words[option >> 6] |= 1 << UInt64(option & 63)
      } else {
        everywhere = false
      }
    }
    if everywhere { return nil }
    if let known = availabilityIDs[words] { return known }
    availabilityRows.append(words)
    availabilityIDs[words] = availabilityRows.count - 1
    return availabilityRows.count - 1
  }

  package mutating func addPool(capacity: Int) -> Int {
    poolCapacities.append(capacity)
    return poolCapacities.count - 1
  }

  /// A group in which each distinct value beyond the first costs `cost`.
  package mutating func addVariety(valueCount: Int, cost: Int) -> Int {
    varieties.append((valueCount, cost, nil))
    return varieties.count - 1
  }

  /// A group in which each distinct value short of `minimum` costs `cost`.
  package mutating func addSpread(valueCount: Int, minimum: Int, cost: Int) -> Int {
    varieties.append((valueCount, cost, minimum))
    return varieties.count - 1
  }

  /// A group of which the square of the missing share costs: `cost × ⌊a × r² ÷ 60 000 000⌋`.
  package mutating func addBalance(cost: Int) -> Int {
    balanceCosts.append(cost)
    return balanceCosts.count - 1
  }

  /// Activities that belong together, in the order in which they are added.
  package mutating func addSeries() -> Int {
    seriesCount += 1
    return seriesCount - 1
  }

  /// - Parameter seconds: row by row, `siteCount × siteCount`.
  package mutating func setTravel(siteCount: Int, seconds: [Int]) {
    precondition(seconds.count == siteCount * siteCount, "travel is told for every pair of sites")
    self.siteCount = siteCount
    travelSeconds = seconds
  }

  package mutating func addResource(_ resource: Resource) -> Int {
    precondition(resource.availability.count == durationClassCount)
    precondition(resource.gapUnit > 0 && resource.ledgers.allSatisfy { $0.unit > 0 })
    precondition(resource.gapCost == 0 || resource.dayCalendar != nil, "gaps are counted by day")
    precondition(resource.isolationCost == 0 || resource.dayCalendar != nil, "by day")
    precondition(
      resource.outingCost == 0 || resource.dayCalendar != nil, "outings are counted by day")
    precondition(resource.restSeconds == 0 || resource.dayCalendar != nil, "rest is between days")
    resources.append(resource)
    return resources.count - 1
  }

  package mutating func addActivity(_ activity: Activity) -> Int {
    precondition(activity.duration > 0, "an activity takes time")
    precondition(domainRanges.indices.contains(activity.domain))
    let known = durations[activity.durationClass]
    precondition(known == nil || known == activity.duration, "a class has one duration")
    durations[activity.durationClass] = activity.duration
    activities.append(activity)
    return activities.count - 1
  }

  /// `after` is placed only if `before` is, and starts no earlier than it ends.
  ///
  /// - Parameter gapDays: least difference of the two starts' numbers on each of the calendars.
  package mutating func addOrder(
    _ before: Int, _ after: Int, gapDays: Int = 0, calendars: [Int] = []
  ) {
    guard gapDays > 0, !calendars.isEmpty else {
      edges.append(Edge(before: before, after: after, gap: nil))
      return
    }
    let gap = Gap(days: gapDays, calendars: calendars)
    let id =
      gapIDs[gap]
      ?? {
        gaps.append(gap)
        gapIDs[gap] = gaps.count - 1
        return gaps.count - 1
      }()
    edges.append(Edge(before: before, after: after, gap: id))
  }

  /// Lays the parts out flat.
  package func build() -> Problem { Problem(self) }

  /// By duration class and option: the first option from which an activity of the class lasts beyond
  /// the option's start, and the first that starts when one of the class there is over.
  var overlaps: (starts: [Int32], ends: [Int32], areDisjoint: Bool) {
    var starts: [Int32] = []
    var ends: [Int32] = []
    for duration in durations.map({ $0 ?? 1 }) {
      var from = 0
      var end = 0
      for start in optionStarts {
        while optionStarts[from] + duration <= start { from += 1 }
        while end < optionStarts.count, optionStarts[end] < start + duration { end += 1 }
        starts.append(Int32(from))
        ends.append(Int32(end))
      }
    }
    let areDisjoint = durations.count == 1 && zip(starts, ends).allSatisfy { $1 == $0 + 1 }
    return (starts, ends, areDisjoint)
  }

  /// By calendar and option: bit b tells whether option + b - 1 starts when option + b - 2 is over, on
  /// the same day of the calendar.
  var touches: [UInt8] {
    let duration = durations.compactMap { $0 }.max() ?? 1
    return calendars.flatMap { calendar in
      optionStarts.indices.map { option in
        (0..<4).reduce(into: UInt8(0)) { steps, bit in
          let later = option + bit - 1
          guard later >= 1, later < optionStarts.count,
            optionStarts[later - 1] + duration == optionStarts[later],
            calendar.classes[later - 1] == calendar.classes[later]
          else { return }
          steps |= 1 << UInt8(bit)
        }
      }
    }
  }

  /// By activity: the first site at which what shares its first attendee takes place, -1 for none.
  var homes: [Int] {
    var siteOf: [Int: Int] = [:]
    for activity in activities {
      guard let first = activity.attendees.first, let site = activity.site else { continue }
      if siteOf[first] == nil { siteOf[first] = site }
    }
    return activities.map { activity in
      activity.attendees.first.flatMap { siteOf[$0] } ?? activity.site ?? -1
    }
  }

  /// The most activities that each resource can ever hold.
  var agendaCapacities: [Int] {
    var wanted = Array(repeating: 0, count: resources.count)
    var fixedCount = wanted
    var lastSeen = Array(repeating: -1, count: resources.count)
    var shortest = Int.max
    // Fixed activities may stand years away; the others share the time of their domains.
    var first = Int.max
    var last = Int.min
    for (index, activity) in activities.enumerated() {
      let domain = domainRanges[activity.domain]
      if activity.fixed == nil, !domain.isEmpty {
        shortest = min(shortest, activity.duration)
        first = min(first, optionStarts[entries[domain.lowerBound].option])
        last = max(last, optionStarts[entries[domain.upperBound - 1].option])
      }
      func count(_ resource: Int) {
        guard lastSeen[resource] != index else { return }
        lastSeen[resource] = index
        wanted[resource] += 1
        if activity.fixed != nil { fixedCount[resource] += 1 }
      }
      activity.attendees.forEach(count)
      for slot in activity.slots {
        for candidate in candidates[candidateRanges[slot.candidates]] {
          if let resource = candidate.resource { count(resource) }
        }
      }
    }
    guard shortest != Int.max else { return wanted }
    let atOnce = (last - first) / shortest + 2
    return resources.indices.map { index in
      let bound = resources[index].isExclusive ? fixedCount[index] + atOnce : wanted[index]
      return min(wanted[index], bound)
    }
  }
}
