import Files
import Planning
import Training

/// Whom a change concerns: everybody who has, or had, a session that is not as it was.
struct Concerned {
  /// Ids in the dataset's order.
  let trainers: [String]
  let cohorts: [String]
  let venues: [String]

  init(_ sessions: [Int], _ before: Plan, _ after: Plan) {
    self.init(
      cohorts: sessions.flatMap { before.programme.chain(of: $0).cohorts },
      places: sessions.flatMap { [before.placements[$0], after.placements[$0]] },
      in: before.programme)
  }

  init(_ changes: [SessionChange], in programme: Programme) {
    self.init(
      cohorts: changes.flatMap(\.cohorts), places: changes.flatMap { [$0.old, $0.new] },
      in: programme)
  }

  private init(cohorts: [Int], places: [Placement?], in programme: Programme) {
    let cohorts = Set(cohorts)
    var trainers: Set<Int> = []
    var venues: Set<Int> = []
    for place in places {
      guard let place else { continue }
      trainers.formUnion(place.trainers.compactMap(\.index))
      if let venue = place.venue?.index { venues.insert(venue) }
    }
    self.trainers = trainers.sorted().map { programme.trainers[$0].id }
    self.cohorts = cohorts.sorted().map { programme.cohorts[$0].id }
    self.venues = venues.sorted().map { programme.venues[$0].id }
  }

  /// `4 cohorts (a, b, c, d) and 2 trainers (x, y)`.
  var told: String {
    func list(_ ids: [String], _ noun: String) -> String? {
      guard !ids.isEmpty else { return nil }
      let named = ids.prefix(6).map(legible).joined(separator: ", ")
      return "\(counted(ids.count, noun)) (\(named)\(ids.count > 6 ? ", …" : ""))"
    }
    let parts = [list(cohorts, "cohort"), list(trainers, "trainer")].compactMap(\.self)
    return parts.isEmpty ? "nobody" : parts.joined(separator: " and ")
  }

  var json: JSONText {
    .object([
      ("trainers", .list(trainers.map(JSONText.text))),
      ("cohorts", .list(cohorts.map(JSONText.text))),
      ("venues", .list(venues.map(JSONText.text))),
    ])
  }
}
