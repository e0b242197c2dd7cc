import Training

extension DatasetDraft {
  /// States, their cities, the ways between them, holidays and Friday prayers.
  mutating func drawRegion(_ shape: DatasetShape, cities count: Int) {
    var draw = draw("region")
    let all = Array(Atlas.states.indices)
    let chosen = Set(draw.shuffled(all).prefix(shape.states))
    atlas = all.filter(chosen.contains).map { Atlas.states[$0] }
    states = atlas.map {
      MemberState(code: $0.code, name: $0.name, priority: $0.priority, youth: $0.youth)
    }
    let counts = cityCounts(count)
    for (state, entry) in atlas.enumerated() {
      for number in 0..<counts[state] { addCity(number, of: entry, state: state, using: &draw) }
    }
    listTravel()
    closeHolidays()
  }

  /// Cities by state: the atlas's own first, then districts of them, in turn.
  private func cityCounts(_ count: Int) -> [Int] {
    var counts = Array(repeating: 0, count: atlas.count)
    var rest = count
    for size in 1...8 {
      for (state, entry) in atlas.enumerated()
      where rest > 0 && entry.cities.count >= size {
        counts[state] += 1
        rest -= 1
      }
    }
    while rest > 0 {
      for (state, entry) in atlas.enumerated() where rest > 0 {
        let more = min(rest, entry.cities.count)
        counts[state] += more
        rest -= more
      }
    }
    return counts
  }

  private mutating func addCity(
    _ number: Int, of entry: Atlas.State, state: Int, using draw: inout Draw
  ) {
    let place = entry.cities[number % entry.cities.count]
    let district = number / entry.cities.count + 1
    func nearby(_ degrees: Double) -> Double {
      guard district > 1 else { return degrees }
      return ((degrees * 100).rounded() + Double(draw.number(in: -30...30))) / 100
    }
    guard let zone = Zone(place.zone, around: Self.startsOn) else {
      preconditionFailure("the machine knows no time zone \(place.zone); tzdata is missing")
    }
    let city = cities.count
    cities.append(
      City(
        id: district == 1 ? place.id : "\(place.id)\(district)", state: state,
        name: district == 1 ? place.name : "\(place.name) District \(district)", zone: zone,
        latitude: nearby(place.latitude), longitude: nearby(place.longitude)))
    let rank = number % entry.cities.count
    cityWeights.append((rank == 0 ? 10 : max(2, 7 - rank)) * (district == 1 ? 2 : 1))
    if let prayer = place.prayer {
      closures.append(
        Closure(
          place: .city(city), from: Self.startsOn,
          until: Self.startsOn.adding(days: 7 * settings.weeks - 1),
          windows: WeeklyHours.weekly(([4], prayer)), name: "Friday prayer"))
    }
  }

  /// Every pair where the cities are few; of many, those of one state or near each other.
  private mutating func listTravel() {
    for from in cities.indices {
      for to in cities.indices where to > from {
        let distance = kilometres(from, to)
        let sameState = cities[from].state == cities[to].state
        guard cities.count <= 60 || sameState || distance <= 300 else { continue }
        let minutes =
          distance < 150 ? 25 + distance * 1.2 : 180 + distance / 800 * 60
        travel[from, to] = Int((minutes / 5).rounded(.up)) * 5
      }
    }
  }

  /// By the plane that touches the globe between the two; in arithmetic that is exact everywhere.
  private func kilometres(_ from: Int, _ to: Int) -> Double {
    guard let fromNorth = cities[from].latitude, let fromEast = cities[from].longitude,
      let toNorth = cities[to].latitude, let toEast = cities[to].longitude
    else { return 0 }
    let radians = (fromNorth + toNorth) / 2 * Double.pi / 180
    let square = radians * radians
    let cosine = 1 - square / 2 + square * square / 24
    let east = (toEast - fromEast) * cosine
    let north = toNorth - fromNorth
    return (east * east + north * north).squareRoot() * 111.2
  }

  private mutating func closeHolidays() {
    let horizon = Self.startsOn..<Self.startsOn.adding(days: 7 * settings.weeks)
    var holidays: [Closure] = []
    for (state, entry) in atlas.enumerated() {
      for holiday in Atlas.holidays where holiday.state == entry.code {
        guard let from = LocalDate(holiday.from), let until = LocalDate(holiday.until),
          horizon.contains(from)
        else { continue }
        holidays.append(
          Closure(place: .state(state), from: from, until: until, name: holiday.name))
      }
    }
    closures = holidays + closures
  }
}
