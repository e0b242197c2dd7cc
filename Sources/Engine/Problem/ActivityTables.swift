/// The moments at which an activity may start.
struct OptionTable: Sendable {
  let start: Grid<Int>
  /// Calendars sort options into classes (somebody's days or weeks): `calendar × options + option`.
  let calendarClass: Grid<Int32>
  /// The number of the class on its calendar, for differences between days.
  let calendarNumber: Grid<Int32>
  /// What overlaps an option: `length × options + option`. Those from `overlapStart` of one's own
  /// length to below `overlapEnd` of the length that stands at the option.
  let overlapStart: Grid<Int32>
  let overlapEnd: Grid<Int32>
  /// Whether all activities are of one length, and none at one option reaches into another.
  let areDisjoint: Bool
  /// `calendar × options + option`, where options are disjoint: whether each of the four steps from
  /// two options ahead of it to two options behind leads on without a pause on the same day.
  let touching: Grid<UInt8>

  init(_ builder: ProblemBuilder, in arena: Arena) {
    start = Grid(builder.optionStarts, in: arena)
    let overlaps = builder.overlaps
    areDisjoint = overlaps.areDisjoint
    touching = Grid(areDisjoint ? builder.touches : [], in: arena)
    overlapStart = Grid(overlaps.starts, in: arena)
    overlapEnd = Grid(overlaps.ends, in: arena)
    calendarClass = Grid(builder.calendars.flatMap(\.classes), in: arena)
    calendarNumber = Grid(builder.calendars.flatMap(\.numbers), in: arena)
  }
}

/// What each activity is, whatever its time.
struct ActivityTable: Sendable {
  /// Seconds.
  let duration: Grid<Int>
  /// What the activity adds to a ledger that measures load.
  let load: Grid<Int>
  let durationClass: Grid<Int32>
  /// Where it takes place, -1 nowhere: what travel is counted between.
  let site: Grid<Int32>
  let isFixed: Grid<Bool>
  let unplacedCost: Grid<Int>
  let series: Grid<Int32>
  let seriesMembers: Lists
  let seriesMember: Grid<Int32>
  /// The resources that an activity always occupies.
  let attendees: Lists
  let attendee: Grid<Int32>
  /// Whether attendees and order ask for nothing but that nothing overlaps.
  let onlyOverlaps: Grid<Bool>

  init(_ builder: ProblemBuilder, in arena: Arena) {
    let activities = builder.activities
    duration = Grid(activities.map(\.duration), in: arena)
    load = Grid(activities.map(\.load), in: arena)
    durationClass = Grid(narrowing: activities.map(\.durationClass), in: arena)
    site = Grid(narrowing: activities.map { $0.site ?? -1 }, in: arena)
    isFixed = Grid(activities.map { $0.fixed != nil }, in: arena)
    unplacedCost = Grid(activities.map(\.unplacedCost), in: arena)
    series = Grid(narrowing: activities.map(\.series), in: arena)
    var members = Array(repeating: [Int](), count: builder.seriesCount)
    for (index, activity) in activities.enumerated() { members[activity.series].append(index) }
    seriesMembers = Lists(counts: members.map(\.count), in: arena)
    seriesMember = Grid(narrowing: members.flatMap { $0 }, in: arena)
    attendees = Lists(counts: activities.map(\.attendees.count), in: arena)
    attendee = Grid(narrowing: activities.flatMap(\.attendees), in: arena)
    let asksMore = builder.resources.map { resource in
      resource.restSeconds > 0 || resource.travels
        || resource.ledgers.contains { $0.capacity != .max }
    }
    var isOrdered = activities.map { _ in false }
    for edge in builder.edges {
      isOrdered[edge.before] = true
      isOrdered[edge.after] = true
    }
    let areDisjoint = builder.overlaps.areDisjoint
    onlyOverlaps = Grid(
      activities.indices.map { index in
        areDisjoint && !isOrdered[index] && !activities[index].attendees.contains { asksMore[$0] }
      }, in: arena)
  }
}

/// What an activity may choose for its time: entries in the order of start.
struct DomainTable: Sendable {
  /// By activity.
  let first: Grid<Int32>
  let end: Grid<Int32>
  /// By activity: the first word of its domain in `bits` and `rank`.
  let row: Grid<Int32>
  /// A bit an option; a domain takes one word more than the options fill, so that the end has one.
  let bits: Grid<UInt64>
  /// The domain's entry for the first option of each word.
  let rank: Grid<Int32>
  /// The variety group that counts the values of an activity's entries, -1 none.
  let variety: Grid<Int32>
  /// The spread group of its entries, -1 none.
  let spread: Grid<Int32>
  /// The entry of a fixed activity, -1 for others.
  let fixedEntry: Grid<Int32>
  /// The first option that leaves those that follow no time in their domains.
  private let deadline: Grid<Int32>
  /// By entry.
  let option: Grid<Int32>
  let cost: Grid<Int>
  let value: Grid<Int32>
  let spreadValue: Grid<Int32>

  init(_ builder: ProblemBuilder, in arena: Arena) {
    let activities = builder.activities
    let ranges = builder.domainRanges
    let words = builder.optionStarts.count / 64 + 1
    row = Grid(narrowing: activities.map { $0.domain * words }, in: arena)
    bits = Grid(count: ranges.count * words, filledWith: 0, in: arena)
    rank = Grid(count: ranges.count * words, filledWith: 0, in: arena)
    for (domain, range) in ranges.enumerated() {
      for place in range {
        let option = builder.entries[place].option
        bits[domain * words + (option >> 6)] |= 1 << UInt64(option & 63)
      }
      var place = range.lowerBound
      for word in domain * words..<(domain + 1) * words {
        rank[word] = Int32(place)
        place += bits[word].nonzeroBitCount
      }
    }
    deadline = Grid(narrowing: Deadlines(builder).options, in: arena)
    first = Grid(narrowing: activities.map { ranges[$0.domain].lowerBound }, in: arena)
    end = Grid(narrowing: activities.map { ranges[$0.domain].upperBound }, in: arena)
    variety = Grid(narrowing: activities.map { $0.optionVariety ?? -1 }, in: arena)
    spread = Grid(narrowing: activities.map { $0.optionSpread ?? -1 }, in: arena)
    fixedEntry = Grid(
      narrowing: activities.map { activity in
        activity.fixed.map { ranges[activity.domain].lowerBound + $0.entry } ?? -1
      }, in: arena)
    option = Grid(narrowing: builder.entries.map(\.option), in: arena)
    cost = Grid(builder.entries.map(\.cost), in: arena)
    value = Grid(narrowing: builder.entries.map(\.value), in: arena)
    spreadValue = Grid(narrowing: builder.entries.map(\.spreadValue), in: arena)
  }

  /// The options of `window` that leave those that follow `activity` a time in their domains; nil where
  /// none does.
  @inline(__always)
  func part(of window: Range<Int>, leavingRoomAfter activity: Int) -> Range<Int>? {
    let end = min(window.upperBound, Int(deadline[activity]))
    return window.lowerBound < end ? Range(uncheckedBounds: (window.lowerBound, end)) : nil
  }
}

/// The roles of activities: slots, each filled by one of its candidates.
struct RoleTable: Sendable {
  /// What a search asks of a candidate, in one piece.
  struct Candidate: BitwiseCopyable {
    /// -1 for somebody from outside.
    let resource: Int32
    let value: Int32
    let cost: Int
  }

  /// By activity.
  let slots: Lists
  let maximumSlots: Int
  /// By slot.
  let firstCandidate: Grid<Int32>
  let endCandidate: Grid<Int32>
  let variety: Grid<Int32>
  /// What fills the slot of a fixed activity, -1 for others.
  let fixedChoice: Grid<Int32>
  private let candidates: Grid<Candidate>

  init(_ builder: ProblemBuilder, in arena: Arena) {
    let activities = builder.activities
    let ranges = builder.candidateRanges
    let all = activities.flatMap(\.slots)
    slots = Lists(counts: activities.map(\.slots.count), in: arena)
    maximumSlots = activities.map(\.slots.count).max() ?? 0
    firstCandidate = Grid(narrowing: all.map { ranges[$0.candidates].lowerBound }, in: arena)
    endCandidate = Grid(narrowing: all.map { ranges[$0.candidates].upperBound }, in: arena)
    variety = Grid(narrowing: all.map { $0.variety ?? -1 }, in: arena)
    fixedChoice = Grid(
      narrowing: activities.flatMap { activity in
        activity.slots.enumerated().map { position, slot in
          activity.fixed.map { ranges[slot.candidates].lowerBound + $0.choices[position] } ?? -1
        }
      }, in: arena)
    candidates = Grid(
      builder.candidates.map { candidate in
        Candidate(
          resource: Int32(candidate.resource ?? -1), value: Int32(candidate.value),
          cost: candidate.cost)
      }, in: arena)
  }

  @inline(__always)
  subscript(candidate: Int) -> Candidate { candidates[candidate] }
}

/// Which activities need which others placed and over.
struct OrderingTable: Sendable {
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

  init(_ builder: ProblemBuilder, in arena: Arena) {
    var before = Array(repeating: [(Int, Int)](), count: builder.activities.count)
    var after = before
    for edge in builder.edges {
      before[edge.after].append((edge.before, edge.gap ?? -1))
      after[edge.before].append((edge.after, edge.gap ?? -1))
    }
    predecessors = Lists(counts: before.map(\.count), in: arena)
    predecessor = Grid(narrowing: before.flatMap { $0.map(\.0) }, in: arena)
    predecessorGap = Grid(narrowing: before.flatMap { $0.map(\.1) }, in: arena)
    successors = Lists(counts: after.map(\.count), in: arena)
    successor = Grid(narrowing: after.flatMap { $0.map(\.0) }, in: arena)
    successorGap = Grid(narrowing: after.flatMap { $0.map(\.1) }, in: arena)
    gapDays = Grid(narrowing: builder.gaps.map(\.days), in: arena)
    gapCalendars = Lists(counts: builder.gaps.map(\.calendars.count), in: arena)
    gapCalendar = Grid(narrowing: builder.gaps.flatMap(\.calendars), in: arena)
  }
}
