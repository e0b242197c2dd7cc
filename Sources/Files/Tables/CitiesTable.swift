import Foundation
import Training

/// `cities.csv`: the cities and their clocks.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let state = Column(1, "state")
    static let name = Column(2, "name")
    static let zone = Column(3, "time_zone")
    static let latitude = Column(4, "latitude", .optional)
    static let longitude = Column(5, "longitude", .optional)
    static let all = [id, state, name, zone, latitude, longitude]
  }

  /// - Parameter date: when the programme starts; a zone is exact in the years around it.
  mutating func readCities(around date: LocalDate?, grid: Int?) {
    var table = table(.cities, Field.all, atMost: Limits.cities)
    var zones: [String: Zone] = [:]
    while let row = table?.next() {
      let id = cityNames.add(Field.id, of: row)
      if stateNames.index(of: id) != nil {
        row.fault(Field.id, "\(quoted(id)) is a state's code as well")
      }
      let state = row.reference(Field.state, in: stateNames)
      let name = row.words(Field.name)
      let zone = zone(of: row, around: date, from: &zones)
      let latitude = row.decimal(Field.latitude, 90)
      let longitude = row.decimal(Field.longitude, 180)
      stateOfCity.append(state ?? -1)
      guard let zone else { continue }
      if let grid, let offset = zone.knownOffsets.first(where: { $0 % (grid * 60) != 0 }) {
        row.warn(
          Field.zone,
          "the grid of \(grid) minutes does not divide the zone's offset of \(offset / 60) minutes:"
            + " starts are off the full grid on the local clock")
      }
      cities.append(
        City(
          id: id, state: state ?? 0, name: name ?? "", zone: zone, latitude: latitude,
          longitude: longitude))
    }
    cityNames.close(after: table)
    lines.cities = cityNames.lines
  }

  private func zone(
    of row: Record, around date: LocalDate?, from zones: inout [String: Zone]
  ) -> Zone? {
    guard let name = row.text(Field.zone) else { return nil }
    if let zone = zones[name] { return zone }
    guard isZoneName(name), let zone = Zone(name, around: date ?? LocalDate(days: 20_000)) else {
      row.fault(Field.zone, unknownZone(name))
      return nil
    }
    zones[name] = zone
    return zone
  }

  private func unknownZone(_ name: String) -> String {
    let near = log.nearest.suggestion(for: name, among: TimeZone.knownTimeZoneIdentifiers)
    return "unknown time zone \(quoted(name))"
      + (near.isEmpty ? ": an IANA name is needed, such as Asia/Jakarta" : near)
  }

  /// A name of the IANA database as it is written there. Foundation also takes abbreviations and
  /// offsets, which name no place's clock.
  private func isZoneName(_ name: String) -> Bool {
    let bytes = name.utf8
    let isWord =
      bytes.count <= 64
      && bytes.allSatisfy {
        isLetterOrDigit($0) || "/_-+".utf8.contains($0)
      }
    guard isWord, bytes.first.map(isLetter) == true, bytes.last != UInt8(ascii: "/"),
      name != "Factory"
    else { return false }
    return bytes.contains(UInt8(ascii: "/")) || name == "UTC"
      || (bytes.allSatisfy(isLetter) && bytes.contains { $0 >= 97 })
  }
}
