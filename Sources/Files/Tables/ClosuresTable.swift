import Training

/// `closures.csv`: holidays and other dates on which a state or a city is closed.
extension DatasetReader {
  private enum Field {
    static let place = Column(0, "place")
    static let date = Column(1, "date")
    static let until = Column(2, "until", .optional)
    static let windows = Column(3, "windows", .optional)
    static let name = Column(4, "name")
    static let all = [place, date, until, windows, name]
  }

  private struct Same: Hashable {
    var place: Closure.Place
    var from: LocalDate
    var until: LocalDate
    var windows: Windows?
  }

  mutating func readClosures() {
    var table = table(.closures, Field.all)
    var firstLine: [Same: Int] = [:]
    while let row = table?.next() {
      let place = place(of: row)
      let from = row.date(Field.date)
      let until = row.date(Field.until)
      let windows = row.windows(Field.windows)
      let name = row.words(Field.name)
      if let from, let until, until < from { row.fault(Field.until, "\(until) is before \(from)") }
      guard let place, let from else { continue }
      let same = Same(place: place, from: from, until: until ?? from, windows: windows)
      if let first = firstLine[same] {
        row.warn(nil, "this closure is given twice, first on line \(first)")
      } else {
        firstLine[same] = row.line
      }
      lines.closures.append(row.line)
      closures.append(
        Closure(place: place, from: from, until: until, windows: windows, name: name ?? ""))
    }
  }

  private func place(of row: Record) -> Closure.Place? {
    guard let text = row.text(Field.place) else { return nil }
    if let state = stateNames.index(of: text) { return .state(state) }
    if let city = cityNames.index(of: text) { return .city(city) }
    guard !stateNames.isIncomplete, !cityNames.isIncomplete else { return nil }
    row.fault(
      Field.place,
      "unknown state or city \(quoted(text))"
        + log.nearest.suggestion(for: text, among: stateNames.list + cityNames.list))
    return nil
  }
}
