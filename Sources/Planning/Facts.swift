import Training

/// A programme with what its rules ask of it again and again, computed once.
package struct Facts: Sendable {
  package let programme: Programme
  /// By cohort: hours, closures of its city and state, absences.
  package let cohorts: [Availability]
  /// By trainer, likewise, at home.
  package let trainers: [Availability]
  /// By venue: hours and absences; a closed city closes its cohorts, not its venues.
  package let venues: [Availability]
  /// By cohort: the chains that it attends, ascending.
  private let chainsOfCohort: [[Int]]
  /// By chain: the chains that H4 puts before it, ascending.
  package let prerequisites: [[Int]]
  /// By chain: the chains that H4 puts after it, ascending.
  package let followers: [[Int]]
  /// The longest way between two cities, in minutes.
  package let longestTravel: Int

  private let levels: [Int]
  private let trainerLanguages: [TagSet]
  private let cohortLanguages: [TagSet]
  private let venueEquipment: [TagSet]
  private let chainEquipment: [TagSet]

  package init(_ programme: Programme) {
    self.programme = programme
    let closed = Self.closedTimes(of: programme)
    let absences = Dictionary(grouping: programme.absences, by: \.who)
    func availability(
      _ who: Absence.Who, in city: Int, hours: Windows, closedTimes: ClosedTimes
    ) -> Availability {
      Availability(
        zone: programme.cities[city].zone, hours: hours, closedTimes: closedTimes,
        absences: absences[who] ?? [])
    }
    cohorts = programme.cohorts.enumerated().map { index, cohort in
      availability(
        .cohort(index), in: cohort.city, hours: cohort.available, closedTimes: closed[cohort.city])
    }
    trainers = programme.trainers.enumerated().map { index, trainer in
      availability(
        .trainer(index), in: trainer.city, hours: trainer.available,
        closedTimes: closed[trainer.city])
    }
    venues = programme.venues.enumerated().map { index, venue in
      availability(.venue(index), in: venue.city, hours: venue.open, closedTimes: .none)
    }
    var attended = Array(repeating: [Int](), count: programme.cohorts.count)
    for (index, chain) in programme.chains.enumerated() {
      for cohort in chain.cohorts { attended[cohort].append(index) }
    }
    chainsOfCohort = attended
    prerequisites = Self.prerequisites(of: programme)
    var followers = Array(repeating: [Int](), count: programme.chains.count)
    for (chain, earlier) in prerequisites.enumerated() {
      for other in earlier { followers[other].append(chain) }
    }
    self.followers = followers
    longestTravel = Self.longestTravel(in: programme)
    levels = Self.levels(in: programme)

    let languages = TagSet.index(
      of: programme.trainers.map(\.languages) + programme.cohorts.map(\.languages))
    trainerLanguages = programme.trainers.map { TagSet($0.languages, among: languages) }
    cohortLanguages = programme.cohorts.map { TagSet($0.languages, among: languages) }
    let equipment = TagSet.index(
      of: programme.venues.map(\.equipment) + programme.modules.map(\.equipment)
        + programme.cohorts.map(\.needs))
    venueEquipment = programme.venues.map { TagSet($0.equipment, among: equipment) }
    chainEquipment = programme.chains.map { chain in
      TagSet(
        programme.modules[chain.module].equipment
          + chain.cohorts.flatMap { programme.cohorts[$0].needs }, among: equipment)
    }
  }

  /// The chains that a cohort attends, ascending.
  package func chains(ofCohort cohort: Int) -> [Int] { chainsOfCohort[cohort] }

  /// The level that a trainer has in a module's competence; 0 where it has none.
  package func level(ofTrainer trainer: Int, inModule module: Int) -> Int {
    levels[trainer * programme.modules.count + module]
  }

  /// Whether the two share a language.
  package func speaks(trainer: Int, withCohort cohort: Int) -> Bool {
    trainerLanguages[trainer].intersects(cohortLanguages[cohort])
  }

  /// Whether a venue holds what the module and the cohorts of a chain need.
  package func holds(venue: Int, equipmentOfChain chain: Int) -> Bool {
    venueEquipment[venue].contains(chainEquipment[chain])
  }

  /// The city where an in-person or hybrid chain sits.
  package func city(ofChain chain: Int) -> Int {
    programme.cohorts[programme.chains[chain].cohorts[0]].city
  }
}

extension Facts {
  /// How far beyond the horizon closures are spelled out: sessions of a plan in force may lie there.
  private static let margin = 35

  private static func closedTimes(of programme: Programme) -> [ClosedTimes] {
    let horizon = programme.horizon
    let dates =
      horizon.lowerBound.adding(days: -margin)..<horizon.upperBound.adding(days: margin)
    return programme.cities.indices.map { city in
      let places = [Closure.Place.city(city), .state(programme.cities[city].state)]
      return ClosedTimes(
        programme.closures.filter { places.contains($0.place) }, around: dates)
    }
  }

  private static func prerequisites(of programme: Programme) -> [[Int]] {
    var chainsOfCohort = Array(
      repeating: [(module: Int, chain: Int)](), count: programme.cohorts.count)
    for (index, chain) in programme.chains.enumerated() {
      for cohort in chain.cohorts { chainsOfCohort[cohort].append((chain.module, index)) }
    }
    return programme.chains.map { chain in
      let after = programme.modules[chain.module].after
      guard !after.isEmpty else { return [] }
      return Set(
        chain.cohorts.flatMap { cohort in
          chainsOfCohort[cohort].filter { after.contains($0.module) }.map(\.chain)
        }
      ).sorted()
    }
  }

  private static func longestTravel(in programme: Programme) -> Int {
    let cities = programme.cities.indices
    return cities.reduce(0) { longest, from in
      cities[..<from].reduce(longest) { max($0, programme.travel[from, $1]) }
    }
  }

  private static func levels(in programme: Programme) -> [Int] {
    programme.trainers.flatMap { trainer in
      programme.modules.map { trainer.skills[$0.competence] ?? 0 }
    }
  }
}

extension Facts {
  /// Every chain behind those that H4 puts before it.
  var chainsInOrder: [Int] {
    var waiting = prerequisites.map(\.count)
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for after in followers[order[next]] {
        waiting[after] -= 1
        if waiting[after] == 0 { order.append(after) }
      }
      next += 1
    }
    return order
  }
}
