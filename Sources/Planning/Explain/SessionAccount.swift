import Training

/// Why a placed session stands where it does, and what else there would be.
package struct SessionAccount: Sendable {
  /// Another place with what it would cost and break, all other sessions staying where they are.
  package struct Option: Sendable {
    package var placement: Placement
    package var effect: Effect
    /// What it would break, also where it breaks that now.
    package var broken: [Finding]
    /// The cheapest place that keeps what is asked about (the start, the trainer or the venue) and
    /// every rule; nil where there is none.
    package var instead: Alternative?

    /// - Parameter standing: what the session breaks now, and would there too.
    package init(
      placement: Placement, effect: Effect, standing: [Finding] = [], instead: Alternative? = nil
    ) {
      self.placement = placement
      self.effect = effect
      broken = effect.broken + standing
      self.instead = instead
    }

    package var keepsEveryRule: Bool { broken.isEmpty }
  }

  package let session: Int
  package let placement: Placement
  /// Stands since the plan in force has it so.
  package let isFrozen: Bool
  package let pin: Pin?
  /// Starts on the grid at which the cohorts can come, and those of them with a place for it.
  package let startCount: Int
  package let openStartCount: Int
  /// The best places, all others staying where they are, its own apart.
  package let alternatives: [Option]
  /// How many of all of them cost less, and how many cost the same.
  package let betterCount: Int
  package let equalCount: Int
  /// Starts between the sessions before and after it that would cost less if no rule stood in the way,
  /// the least first; how many there are.
  package let starts: [Option]
  package let betterLookingStartCount: Int
  /// Others who can lead it, and other venues that suit it, at the same time.
  package let leads: [Option]
  package let leadCount: Int
  package let venues: [Option]
  package let venueCount: Int

  /// - Parameter limit: how many of each kind are told.
  package init(
    _ session: Int, at placement: Placement, in plan: PlanView, on trial: Trial, limit: Int
  ) {
    let programme = plan.programme
    let chain = programme.sessions[session].chain
    let vicinity = Vicinity(plan, of: session)
    let all = trial.alternatives(of: session)
    self.session = session
    self.placement = placement
    isFrozen = plan.freeze.isFrozen(session)
    pin = programme.pins[session]
    let possible = trial.compiled.starts(of: session)
    startCount = possible.count
    openStartCount = Set(all.map(\.placement.start)).count
    let others = all.filter { !placement.isKept(by: $0.placement) }
    betterCount = others.count { $0.change < 0 }
    equalCount = others.count { $0.change == 0 }
    func option(_ there: Placement, _ asked: (Placement) -> Bool) -> Option {
      var option = Option(
        placement: there, effect: vicinity.effect(of: there), standing: vicinity.standing(at: there)
      )
      if !option.keepsEveryRule { option.instead = all.first { asked($0.placement) } }
      return option
    }
    alternatives = others.prefix(limit).map { option($0.placement) { _ in true } }
    func with(_ change: (inout Placement) -> Void) -> Placement {
      var there = placement
      change(&there)
      return there
    }
    /// Those that would cost least, as far as they look better or are few.
    func ranked(_ places: [Placement]) -> [(Placement, Int)] {
      places.map { ($0, vicinity.comfort(of: $0)) }.enumerated().sorted {
        ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
      }.map(\.element)
    }
    let isFixed = isFrozen
    let better = ranked(
      isFixed
        ? []
        : possible.filter { $0 != placement.start && Self.isInOrder(session, at: $0, in: plan) }.map
        { start in with { $0.start = start } }
    ).filter { $0.1 < 0 }
    betterLookingStartCount = better.count
    // One a day: half an hour later the same stands in the way.
    let zone = programme.zone(of: programme.chains[chain])
    var dates: Set<LocalDate> = []
    let daily = better.filter { dates.insert(zone.date(at: $0.0.start)).inserted }
    starts = daily.prefix(limit).map { there, _ in
      option(there) { $0.start == there.start }
    }
    let leads = programme.trainers.indices.filter {
      !isFixed && Qualification.canLead(trainer: $0, chain: chain, in: plan.facts)
        && PartnerLimits.allows(trainer: $0, chain: chain, in: plan.facts)
        && !placement.trainers.contains(.known($0)) && (programme.pins[session]?.lead ?? $0) == $0
    }
    leadCount = leads.count
    self.leads = ranked(leads.map { lead in with { $0.lead = .known(lead) } }).prefix(limit).map {
      there, _ in option(there) { $0.lead == there.lead }
    }
    let venues = programme.venues.indices.filter {
      !isFixed && placement.venue != nil && placement.venue != .known($0)
        && VenueFit.suits(venue: $0, chain: chain, in: plan.facts)
        && (programme.pins[session]?.venue ?? $0) == $0
    }
    venueCount = venues.count
    self.venues = ranked(venues.map { venue in with { $0.venue = .known(venue) } }).prefix(limit)
      .map { there, _ in option(there) { $0.venue == there.venue } }
  }

  /// Whether the sessions that have to be over before are, and those that have to wait do (H3, H4); the
  /// days between apart.
  private static func isInOrder(_ session: Int, at start: Instant, in plan: PlanView) -> Bool {
    let programme = plan.programme
    let chain = programme.sessions[session].chain
    func sessions(of chains: [Int]) -> [Int] { chains.flatMap { programme.chains[$0].sessions } }
    let own = programme.chains[chain].sessions
    let before = sessions(of: plan.facts.prerequisites[chain]) + own.filter { $0 < session }
    let after = sessions(of: plan.facts.followers[chain]) + own.filter { $0 > session }
    let end = programme.end(of: session, startingAt: start)
    return before.allSatisfy { other in
      plan[other].map { programme.end(of: other, startingAt: $0.start) <= start } ?? true
    }
      && after.allSatisfy { other in
        plan.freeze.isFrozen(other) || (plan[other].map { end <= $0.start } ?? true)
      }
  }
}
