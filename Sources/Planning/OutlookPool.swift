import Training

/// Minutes that some chains ask of those who qualify.
struct OutlookAsk: Sendable {
  /// By week, spread.
  var weeks: [Int]
  /// By span of weeks, those that can lie nowhere else.
  var bound: [Int]
  /// When the cohorts that ask are there.
  var hours: [Range<Int>] = []
  /// The lengths of their sessions, ascending.
  var lengths: [Int] = []

  init(weeks: Int, spans: OutlookSpans) {
    self.weeks = Array(repeating: 0, count: weeks)
    bound = Array(repeating: 0, count: spans.spans.count)
  }

  /// `hours` are merged once all is added: `settle`.
  mutating func add(_ demand: OutlookDemand, times: Int, spans: OutlookSpans) {
    for (week, minutes) in demand.spread.enumerated() { weeks[week] += minutes * times }
    for (index, span) in spans.spans.enumerated() {
      bound[index] += demand.bound(to: span) * demand.minutes * times
    }
    hours += demand.hours
    if !lengths.contains(demand.minutes) { lengths = (lengths + [demand.minutes]).sorted() }
  }

  mutating func add(_ other: OutlookAsk) {
    for week in weeks.indices { weeks[week] += other.weeks[week] }
    for span in bound.indices { bound[span] += other.bound[span] }
    hours += other.hours
    lengths = Array(Set(lengths + other.lengths)).sorted()
  }

  mutating func settle() { hours = OpenHours.union(hours) }
}

/// Minutes that those who qualify can give, some of them under a common cap.
struct OutlookSupply: Sendable {
  struct Part: Sendable {
    /// In all weeks together; nil for no cap.
    var cap: Int?
    var weeks: [Int]
  }

  var parts: [Part]

  func minutes(in span: ClosedRange<Int>) -> Int {
    parts.reduce(0) { sum, part in
      let own = part.weeks[span].reduce(0, +)
      return sum + (part.cap.map { min($0, own) } ?? own)
    }
  }
}

/// The trainers or venues that qualify for some asks: those of the pool, and those of pools within.
struct OutlookPool: Sendable {
  /// Ascending.
  let resources: [Int]
  /// Indices of the asks for which exactly these qualify; none for a group.
  var own: [Int]
  /// Indices of the asks for which only some of these qualify, `own` included.
  var all: [Int] = []
  /// What these ask together.
  var ask: OutlookAsk
  private var bits: [UInt64]

  /// One pool for each set of resources, in the order in which the asks meet them first, and one
  /// for each of `groups`: asks that are each served may together be too many for those they share.
  static func pools(
    qualified: [[Int]], groups: [[Int]] = [], asks: [OutlookAsk], resourceCount: Int, weeks: Int,
    spans: OutlookSpans
  ) -> [OutlookPool] {
    var index: [[Int]: Int] = [:]
    var pools: [OutlookPool] = []
    func pool(of resources: [Int]) -> Int {
      if let known = index[resources] { return known }
      index[resources] = pools.count
      var bits = Array(repeating: UInt64(0), count: (resourceCount + 63) / 64)
      for resource in resources { bits[resource / 64] |= 1 << UInt64(resource % 64) }
      pools.append(
        OutlookPool(
          resources: resources, own: [], ask: OutlookAsk(weeks: weeks, spans: spans), bits: bits))
      return pools.count - 1
    }
    for (ask, resources) in qualified.enumerated() { pools[pool(of: resources)].own.append(ask) }
    for resources in groups where !resources.isEmpty { _ = pool(of: resources) }
    for pool in pools.indices {
      let within = pools.indices.filter { pools[$0].lies(within: pools[pool]) }
      pools[pool].all = within.flatMap { pools[$0].own }.sorted()
      for ask in pools[pool].all { pools[pool].ask.add(asks[ask]) }
      pools[pool].ask.settle()
    }
    return pools
  }

  private init(resources: [Int], own: [Int], ask: OutlookAsk, bits: [UInt64]) {
    self.resources = resources
    self.own = own
    self.ask = ask
    self.bits = bits
  }

  /// Nobody at all lies within nobody only: a lack of anyone is told by itself.
  func lies(within other: OutlookPool) -> Bool {
    if resources.isEmpty || other.resources.isEmpty {
      return resources.isEmpty && other.resources.isEmpty
    }
    for word in bits.indices where bits[word] & ~other.bits[word] != 0 { return false }
    return true
  }
}

extension OutlookPool {
  /// A pool's worst shortage, before it has a name.
  struct Shortage: Sendable {
    var pool: Int
    var weeks: ClosedRange<Int>
    var asked: Int
    var available: Int
    var isCertain: Bool
    var missing: Int { asked - available }
  }

  /// The worst of each pool; none where a pool within it lacks as much.
  static func shortages(
    of pools: [OutlookPool], supplies: [OutlookSupply], spans: OutlookSpans
  ) -> [Shortage] {
    let worst = pools.indices.compactMap { shortage(of: pools[$0], $0, supplies[$0], spans) }
    return worst.filter { shortage in
      !worst.contains { other in
        other.pool != shortage.pool && (other.isCertain || !shortage.isCertain)
          && other.missing >= shortage.missing
          && pools[other.pool].lies(within: pools[shortage.pool])
      }
    }
  }

  private static func shortage(
    of pool: OutlookPool, _ index: Int, _ supply: OutlookSupply, _ spans: OutlookSpans
  ) -> Shortage? {
    var worst: Shortage?
    for (position, span) in spans.spans.enumerated() {
      let shortage = Shortage(
        pool: index, weeks: span, asked: pool.ask.bound[position],
        available: supply.minutes(in: span), isCertain: true)
      if shortage.missing > worst?.missing ?? 0 { worst = shortage }
    }
    if let worst { return worst }
    for (week, asked) in pool.ask.weeks.enumerated() {
      let shortage = Shortage(
        pool: index, weeks: week...week, asked: asked,
        available: supply.minutes(in: week...week), isCertain: false)
      if shortage.missing > worst?.missing ?? 0 { worst = shortage }
    }
    return worst
  }
}

/// How much of a stretch sessions of some lengths can fill: three hours hold one of 120 minutes.
struct OutlookFill: Sendable {
  private let largest: [Int]

  init(lengths: [Int]) {
    var largest = Array(repeating: 0, count: 1441)
    for minute in 1...1440 {
      var best = largest[minute - 1]
      for length in lengths where length <= minute {
        best = max(best, largest[minute - length] + length)
      }
      largest[minute] = best
    }
    self.largest = largest
  }

  func callAsFunction(_ minutes: Int) -> Int { largest[min(max(minutes, 0), 1440)] }
}
