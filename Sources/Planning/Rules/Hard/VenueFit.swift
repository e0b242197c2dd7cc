import Training

/// H9: in-person and hybrid sessions sit in a venue that suits them and is open and free.
package struct VenueFit: Rule {

  package let id = "H9"

  package init() {}

  /// Whether the venue is one for the chain, at whatever hour.
  package static func suits(venue: Int, chain: Int, in facts: Facts) -> Bool {
    needsVenue(chain: chain, in: facts)
      && facts.programme.venues[venue].city == facts.city(ofChain: chain)
      && facts.programme.venues[venue].seats >= facts.programme.chains[chain].size
      && facts.holds(venue: venue, equipmentOfChain: chain)
  }

  package static func isOpen(
    venue: Int, from start: Instant, to end: Instant, in facts: Facts
  ) -> Bool {
    facts.venues[venue].admits(from: start, to: end)
  }

  package static func needsVenue(chain: Int, in facts: Facts) -> Bool {
    facts.programme.modules[facts.programme.chains[chain].module].mode != .online
  }

  /// Whether a placement by itself keeps the rule.
  package static func isKept(by placement: Placement, chain: Int, in facts: Facts) -> Bool {
    guard let party = placement.venue else { return !needsVenue(chain: chain, in: facts) }
    guard let venue = party.index else { return false }
    let module = facts.programme.modules[facts.programme.chains[chain].module]
    return suits(venue: venue, chain: chain, in: facts)
      && isOpen(
        venue: venue, from: placement.start,
        to: placement.start.adding(minutes: module.minutes), in: facts)
  }

  package func compile(into model: inout Model) {
    let facts = model.facts
    let venues = Dictionary(
      grouping: facts.programme.venues.indices, by: { facts.programme.venues[$0].city })
    for chain in model.chains.indices {
      let needsVenue = Self.needsVenue(chain: chain, in: facts)
      model.chains[chain].needsVenue = needsVenue
      guard needsVenue else { continue }
      model.chains[chain].venues = (venues[facts.city(ofChain: chain)] ?? []).filter {
        Self.suits(venue: $0, chain: chain, in: facts)
      }
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (session, placement) in plan.bound {
      let chain = plan.programme.sessions[session].chain
      guard !Self.isKept(by: placement, chain: chain, in: plan.facts) else { continue }
      for flaw in Self.flaws(of: placement, chain: chain, in: plan.facts) {
        ledger.owe(for: [session], "\(plan.told(session)) \(flaw)")
      }
    }
    for (venue, appointments) in plan.venues.enumerated() {
      let zone = plan.facts.venues[venue].zone
      for (earlier, later) in appointments.pairs()
      where plan.freeze.binds([earlier.session, later.session]) {
        ledger.owe(
          of: .venue(venue), for: [earlier.session, later.session],
          "\(plan.programme.venues[venue].id) would hold "
            + "\(plan.programme.sessions[earlier.session].id) and "
            + "\(plan.programme.sessions[later.session].id) together "
            + "at \(zone.moment(later.start))")
      }
    }
  }
}

extension VenueFit {
  /// Each part of the rule that a placement by itself breaks; goes on after `c/m/1 at 09:00 `.
  private static func flaws(of placement: Placement, chain: Int, in facts: Facts) -> [String] {
    let programme = facts.programme
    guard needsVenue(chain: chain, in: facts) else { return ["is online and has a venue"] }
    guard let party = placement.venue else { return ["has no venue"] }
    let name = programme.name(ofVenue: party)
    guard let venue = party.index else {
      return ["is in \(name), which the dataset does not have"]
    }
    let module = programme.modules[programme.chains[chain].module]
    let end = placement.start.adding(minutes: module.minutes)
    return staticFlaws(ofVenue: venue, chain: chain, in: facts)
      + facts.venues[venue].obstacles(from: placement.start, to: end).map {
        "is \($0.told(of: name, in: facts.venues[venue].zone))"
      }
  }

  /// What makes the venue none for the chain, at whatever hour.
  static func staticFlaws(ofVenue venue: Int, chain: Int, in facts: Facts) -> [String] {
    let programme = facts.programme
    let name = programme.venues[venue].id
    var flaws: [String] = []
    if programme.venues[venue].city != facts.city(ofChain: chain) {
      flaws.append("is in \(name), which is in another city")
    }
    if programme.venues[venue].seats < programme.chains[chain].size {
      flaws.append(
        "is in \(name), which has \(programme.venues[venue].seats) seats "
          + "for \(programme.chains[chain].size) learners")
    }
    if !facts.holds(venue: venue, equipmentOfChain: chain) {
      flaws.append("is in \(name), which lacks equipment that it needs")
    }
    return flaws
  }
}
