import Training

extension DatasetDraft {
  /// One venue in each city that suits all its cohorts; the rest where they are scarce.
  mutating func drawVenues(_ shape: DatasetShape) {
    var draw = draw("venues")
    var largest = Array(repeating: 12, count: cities.count)
    var load = Array(repeating: 1, count: cities.count)
    for cohort in cohorts {
      largest[cohort.city] = max(largest[cohort.city], cohort.size)
      for module in cohort.modules.map({ modules[$0] }) where module.mode != .online {
        load[cohort.city] += module.sessions * module.minutes
      }
    }
    var counts = Array(repeating: 1, count: cities.count)
    for _ in 0..<max(0, shape.venues - cities.count) {
      counts[draw.index(weighted: zip(load, counts).map { 1 + $0 / ($1 * $1) })] += 1
    }
    for (city, count) in counts.enumerated() {
      for number in 1...count {
        let id = Self.id("V-\(cities[city].id)-", number, of: count, digits: 2)
        guard number > 1 else {
          let seats = [20, 24, 25, 28, 30].filter { $0 >= largest[city] }
          venues.append(
            Venue(
              id: id, city: city, seats: draw.element(of: seats), equipment: Self.equipment,
              open: WeeklyHours.widestVenue))
          continue
        }
        venues.append(
          Venue(
            id: id, city: city, seats: draw.element(of: [16, 20, 24, 30, 30, 40]),
            equipment: someEquipment(using: &draw),
            open: WeeklyHours.venues[draw.index(weighted: [25, 18, 17, 20, 20])]))
      }
    }
  }

  private static let equipment = ["projector", "laptops", "camera", "toolkit", "step_free"]

  private func someEquipment(using draw: inout Draw) -> [String] {
    let percents = [100, 70, 35, 15, 28]
    return zip(Self.equipment, percents).filter { draw.chance($0.1) }.map(\.0)
  }
}
