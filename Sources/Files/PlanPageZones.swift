import Training

/// A zone's offsets over the dates that a page shows: `offsets[i]` holds from `from[i]` on, seconds
/// of UTC both.
struct ZoneTable {
  var name: String
  var from: [Int]
  var offsets: [Int]

  /// Finds each change between two daily probes by halving.
  init(_ zone: Zone, over range: ClosedRange<Int>) {
    func offset(_ seconds: Int) -> Int { zone.offset(at: Instant(seconds: seconds)) }
    name = zone.identifier
    from = [range.lowerBound]
    offsets = [offset(range.lowerBound)]
    var probe = range.lowerBound
    while probe < range.upperBound {
      let next = min(probe + 86_400, range.upperBound)
      if offset(next) != offset(probe) {
        var before = probe
        var after = next
        while after - before > 1 {
          let middle = before + (after - before) / 2
          if offset(middle) == offset(before) { before = middle } else { after = middle }
        }
        from.append(after)
        offsets.append(offset(after))
      }
      probe = next
    }
  }
}

/// The zones of a programme's cities, each name once and in order, and each city's index among them.
func zoneTables(_ plan: Plan) -> (tables: [ZoneTable], ofCity: [Int]) {
  let programme = plan.programme
  let days = programme.horizon
  var first = (days.lowerBound.days - 8) * 86_400
  var last = (days.upperBound.days + 8) * 86_400
  for (session, placement) in plan.placements.enumerated() {
    guard let start = placement?.start else { continue }
    first = min(first, start.seconds)
    last = max(last, programme.end(of: session, startingAt: start).seconds)
  }
  let zones = Dictionary(
    programme.cities.map { ($0.zone.identifier, $0.zone) }, uniquingKeysWith: { first, _ in first })
  let names = zones.keys.sorted()
  let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  return (
    names.compactMap { zones[$0].map { ZoneTable($0, over: first...last) } },
    programme.cities.map { index[$0.zone.identifier] ?? 0 }
  )
}
