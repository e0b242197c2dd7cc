import Training

/// `partners.csv`: the dialogue partners, and what their money is for.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let name = Column(1, "name")
    static let hoursCap = Column(2, "hours_cap", .optional)
    static let states = Column(3, "states", .optional)
    static let axes = Column(4, "axes", .optional)
    static let all = [id, name, hoursCap, states, axes]
  }

  mutating func readPartners() {
    var table = table(.partners, Field.all, atMost: Limits.parties)
    while let row = table?.next() {
      partners.append(
        Partner(
          id: partnerNames.add(Field.id, of: row), name: row.words(Field.name) ?? "",
          capMinutes: row.minutes(Field.hoursCap, upToHours: 1_000_000),
          states: row.references(Field.states, in: stateNames), axes: row.ids(Field.axes)))
    }
    if table?.isIncomplete ?? wasRefused(.partners) { partnerNames.isIncomplete = true }
    lines.partners = partnerNames.lines
    assignPartners()
  }
}
