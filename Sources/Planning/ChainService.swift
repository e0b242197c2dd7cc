import Training

/// A chain of which no plan can place a single session, and why.
package struct UnservedChain: Sendable, Equatable {
  /// Index in `Programme.chains`.
  package var chain: Int
  /// Goes on after "c1/m: ".
  package var reason: String
}

/// Looks for chains that no trainer, venue or hour can serve at all (dataset.md §6, warnings).
package struct ChainService {
  /// Chains with the same staff: what H5, H8 and H10 read of a chain.
  struct StaffKey: Hashable {
    var module: Int
    var trainerCount: Int
    var cohorts: [[String]]
  }

  /// Chains with the same venues: what H9 reads of a chain.
  private struct VenueKey: Hashable {
    var module: Int
    var city: Int
    var size: Int
    var needs: [[String]]
  }

  private enum Choice {
    case some([Int])
    case none(reason: String)
  }

  private let facts: Facts
  private let freeze: FreezeState

  package init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  /// In the plan's order; a chain that has a frozen session is served.
  package var unserved: [UnservedChain] {
    var staff: [StaffKey: Choice] = [:]
    var venues: [VenueKey: Choice] = [:]
    var hours = HourSearch(facts, freeze: freeze)
    return facts.programme.chains.enumerated().compactMap { index, chain in
      guard !chain.sessions.contains(where: freeze.isFrozen) else { return nil }
      let staffKey = staffKey(of: chain)
      let venueKey = venueKey(of: chain)
      let chosenStaff = staff[staffKey] ?? findStaff(for: index)
      let chosenVenues = venues[venueKey] ?? findVenues(for: index)
      staff[staffKey] = chosenStaff
      venues[venueKey] = chosenVenues
      let reason: String? =
        switch (chosenStaff, chosenVenues) {
        case (.none(let reason), _), (_, .none(let reason)): reason
        case (.some(let staff), .some(let venues)):
          hours.obstacle(chain: index, staff: staff, key: staffKey, venues: venues)
        }
      return reason.map { UnservedChain(chain: index, reason: $0) }
    }
  }

  private func staffKey(of chain: Chain) -> StaffKey {
    StaffKey(
      module: chain.module, trainerCount: chain.trainerCount,
      cohorts: chain.cohorts.map { index in
        let cohort = facts.programme.cohorts[index]
        return [String(facts.programme.cities[cohort.city].state)] + cohort.languages
      })
  }

  private func venueKey(of chain: Chain) -> VenueKey {
    VenueKey(
      module: chain.module, city: facts.programme.cohorts[chain.cohorts[0]].city, size: chain.size,
      needs: chain.cohorts.map { facts.programme.cohorts[$0].needs })
  }

  /// Everybody who could lead or assist, or the first demand that leaves nobody to lead.
  private func findStaff(for index: Int) -> Choice {
    let programme = facts.programme
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    func able(_ trainer: Int) -> Bool {
      PartnerLimits.allows(trainer: trainer, chain: index, in: facts)
        && programme.trainers[trainer].maxMinutesPerDay >= module.minutes
        && programme.trainers[trainer].maxMinutesPerWeek >= module.minutes
    }
    let leads = programme.trainers.indices.filter {
      Qualification.canLead(trainer: $0, chain: index, in: facts) && able($0)
    }
    guard !leads.isEmpty else { return .none(reason: whyNobodyLeads(index)) }
    guard chain.trainerCount > 1 else { return .some(leads) }
    let staff = programme.trainers.indices.filter {
      Qualification.canAssist(trainer: $0, chain: index, in: facts) && able($0)
    }
    guard staff.count >= chain.trainerCount else {
      return .none(
        reason: "each session needs \(chain.trainerCount) trainers, and \(staff.count) can give it")
    }
    return .some(staff)
  }

  private func whyNobodyLeads(_ index: Int) -> String {
    let programme = facts.programme
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let skilled = programme.trainers.indices.filter {
      facts.level(ofTrainer: $0, inModule: chain.module) >= module.level
    }
    let skill = "competence \(module.competence) at level \(module.level)"
    guard !skilled.isEmpty else { return "no trainer has \(skill)" }
    let qualified = skilled.filter { Qualification.canLead(trainer: $0, chain: index, in: facts) }
    let names = chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ", ")
    guard !qualified.isEmpty else {
      let lacks = Set(
        skilled.flatMap { trainer in
          Qualification.shortcomings(
            ofTrainer: trainer, chain: index, level: module.level, in: facts
          ).map { $0.told(chain: index, in: facts) }
        })
      return "nobody with \(skill) can teach \(names): each "
        + lacks.sorted().joined(separator: " or ")
    }
    let paid = qualified.filter { PartnerLimits.allows(trainer: $0, chain: index, in: facts) }
    guard !paid.isEmpty else {
      return "no trainer who could teach \(names) has a partner that pays for it"
    }
    return "no trainer who could teach \(names) may give \(module.minutes) minutes a day and a week"
  }

  /// All venues that suit; empty for an online chain.
  private func findVenues(for index: Int) -> Choice {
    let programme = facts.programme
    let chain = programme.chains[index]
    guard VenueFit.needsVenue(chain: index, in: facts) else { return .some([]) }
    let suiting = programme.venues.indices.filter {
      VenueFit.suits(venue: $0, chain: index, in: facts)
    }
    guard suiting.isEmpty else { return .some(suiting) }
    let city = facts.city(ofChain: index)
    let near = programme.venues.filter { $0.city == city }
    guard !near.isEmpty else { return .none(reason: "no venue is in \(programme.cities[city].id)") }
    guard near.contains(where: { $0.seats >= chain.size }) else {
      return .none(
        reason: "no venue in \(programme.cities[city].id) has \(chain.size) seats")
    }
    return .none(
      reason: "no venue in \(programme.cities[city].id) with \(chain.size) seats "
        + "holds the equipment needed")
  }
}
