/// Whom and what activities occupy.
struct ResourceTable: Sendable {
  /// `resource × durationClassCount + class`: a row of availability, -1 always.
  let availabilityRow: Grid<Int32>
  let durationClassCount: Int
  /// A bit an option.
  let availability: Grid<UInt64>
  let availabilityWords: Int
  let dayCalendar: Grid<Int32>
  let isExclusive: Grid<Bool>
  let restSeconds: Grid<Int>
  let travels: Grid<Bool>
  let homeSite: Grid<Int32>
  let outingCost: Grid<Int>
  let gapCost: Grid<Int>
  let gapUnit: Grid<Int>
  let isolationCost: Grid<Int>
  let pool: Grid<Int32>
  let poolCapacity: Grid<Int>
  /// The most activities that a resource can ever hold.
  let agendaCapacity: [Int]
  /// Seconds around an activity within which another one of the resource can matter.
  let reach: Grid<Int>
  let longestDuration: Int
  let siteCount: Int
  /// `site × siteCount + site`.
  let travelSeconds: Grid<Int32>

  init(_ builder: ProblemBuilder, in arena: Arena) {
    let resources = builder.resources
    durationClassCount = builder.durationClassCount
    availabilityRow = Grid(
      narrowing: resources.flatMap { $0.availability.map { $0 ?? -1 } }, in: arena)
    availability = Grid(builder.availabilityRows.flatMap { $0 }, in: arena)
    availabilityWords = (builder.optionStarts.count + 63) / 64
    dayCalendar = Grid(narrowing: resources.map { $0.dayCalendar ?? -1 }, in: arena)
    isExclusive = Grid(resources.map(\.isExclusive), in: arena)
    restSeconds = Grid(resources.map(\.restSeconds), in: arena)
    travels = Grid(resources.map(\.travels), in: arena)
    homeSite = Grid(narrowing: resources.map { $0.homeSite ?? -1 }, in: arena)
    outingCost = Grid(resources.map(\.outingCost), in: arena)
    gapCost = Grid(resources.map(\.gapCost), in: arena)
    gapUnit = Grid(resources.map(\.gapUnit), in: arena)
    isolationCost = Grid(resources.map(\.isolationCost), in: arena)
    pool = Grid(narrowing: resources.map { $0.pool ?? -1 }, in: arena)
    poolCapacity = Grid(builder.poolCapacities, in: arena)
    agendaCapacity = builder.agendaCapacities
    let longestTravel = builder.travelSeconds.max() ?? 0
    reach = Grid(
      resources.map { max($0.restSeconds, $0.travels ? longestTravel : 0) }, in: arena)
    longestDuration = builder.activities.map(\.duration).max() ?? 0
    siteCount = builder.siteCount
    travelSeconds = Grid(narrowing: builder.travelSeconds, in: arena)
  }
}

/// What a resource may use of each class of a calendar, and what it costs beyond a threshold. A ledger
/// stands in one piece, for whoever asks for some of it needs most of it.
struct LedgerTable: Sendable {
  struct Ledger: BitwiseCopyable {
    let calendar: Int32
    /// The cell of the calendar's first class.
    let base: Int32
    let countsActivities: Bool
    let capacity: Int
    let threshold: Int
    let unit: Int
    let cost: Int
  }

  /// By resource.
  let lists: Lists
  private let ledgers: Grid<Ledger>
  let cells: Int

  init(_ builder: ProblemBuilder, in arena: Arena) {
    lists = Lists(counts: builder.resources.map(\.ledgers.count), in: arena)
    var cells = 0
    let all = builder.resources.flatMap(\.ledgers).map { ledger in
      defer { cells += builder.calendars[ledger.calendar].classCount }
      return Ledger(
        calendar: Int32(ledger.calendar), base: Int32(cells),
        countsActivities: ledger.countsActivities, capacity: ledger.capacity,
        threshold: ledger.threshold, unit: ledger.unit, cost: ledger.cost)
    }
    ledgers = Grid(all, in: arena)
    self.cells = cells
  }

  @inline(__always)
  subscript(ledger: Int) -> Ledger { ledgers[ledger] }

  var costs: [Int] { ledgers.elements.map(\.cost) }
}

/// Groups in which each distinct value beyond the first costs something, or each one short of a
/// minimum.
struct VarietyTable: Sendable {
  /// The cell of the group's first value.
  let base: Grid<Int32>
  let cost: Grid<Int>
  /// -1 where values beyond the first are counted.
  let minimum: Grid<Int32>
  let cells: Int
  let count: Int

  init(_ builder: ProblemBuilder, in arena: Arena) {
    var cells = 0
    minimum = Grid(narrowing: builder.varieties.map { $0.minimum ?? -1 }, in: arena)
    base = Grid(
      narrowing: builder.varieties.map { variety in
        defer { cells += variety.valueCount }
        return cells
      }, in: arena)
    self.cells = cells
    cost = Grid(builder.varieties.map(\.cost), in: arena)
    count = builder.varieties.count
  }
}

/// Groups of which the square of the share missing costs something.
struct BalanceTable: Sendable {
  /// By activity: its shares in groups.
  let shares: Lists
  let group: Grid<Int32>
  let demand: Grid<Int>
  /// By group.
  let asked: Grid<Int>
  let cost: Grid<Int>
  let count: Int

  init(_ builder: ProblemBuilder, in arena: Arena) {
    let activities = builder.activities
    shares = Lists(counts: activities.map(\.balances.count), in: arena)
    group = Grid(narrowing: activities.flatMap { $0.balances.map(\.group) }, in: arena)
    demand = Grid(activities.flatMap { $0.balances.map(\.demand) }, in: arena)
    var asked = Array(repeating: 0, count: builder.balanceCosts.count)
    for activity in activities {
      for share in activity.balances { asked[share.group] += share.demand }
    }
    self.asked = Grid(asked, in: arena)
    cost = Grid(builder.balanceCosts, in: arena)
    count = builder.balanceCosts.count
  }
}
