import Training

/// Rooms asked and open, and where they are short.
struct OutlookVenues: Sendable {
  let table: [RoomOutlook]
  let bottlenecks: [Bottleneck]

  /// Asks that the same venues suit, by H9.
  private struct Key: Hashable {
    var city: Int
    var size: Int
    var equipment: [String]
  }

  private struct Cell {
    var key: Key
    var example: Int
    var chains = 0
    var ask: OutlookAsk
  }

  init(_ facts: Facts, hours: OutlookHours, demands: [OutlookDemand]) {
    let programme = facts.programme
    let weeks = programme.settings.weeks
    let spans = OutlookSpans(weeks: weeks)
    var cells = Self.cells(facts, demands: demands, spans: spans)
    for cell in cells.indices { cells[cell].ask.settle() }
    var table: [RoomOutlook] = []
    var bottlenecks: [Bottleneck] = []
    let venuesOf = Self.byCity(programme.venues.map(\.city), count: programme.cities.count)
    let cellsOf = Self.byCity(cells.map(\.key.city), count: programme.cities.count)
    for city in programme.cities.indices where !cellsOf[city].isEmpty {
      let own = cellsOf[city].map { cells[$0] }
      let suiting = own.map { cell in
        venuesOf[city].indices.filter {
          VenueFit.suits(venue: venuesOf[city][$0], chain: cell.example, in: facts)
        }
      }
      let pools = OutlookPool.pools(
        qualified: suiting, asks: own.map(\.ask), resourceCount: venuesOf[city].count,
        weeks: weeks, spans: spans)
      let supplies = pools.map { pool in
        Self.supply(of: pool.resources.map { venuesOf[city][$0] }, to: pool.ask, hours: hours)
      }
      for (pool, supply) in zip(pools, supplies) {
        table.append(Self.row(pool, own, supply, programme))
      }
      bottlenecks += OutlookPool.shortages(of: pools, supplies: supplies, spans: spans).map {
        let row = Self.row(pools[$0.pool], own, supplies[$0.pool], programme)
        return Bottleneck(
          kind: .room(city: row.city, seats: row.seats, equipment: row.equipment),
          weeks: $0.weeks.lowerBound + 1...$0.weeks.upperBound + 1, askedMinutes: $0.asked,
          availableMinutes: $0.available, resources: row.venues, isCertain: $0.isCertain)
      }
    }
    self.table = table
    self.bottlenecks = bottlenecks
  }

  private static func byCity(_ cities: [Int], count: Int) -> [[Int]] {
    var byCity = Array(repeating: [Int](), count: count)
    for (index, city) in cities.enumerated() { byCity[city].append(index) }
    return byCity
  }

  private static func cells(
    _ facts: Facts, demands: [OutlookDemand], spans: OutlookSpans
  ) -> [Cell] {
    let programme = facts.programme
    var cells: [Cell] = []
    var index: [Key: Int] = [:]
    for demand in demands where VenueFit.needsVenue(chain: demand.chain, in: facts) {
      let chain = programme.chains[demand.chain]
      let needs = chain.cohorts.flatMap { programme.cohorts[$0].needs }
      let key = Key(
        city: facts.city(ofChain: demand.chain), size: chain.size,
        equipment: Set(programme.modules[chain.module].equipment + needs).sorted())
      let cell = index[key] ?? cells.count
      if cell == cells.count {
        index[key] = cell
        cells.append(
          Cell(
            key: key, example: demand.chain,
            ask: OutlookAsk(weeks: programme.settings.weeks, spans: spans)))
      }
      cells[cell].chains += 1
      cells[cell].ask.add(demand, times: 1, spans: spans)
    }
    return cells
  }

  private static func supply(
    of venues: [Int], to ask: OutlookAsk, hours: OutlookHours
  ) -> OutlookSupply {
    let fill = OutlookFill(lengths: ask.lengths)
    var weeks = Array(repeating: 0, count: ask.weeks.count)
    for venue in venues {
      for stretch in hours.venues[venue].common(with: ask.hours).stretches {
        weeks[stretch.week] += fill(stretch.length)
      }
    }
    return OutlookSupply(parts: [OutlookSupply.Part(cap: nil, weeks: weeks)])
  }

  /// Told by the largest size and the equipment that all who need just these venues ask for.
  private static func row(
    _ pool: OutlookPool, _ cells: [Cell], _ supply: OutlookSupply, _ programme: Programme
  ) -> RoomOutlook {
    let own = pool.own.map { cells[$0] }
    let common = own.dropFirst().reduce(own[0].key.equipment) { common, cell in
      common.filter(cell.key.equipment.contains)
    }
    return RoomOutlook(
      city: programme.cities[own[0].key.city].id, seats: own.map(\.key.size).max() ?? 0,
      equipment: common, chains: own.reduce(0) { $0 + $1.chains }, venues: pool.resources.count,
      asked: pool.ask.weeks.indices.map { week in own.reduce(0) { $0 + $1.ask.weeks[week] } },
      open: pool.ask.weeks.indices.map { supply.minutes(in: $0...$0) })
  }
}
