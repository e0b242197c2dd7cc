import Training

/// `venues.csv`: the rooms.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let city = Column(1, "city")
    static let seats = Column(2, "seats")
    static let equipment = Column(3, "equipment", .optional)
    static let open = Column(4, "open")
    static let all = [id, city, seats, equipment, open]
  }

  mutating func readVenues() {
    var table = table(.venues, Field.all, atMost: Limits.parties)
    while let row = table?.next() {
      venues.append(
        Venue(
          id: venueNames.add(Field.id, of: row),
          city: row.reference(Field.city, in: cityNames) ?? 0,
          seats: row.whole(Field.seats, 1...100_000) ?? 1, equipment: row.ids(Field.equipment),
          open: row.windows(Field.open) ?? .always))
    }
    venueNames.close(after: table)
    lines.venues = venueNames.lines
  }
}
