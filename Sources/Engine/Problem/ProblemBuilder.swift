/// The only way to make a `Problem`: takes its parts in any order and checks them once.
package struct ProblemBuilder {
  /// Sorts options into classes, numbered on somebody's calendar.
  struct Calendar {
    var classes: [Int32]
    var numbers: [Int32]
    var classCount: Int
  }

  /// One choice of time: an option, what it costs by itself, and its values in the variety and the
  /// spread group.
  package struct Entry: Hashable, Sendable {
    package var option: Int
    package var cost: Int
    package var value: Int
    package var spreadValue: Int

    package init(option: Int, cost: Int = 0, value: Int = 0, spreadValue: Int = 0) {
      self.option = option
      self.cost = cost
      self.value = value
      self.spreadValue = spreadValue
    }
  }

  /// One choice for a role. Without a resource it occupies nobody: somebody from outside.
  package struct Candidate: Hashable, Sendable {
    package var resource: Int?
    package var cost: Int
    package var value: Int

    package init(resource: Int?, cost: Int = 0, value: Int = 0) {
      self.resource = resource
      self.cost = cost
      self.value = value
    }
  }

  /// A role of an activity.
  package struct Slot: Sendable {
    package var candidates: Int
    package var variety: Int?

    package init(candidates: Int, variety: Int? = nil) {
      self.candidates = candidates
      self.variety = variety
    }
  }

  /// A share in a balance group's demand.
  package struct BalanceShare: Sendable {
    package var group: Int
    package var demand: Int

    package init(group: Int, demand: Int) {
      self.group = group
      self.demand = demand
    }
  }

  /// Where a fixed activity stands: positions in its domain and in its slots' candidate lists.
  package struct FixedPlace: Sendable {
    package var entry: Int
    package var choices: [Int]

    package init(entry: Int, choices: [Int]) {
      self.entry = entry
      self.choices = choices
    }
  }

  package struct Activity: Sendable {
    /// Seconds.
    package var duration: Int
    package var load: Int
    package var durationClass: Int
    package var site: Int?
    package var domain: Int
    package var slots: [Slot]
    package var attendees: [Int]
    package var optionVariety: Int?
    package var optionSpread: Int?
    package var unplacedCost: Int
    package var balances: [BalanceShare]
    package var series: Int
    package var fixed: FixedPlace?

    package init(
      duration: Int, load: Int = 0, durationClass: Int = 0, site: Int? = nil, domain: Int,
      slots: [Slot] = [], attendees: [Int] = [], optionVariety: Int? = nil,
      optionSpread: Int? = nil, unplacedCost: Int = 0, balances: [BalanceShare] = [], series: Int,
      fixed: FixedPlace? = nil
    ) {
      self.duration = duration
      self.load = load
      self.durationClass = durationClass
      self.site = site
      self.domain = domain
      self.slots = slots
      self.attendees = attendees
      self.optionVariety = optionVariety
      self.optionSpread = optionSpread
      self.unplacedCost = unplacedCost
      self.balances = balances
      self.series = series
      self.fixed = fixed
    }
  }

  /// What a resource may use in each class of a calendar, and what it costs beyond a threshold.
  package struct Ledger: Sendable {
    package var calendar: Int
    /// Counts activities instead of their load.
    package var countsActivities: Bool
    package var capacity: Int
    /// Every started `unit` above the threshold costs `cost`.
    package var threshold: Int
    package var unit: Int
    package var cost: Int

    package init(
      calendar: Int, countsActivities: Bool = false, capacity: Int = .max, threshold: Int = .max,
      unit: Int = 1, cost: Int = 0
    ) {
      self.calendar = calendar
      self.countsActivities = countsActivities
      self.capacity = capacity
      self.threshold = threshold
      self.unit = unit
      self.cost = cost
    }
  }

  /// Something or somebody that activities occupy.
  package struct Resource: Sendable {
    /// By duration class: a row of availability, nil always.
    package var availability: [Int?]
    /// Holds one activity at a time.
    package var isExclusive = true
    package var dayCalendar: Int?
    /// Least seconds between activities on different days.
    package var restSeconds = 0
    /// Whether the way between two sites takes time.
    package var travels = false
    package var homeSite: Int?
    /// Cost of each (day, site) away from home.
    package var outingCost = 0
    /// Cost of each whole `gapUnit` seconds between neighbours on a day.
    package var gapCost = 0
    package var gapUnit = 1
    /// Cost of each activity that no other one of its day touches; fixed ones may not overlap.
    package var isolationCost = 0
    /// A store of load shared with others.
    package var pool: Int?
    package var ledgers: [Ledger] = []

    package init(availability: [Int?]) { self.availability = availability }
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
  package private(set) var siteCount = 0
  private(set) var travelSeconds: [Int] = []
  private var domainIDs: [[Entry]: Int] = [:]
  private var candidateIDs: [[Candidate]: Int] = [:]
  private var availabilityIDs: [[UInt64]: Int] = [:]
  private var gapIDs: [Gap: Int] = [:]

  /// - Parameter optionStarts: seconds at which options start, in any order.
  package init(optionStarts: [Int], durationClassCount: Int = 1) {
    self.optionStarts = optionStarts
    self.durationClassCount = durationClassCount
  }

  package var optionCount: Int { optionStarts.count }
  package var activityCount: Int { activities.count }

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

  /// Equal domains become one. Entries are put in the order of their start.
  package mutating func addDomain(_ new: [Entry]) -> Int {
    let sorted = new.sorted {
      (optionStarts[$0.option], $0.option) < (optionStarts[$1.option], $1.option)
    }
    if let known = domainIDs[sorted] { return known }
    precondition(new.allSatisfy { $0.option >= 0 && $0.option < optionStarts.count })
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
