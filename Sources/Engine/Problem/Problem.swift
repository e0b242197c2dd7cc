/// A problem as plain flat tables: activities that get a time option and resources for their roles.
///
/// It is immutable and says what must hold and what costs, never how to search. Everything is an index;
/// names stay with whoever built it. Times are seconds from an origin of the builder's choice.
package final class Problem: Sendable {
  let options: OptionTable
  let activities: ActivityTable
  let domains: DomainTable
  let roles: RoleTable
  let ordering: OrderingTable
  let resources: ResourceTable
  let ledgers: LedgerTable
  let varieties: VarietyTable
  let balances: BalanceTable
  /// Activities that the search may place, those of one site side by side, and those that stand where
  /// they must.
  let movable: Grid<Int32>
  let fixed: Grid<Int32>
  private let arena: Arena

  package let activityCount: Int
  package let resourceCount: Int
  package let optionCount: Int
  package let seriesCount: Int

  init(_ builder: ProblemBuilder) {
    let arena = Arena()
    self.arena = arena
    activityCount = builder.activities.count
    resourceCount = builder.resources.count
    optionCount = builder.optionStarts.count
    seriesCount = builder.seriesCount
    options = OptionTable(builder, in: arena)
    activities = ActivityTable(builder, in: arena)
    domains = DomainTable(builder, in: arena)
    roles = RoleTable(builder, in: arena)
    ordering = OrderingTable(builder, in: arena)
    resources = ResourceTable(builder, in: arena)
    ledgers = LedgerTable(builder, in: arena)
    varieties = VarietyTable(builder, in: arena)
    balances = BalanceTable(builder, in: arena)
    let isFixed = builder.activities.map { $0.fixed != nil }
    let homes = builder.homes
    movable = Grid(
      narrowing: isFixed.indices.filter { !isFixed[$0] }.sorted {
        (homes[$0], $0) < (homes[$1], $1)
      }, in: arena)
    fixed = Grid(narrowing: isFixed.indices.filter { isFixed[$0] }, in: arena)
  }

  /// What its tables take.
  package var byteCount: Int { arena.byteCount }

  /// The option of a domain entry.
  @inline(__always)
  func option(_ entry: Int) -> Int { Int(domains.option[entry]) }

  /// The option that starts at `start`, in seconds.
  func option(startingAt start: Int) -> Int? {
    var low = 0
    var size = optionCount
    while size > 0 {
      let half = size >> 1
      let isBefore = options.start[low &+ half] < start
      low = isBefore ? low &+ half &+ 1 : low
      size = isBefore ? size &- half &- 1 : half
    }
    return low < optionCount && options.start[low] == start ? low : nil
  }

  /// Those of the 64 options of `word` from which `resource` may work for that length class.
  @inline(__always)
  func available(_ resource: Int, _ durationClass: Int, word: Int) -> UInt64 {
    let row = Int(
      resources.availabilityRow[resource &* resources.durationClassCount &+ durationClass])
    return row < 0 ? .max : resources.availability[row &* resources.availabilityWords &+ word]
  }

  /// Whether `resource` may work from `option` for an activity of that length class.
  @inline(__always)
  func isAvailable(_ resource: Int, _ durationClass: Int, _ option: Int) -> Bool {
    let row = Int(
      resources.availabilityRow[resource &* resources.durationClassCount &+ durationClass])
    guard row >= 0 else { return true }
    let word = resources.availability[row &* resources.availabilityWords &+ (option >> 6)]
    return word >> UInt64(option & 63) & 1 == 1
  }
}
