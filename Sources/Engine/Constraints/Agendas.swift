/// What every resource does, in the order of time: the constraint kinds that need neighbours.
///
/// - no overlap: an exclusive resource does one thing at a time;
/// - separation: rest between activities on different days, the way between two sites;
/// - gaps: idle time between neighbours on a day;
/// - isolation: an activity that no other one of its day touches;
/// - outings: distinct (day, site) away from home.
///
/// A list is short (a trainer's four weeks hold some forty entries), so a search by halves and a
/// `memmove` beat any tree. Where options are disjoint and no neighbour matters, a resource has no
/// list but a seat for each option.
final class Agendas {
  struct Item: BitwiseCopyable {
    var option: Int32
    var activity: Int32
  }

  let problem: Problem
  private let arena = Arena()
  private let first: Grid<Int>
  let count: Grid<Int32>
  private let items: Grid<Item>
  /// By resource: the first of its seats, -1 for one that has a list.
  let firstSeat: Grid<Int>
  /// Who sits on an option; what stands where the occupancy has no bit means nothing.
  let seats: Grid<Int32>
  let occupancy: Occupancy
  let pricing: Grid<UInt8>

  /// How what a resource holds is priced, by itself.
  enum Pricing {
    static let none: UInt8 = 0
    /// By isolation only, which the bits of occupancy tell.
    static let bits: UInt8 = 1
    /// By neighbours in the list.
    static let list: UInt8 = 2
  }

  init(_ problem: Problem) {
    self.problem = problem
    pricing = Grid(count: problem.resourceCount, filledWith: Pricing.none, in: arena)
    for resource in 0..<problem.resourceCount {
      if problem.resources.gapCost[resource] != 0 || problem.resources.outingCost[resource] != 0 {
        pricing[resource] = Pricing.list
      } else if problem.resources.isolationCost[resource] != 0 {
        let bitsTell = problem.options.areDisjoint && problem.resources.isExclusive[resource]
        pricing[resource] = bitsTell ? Pricing.bits : Pricing.list
      }
    }
    first = Grid(count: problem.resourceCount, filledWith: 0, in: arena)
    firstSeat = Grid(count: problem.resourceCount, filledWith: -1, in: arena)
    var listed = 0
    var seated = 0
    for resource in 0..<problem.resourceCount {
      if problem.options.areDisjoint, problem.resources.isExclusive[resource],
        problem.resources.reach[resource] == 0, pricing[resource] != Pricing.list
      {
        firstSeat[resource] = seated
        seated += problem.optionCount
      } else {
        first[resource] = listed
        listed += problem.resources.agendaCapacity[resource]
      }
    }
    count = Grid(count: problem.resourceCount, filledWith: 0, in: arena)
    items = Grid(count: listed, filledWith: Item(option: -1, activity: -1), in: arena)
    seats = Grid(count: seated, filledWith: -1, in: arena)
    occupancy = Occupancy(problem, in: arena)
  }

  /// How many activities `resource` holds.
  @inline(__always)
  func size(of resource: Int) -> Int {
    firstSeat[resource] < 0 ? Int(count[resource]) : occupancy.count(in: resource)
  }

  /// How many activities of `resource` stand before `option`.
  @inline(__always)
  func rank(of option: Int, in resource: Int) -> Int {
    firstSeat[resource] < 0
      ? place(of: option, in: resource) : occupancy.count(in: resource, before: option)
  }

  /// The activity that so many of `resource` stand before.
  @inline(__always)
  func activity(_ rank: Int, of resource: Int) -> Int {
    let seat = firstSeat[resource]
    guard seat >= 0 else { return Int(list(resource)[rank].activity) }
    return Int(seats[seat &+ occupancy.option(rank, in: resource)])
  }

  @inline(__always)
  func list(_ resource: Int) -> UnsafeMutablePointer<Item> { items.base + first[resource] }

  @inline(__always)
  func start(_ item: Item) -> Int { problem.options.start[Int(item.option)] }

  @inline(__always)
  func end(_ item: Item) -> Int {
    problem.options.start[Int(item.option)] &+ problem.activities.duration[Int(item.activity)]
  }

  /// The first place whose item stands at `option` or later.
  ///
  /// By halves, without a branch that depends on what is found: nobody could predict it.
  @inline(__always)
  func place(of option: Int, in resource: Int) -> Int {
    let list = list(resource)
    var low = 0
    var size = Int(count[resource])
    while size > 0 {
      let half = (size &+ 1) >> 1
      // All ones where that item is before, else 0.
      let isBefore = (Int(list[low &+ half &- 1].option) &- option) >> 63
      low &+= isBefore & half
      size &-= half
    }
    return low
  }

  /// Puts `activity` in and gives what it adds to the cost of gaps, isolation and outings.
  @inline(__always)
  func insert(_ activity: Int, at option: Int, in resource: Int) -> Int {
    let seat = firstSeat[resource]
    guard seat >= 0 else { return insertInList(activity, at: option, in: resource) }
    let delta = priceByBits(at: option, in: resource)
    seats[seat &+ option] = Int32(truncatingIfNeeded: activity)
    occupancy.take(resource, at: option)
    return delta
  }

  private func insertInList(_ activity: Int, at option: Int, in resource: Int) -> Int {
    let list = list(resource)
    let size = Int(count[resource])
    var index = place(of: option, in: resource)
    // Only fixed activities start together: by end, then by number, as the plain voice has it.
    while index < size, Int(list[index].option) == option, isAhead(list[index], of: activity) {
      index &+= 1
    }
    let delta =
      pricing[resource] == Pricing.bits
      ? isolation(at: option, in: resource)
      : price(activity, option, resource, before: index &- 1, after: index)
    (list + (index &+ 1)).update(from: list + index, count: size &- index)
    list[index] = Item(
      option: Int32(truncatingIfNeeded: option), activity: Int32(truncatingIfNeeded: activity))
    count[resource] = Int32(truncatingIfNeeded: size &+ 1)
    occupancy.take(resource, Int(problem.activities.durationClass[activity]), option)
    return delta
  }

  private func isAhead(_ item: Item, of activity: Int) -> Bool {
    let other = Int(item.activity)
    return (problem.activities.duration[other], other)
      < (problem.activities.duration[activity], activity)
  }

  /// The exact opposite of `insert`.
  @inline(__always)
  func remove(_ activity: Int, at option: Int, from resource: Int) -> Int {
    guard firstSeat[resource] >= 0 else {
      return removeFromList(activity, at: option, from: resource)
    }
    occupancy.free(resource, at: option)
    return -priceByBits(at: option, in: resource)
  }

  private func removeFromList(_ activity: Int, at option: Int, from resource: Int) -> Int {
    let list = list(resource)
    let size = Int(count[resource])
    var index = place(of: option, in: resource)
    while Int(list[index].activity) != activity { index &+= 1 }
    (list + index).update(from: list + (index &+ 1), count: size &- index &- 1)
    count[resource] = Int32(truncatingIfNeeded: size &- 1)
    free(activity, at: option, in: resource, gap: index)
    return pricing[resource] == Pricing.bits
      ? -isolation(at: option, in: resource)
      : -price(activity, option, resource, before: index &- 1, after: index)
  }

  /// Clears what `activity` took at `option`, but for what the items before and after `gap` take too.
  private func free(_ activity: Int, at option: Int, in resource: Int, gap: Int) {
    guard problem.resources.isExclusive[resource] else { return }
    if problem.options.areDisjoint {
      occupancy.free(resource, at: option)
      return
    }
    let length = Int(problem.activities.durationClass[activity])
    let list = list(resource)
    // Fixed ones may overlap each other: the last to start need not be the last to end.
    let earliest = problem.options.start[option] &- 2 &* problem.resources.longestDuration
    var from = 0
    var index = gap &- 1
    while index >= 0, start(list[index]) > earliest {
      let other = Int(problem.activities.durationClass[Int(list[index].activity)])
      from = max(
        from,
        Int(problem.options.overlapEnd[other &* problem.optionCount &+ Int(list[index].option)]))
      index &-= 1
    }
    let next = gap < Int(count[resource]) ? Int(list[gap].option) : -1
    occupancy.free(resource, length, option, from: from, next: next)
  }

  /// What taking `activity` away from `option`, where it stands, would save.
  @inline(__always)
  func saving(of activity: Int, at option: Int, in resource: Int) -> Int {
    pricing[resource] == Pricing.list
      ? listSaving(of: activity, at: option, in: resource)
      : priceByBits(at: option, in: resource)
  }

  private func listSaving(of activity: Int, at option: Int, in resource: Int) -> Int {
    let list = list(resource)
    var index = place(of: option, in: resource)
    while Int(list[index].activity) != activity { index &+= 1 }
    return price(activity, option, resource, before: index &- 1, after: index &+ 1)
  }

  /// What `activity` would add to the cost of gaps and outings.
  @inline(__always)
  func delta(of activity: Int, at option: Int, in resource: Int) -> Int {
    pricing[resource] == Pricing.list
      ? listDelta(of: activity, at: option, in: resource)
      : priceByBits(at: option, in: resource)
  }

  private func listDelta(of activity: Int, at option: Int, in resource: Int) -> Int {
    let index = place(of: option, in: resource)
    return price(activity, option, resource, before: index &- 1, after: index)
  }

  /// What taking `activity` from `old`, where it stands, to `option` would add; nil where the two lie
  /// on one day and their neighbours would have to be asked as if it were gone.
  @inline(__always)
  func delta(of activity: Int, from old: Int, to option: Int, in resource: Int) -> Int? {
    guard pricing[resource] == Pricing.list else {
      return priceByBits(at: option, in: resource, without: old)
        &- priceByBits(at: old, in: resource)
    }
    return listDelta(of: activity, from: old, to: option, in: resource)
  }

  private func listDelta(of activity: Int, from old: Int, to option: Int, in resource: Int) -> Int?
  {
    let calendar = Int(problem.resources.dayCalendar[resource]) &* problem.optionCount
    guard
      problem.options.calendarClass[calendar &+ old]
        != problem.options.calendarClass[calendar &+ option]
    else { return nil }
    return listDelta(of: activity, at: option, in: resource)
      &- listSaving(of: activity, at: old, in: resource)
  }
}
