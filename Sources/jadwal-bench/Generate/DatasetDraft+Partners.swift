import Training

extension DatasetDraft {
  /// Partners with their states and axes; `capPartners` limits their hours once those are known.
  mutating func drawPartners(_ shape: DatasetShape) {
    var draw = draw("partners")
    var axes: [String] = []
    for axis in modules.compactMap(\.axis) where !axes.contains(axis) { axes.append(axis) }
    axes.sort()
    for number in 1...shape.partners {
      let someStates = draw.shuffled(Array(states.indices)).prefix(draw.number(in: 1...2))
      let someAxes = draw.shuffled(axes).prefix(3)
      partners.append(
        Partner(
          id: Self.id("P-", number, of: shape.partners, digits: 2), name: "Partner \(number)",
          states: draw.chance(50) ? someStates.sorted() : [],
          axes: draw.chance(45) ? someAxes.sorted() : []))
    }
  }

  /// Two of three partners pay for less than their trainers wish to give.
  mutating func capPartners() {
    var draw = draw("partner caps")
    for partner in partners.indices {
      let wished = trainers.reduce(0) {
        $0 + ($1.partner == partner ? $1.wishedMinutesPerWeek * settings.weeks : 0)
      }
      let percent = draw.number(in: 55...95)
      if draw.chance(65) { partners[partner].capMinutes = max(1, wished * percent / 6000) * 60 }
    }
  }
}
