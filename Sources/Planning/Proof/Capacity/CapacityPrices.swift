import Training

/// What an hour of a trainer, a partner, a venue or a cohort is worth, as it stands in a
/// certificate: whole numbers, millionths of a unit of cost.
///
/// By id; a list goes by week, from the one before the programme to the one after it. What is not
/// listed is worth nothing.
package struct CapacityPrices: Sendable, Codable, Equatable {
  /// Of a minute.
  package var trainers: [String: [Int]] = [:]
  /// Of a minute of all a partner's trainers.
  package var partners: [String: Int] = [:]
  /// Of a minute.
  package var venues: [String: [Int]] = [:]
  /// Of a session.
  package var cohorts: [String: [Int]] = [:]
  /// What each learner-minute left out adds to the inequity of a state, by code.
  package var states: [String: Int] = [:]
  /// Likewise of a group, by tag.
  package var groups: [String: Int] = [:]

  package init() {}
}

/// Prices by number.
struct FlatPrices: Sendable {
  /// By resource.
  var resources: [Int]
  /// By stake.
  var stakes: [Int]
}

extension CapacityPrices {
  static let scale = 1_000_000
  /// The most that a price may be: any more would leave the same sessions out.
  static let limit = 1 << 60

  /// Of what is worth something.
  init(_ flat: FlatPrices, index: CapacityIndex, stakes: [CapacityStake], programme: Programme) {
    func rows(_ count: Int, from first: Int, _ id: (Int) -> String) -> [String: [Int]] {
      var rows: [String: [Int]] = [:]
      for party in 0..<count {
        let row = Array(
          flat.resources[first + party * index.span..<first + (party + 1) * index.span])
        if row.contains(where: { $0 != 0 }) { rows[id(party)] = row }
      }
      return rows
    }
    trainers = rows(index.trainerCount, from: 0) { programme.trainers[$0].id }
    venues = rows(index.venueCount, from: index.firstVenue) { programme.venues[$0].id }
    cohorts = rows(index.cohortCount, from: index.firstCohort) { programme.cohorts[$0].id }
    for (partner, party) in programme.partners.enumerated()
    where flat.resources[index.partner(partner)] != 0 {
      partners[party.id] = flat.resources[index.partner(partner)]
    }
    for (stake, price) in zip(stakes, flat.stakes) where price != 0 {
      switch stake.name {
      case .state(let code): states[code] = price
      case .group(let tag): groups[tag] = price
      }
    }
  }
}
