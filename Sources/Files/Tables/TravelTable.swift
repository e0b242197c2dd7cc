/// `travel.csv`: minutes between cities.
extension DatasetReader {
  private enum Field {
    static let from = Column(0, "from")
    static let to = Column(1, "to")
    static let minutes = Column(2, "minutes")
    static let all = [from, to, minutes]
  }

  mutating func readTravel() {
    var table = table(.travel, Field.all)
    while let row = table?.next() {
      let from = row.reference(Field.from, in: cityNames)
      let to = row.reference(Field.to, in: cityNames)
      let minutes = row.whole(Field.minutes, 0...10_000)
      guard let from, let to else { continue }
      if from == to {
        row.fault(Field.to, "\(quoted(cityNames.list[to])) is the city it starts from")
      } else if travel.lists(from, to) {
        row.fault(
          Field.to,
          "\(cityNames.list[from]) and \(cityNames.list[to]) are given twice"
            + " (a row holds for both directions)")
      } else {
        travel[from, to] = minutes ?? 0
      }
    }
  }
}
