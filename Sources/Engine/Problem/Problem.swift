/// A problem as plain flat tables: activities that get a time option and resources for their roles.
///
/// It is immutable and says what must hold and what costs, never how to search. Everything is an index;
/// names stay with whoever built it. Times are seconds from an origin of the builder's choice.
package final class Problem: Sendable {
  package let activityCount: Int
  package let resourceCount: Int
  package let optionCount: Int
  package let seriesCount: Int

  // Options: the moments at which an activity may start.
  let optionStart: Grid<Int>
  /// Calendars sort options into classes (somebody's days or weeks): `calendar × optionCount + option`.
  let calendarClass: Grid<Int32>
  /// The number of the class on its calendar, for differences between days.
  let calendarNumber: Grid<Int32>
  let calendarClassCount: [Int]

  // Activities.
  /// Seconds.
  let duration: Grid<Int>
  /// What the activity adds to a ledger that measures load.
  let load: Grid<Int>
  let durationClass: Grid<Int32>
  /// Where it takes place, -1 nowhere: what travel is counted between.
  let site: Grid<Int32>
  let isFixed: Grid<Bool>
  /// The entry and choices of fixed activities; -1 for others.
  let fixedEntry: Grid<Int32>
  let fixedChoice: Grid<Int32>
  let unplacedCost: Grid<Int>
  let series: Grid<Int32>
  let seriesMembers: Lists
  let seriesMember: Grid<Int32>

  // Domains: what an activity may choose for its time, in the order of start.
  let domainFirst: Grid<Int32>
  let domainEnd: Grid<Int32>
  let entryOption: Grid<Int32>
  let entryCost: Grid<Int>
  let entryValue: Grid<Int32>
  /// The variety group that counts the values of an activity's entries, -1 none.
  let optionVariety: Grid<Int32>

  // Slots: the roles of an activity, each filled by one candidate.
  let slots: Lists
  let slotFirstCandidate: Grid<Int32>
  let slotEndCandidate: Grid<Int32>
  let slotVariety: Grid<Int32>
  let candidateResource: Grid<Int32>
  let candidateCost: Grid<Int>
  let candidateValue: Grid<Int32>
  let maximumSlots: Int

  // Attendees: the resources that an activity always occupies.
  let attendees: Lists
  let attendee: Grid<Int32>

  // Order: an activity needs all of its predecessors placed and over.
  let predecessors: Lists
  let predecessor: Grid<Int32>
  let predecessorGap: Grid<Int32>
  let successors: Lists
  let successor: Grid<Int32>
  let successorGap: Grid<Int32>
  /// Gap rules: so many days on each of these calendars.
  let gapDays: Grid<Int32>
  let gapCalendars: Lists
  let gapCalendar: Grid<Int32>

  // Resources.
  /// `resource × durationClassCount + class`: a row of availability, -1 always.
  let availabilityRow: Grid<Int32>
  let durationClassCount: Int
  let availabilityWords: Int
  let availability: Grid<UInt64>
  let dayCalendar: Grid<Int32>
  let isExclusive: Grid<Bool>
  let restSeconds: Grid<Int>
  let travels: Grid<Bool>
  let homeSite: Grid<Int32>
  let outingCost: Grid<Int>
  let gapCost: Grid<Int>
  let gapUnit: Grid<Int>
  let pool: Grid<Int32>
  let poolCapacity: Grid<Int>
  let agendaCapacity: [Int]
  /// Seconds around an activity within which another one of the resource can matter.
  let reach: Grid<Int>
  let siteCount: Int
  let travelSeconds: Grid<Int32>
  let longestDuration: Int

  // Ledgers: what a resource may use a class of a calendar.
  let ledgers: Lists
  let ledgerCalendar: Grid<Int32>
  let ledgerCountsActivities: Grid<Bool>
  let ledgerCapacity: Grid<Int>
  let ledgerThreshold: Grid<Int>
  let ledgerUnit: Grid<Int>
  let ledgerCost: Grid<Int>
  let ledgerBase: Grid<Int32>
  let ledgerCells: Int

  // Varieties: distinct values beyond the first.
  let varietyBase: Grid<Int32>
  let varietyCost: Grid<Int>
  let varietyCells: Int
  let varietyCount: Int

  // Balances: the square of the share missing.
  let balanceShares: Lists
  let balanceGroup: Grid<Int32>
  let balanceDemand: Grid<Int>
  let balanceAsked: Grid<Int>
  let balanceCost: Grid<Int>
  let balanceCount: Int

  let movable: Grid<Int32>
  let fixed: Grid<Int32>

  init(_ builder: borrowing ProblemBuilder) {
    let activities = builder.activities
    let resources = builder.resources
    activityCount = activities.count
    resourceCount = resources.count
    optionCount = builder.optionStarts.count
    seriesCount = builder.seriesCount
    optionStart = Grid(builder.optionStarts)
    calendarClass = Grid(builder.calendars.flatMap(\.classes))
    calendarNumber = Grid(builder.calendars.flatMap(\.numbers))
    calendarClassCount = builder.calendars.map(\.classCount)

    duration = Grid(activities.map(\.duration))
    load = Grid(activities.map(\.load))
    durationClass = Grid(narrowing: activities.map(\.durationClass))
    site = Grid(narrowing: activities.map { $0.site ?? -1 })
    isFixed = Grid(activities.map { $0.fixed != nil }, orEmpty: false)
    unplacedCost = Grid(activities.map(\.unplacedCost))
    series = Grid(narrowing: activities.map(\.series))
    var members = Array(repeating: [Int](), count: builder.seriesCount)
    for (index, activity) in activities.enumerated() { members[activity.series].append(index) }
    seriesMembers = Lists(counts: members.map(\.count))
    seriesMember = Grid(narrowing: members.flatMap { $0 })

    let domains = builder.domainRanges
    domainFirst = Grid(narrowing: activities.map { domains[$0.domain].lowerBound })
    domainEnd = Grid(narrowing: activities.map { domains[$0.domain].upperBound })
    entryOption = Grid(narrowing: builder.entries.map(\.option))
    entryCost = Grid(builder.entries.map(\.cost))
    entryValue = Grid(narrowing: builder.entries.map(\.value))
    optionVariety = Grid(narrowing: activities.map { $0.optionVariety ?? -1 })
    fixedEntry = Grid(
      narrowing: activities.map { activity in
        activity.fixed.map { domains[activity.domain].lowerBound + $0.entry } ?? -1
      })

    let candidates = builder.candidateRanges
    let allSlots = activities.flatMap(\.slots)
    slots = Lists(counts: activities.map(\.slots.count))
    slotFirstCandidate = Grid(narrowing: allSlots.map { candidates[$0.candidates].lowerBound })
    slotEndCandidate = Grid(narrowing: allSlots.map { candidates[$0.candidates].upperBound })
    slotVariety = Grid(narrowing: allSlots.map { $0.variety ?? -1 })
    candidateResource = Grid(narrowing: builder.candidates.map { $0.resource ?? -1 })
    candidateCost = Grid(builder.candidates.map(\.cost))
    candidateValue = Grid(narrowing: builder.candidates.map(\.value))
    maximumSlots = activities.map(\.slots.count).max() ?? 0
    fixedChoice = Grid(
      narrowing: activities.flatMap { activity in
        activity.slots.enumerated().map { position, slot in
          activity.fixed.map { candidates[slot.candidates].lowerBound + $0.choices[position] } ?? -1
        }
      })

    attendees = Lists(counts: activities.map(\.attendees.count))
    attendee = Grid(narrowing: activities.flatMap(\.attendees))

    var before = Array(repeating: [(Int, Int)](), count: activities.count)
    var after = before
    for edge in builder.edges {
      before[edge.after].append((edge.before, edge.gap ?? -1))
      after[edge.before].append((edge.after, edge.gap ?? -1))
    }
    predecessors = Lists(counts: before.map(\.count))
    predecessor = Grid(narrowing: before.flatMap { $0.map(\.0) })
    predecessorGap = Grid(narrowing: before.flatMap { $0.map(\.1) })
    successors = Lists(counts: after.map(\.count))
    successor = Grid(narrowing: after.flatMap { $0.map(\.0) })
    successorGap = Grid(narrowing: after.flatMap { $0.map(\.1) })
    gapDays = Grid(narrowing: builder.gaps.map(\.days))
    gapCalendars = Lists(counts: builder.gaps.map(\.calendars.count))
    gapCalendar = Grid(narrowing: builder.gaps.flatMap(\.calendars))

    durationClassCount = builder.durationClassCount
    availabilityWords = (optionCount + 63) / 64
    availability = Grid(builder.availabilityRows.flatMap { $0 }, orEmpty: 0)
    availabilityRow = Grid(narrowing: resources.flatMap { $0.availability.map { $0 ?? -1 } })
    dayCalendar = Grid(narrowing: resources.map { $0.dayCalendar ?? -1 })
    isExclusive = Grid(resources.map(\.isExclusive), orEmpty: false)
    restSeconds = Grid(resources.map(\.restSeconds))
    travels = Grid(resources.map(\.travels), orEmpty: false)
    homeSite = Grid(narrowing: resources.map { $0.homeSite ?? -1 })
    outingCost = Grid(resources.map(\.outingCost))
    gapCost = Grid(resources.map(\.gapCost))
    gapUnit = Grid(resources.map(\.gapUnit))
    pool = Grid(narrowing: resources.map { $0.pool ?? -1 })
    poolCapacity = Grid(builder.poolCapacities)
    siteCount = builder.siteCount
    travelSeconds = Grid(narrowing: builder.travelSeconds)
    let longestTravel = builder.travelSeconds.max() ?? 0
    reach = Grid(resources.map { max($0.restSeconds, $0.travels ? longestTravel : 0) })
    longestDuration = activities.map(\.duration).max() ?? 0
    agendaCapacity = builder.agendaCapacities

    let ledgerList = resources.flatMap(\.ledgers)
    ledgers = Lists(counts: resources.map(\.ledgers.count))
    ledgerCalendar = Grid(narrowing: ledgerList.map(\.calendar))
    ledgerCountsActivities = Grid(ledgerList.map(\.countsActivities), orEmpty: false)
    ledgerCapacity = Grid(ledgerList.map(\.capacity))
    ledgerThreshold = Grid(ledgerList.map(\.threshold))
    ledgerUnit = Grid(ledgerList.map(\.unit))
    ledgerCost = Grid(ledgerList.map(\.cost))
    var cells = 0
    ledgerBase = Grid(
      narrowing: ledgerList.map { ledger in
        defer { cells += builder.calendars[ledger.calendar].classCount }
        return cells
      })
    ledgerCells = cells

    cells = 0
    varietyBase = Grid(
      narrowing: builder.varieties.map { variety in
        defer { cells += variety.valueCount }
        return cells
      })
    varietyCells = cells
    varietyCost = Grid(builder.varieties.map(\.cost))
    varietyCount = builder.varieties.count

    balanceShares = Lists(counts: activities.map(\.balances.count))
    balanceGroup = Grid(narrowing: activities.flatMap { $0.balances.map(\.group) })
    balanceDemand = Grid(activities.flatMap { $0.balances.map(\.demand) })
    balanceAsked = Grid(builder.balanceCosts.indices.map { group in
      activities.reduce(0) { sum, activity in
        activity.balances.reduce(sum) { $1.group == group ? $0 + $1.demand : $0 }
      }
    })
    balanceCost = Grid(builder.balanceCosts)
    balanceCount = builder.balanceCosts.count

    movable = Grid(narrowing: activities.indices.filter { activities[$0].fixed == nil })
    fixed = Grid(narrowing: activities.indices.filter { activities[$0].fixed != nil })
  }

  /// The option of a domain entry.
  @inline(__always)
  func option(_ entry: Int) -> Int { Int(entryOption[entry]) }

  /// Whether `resource` may work from `option` for an activity of that length class.
  @inline(__always)
  func isAvailable(_ resource: Int, _ durationClass: Int, _ option: Int) -> Bool {
    let row = Int(availabilityRow[resource &* durationClassCount &+ durationClass])
    guard row >= 0 else { return true }
    return availability[row &* availabilityWords &+ (option >> 6)] >> UInt64(option & 63) & 1 == 1
  }
}
