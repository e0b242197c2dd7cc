import Training

/// Why a session has no place while all others stay where they are: facts that together leave none.
package struct Clash: Sendable {
  /// A fact of the set, and a place that there would be if of the whole set it alone did not hold.
  package struct Member: Sendable {
    package var fact: Fact
    package var without: Placement
  }

  /// Facts that do not hold together with a place, and the place itself.
  package struct Relief: Sendable {
    package var facts: [Fact]
    package var placement: Placement
    /// What the plan would cost more with the session there; below 0 where it would cost less.
    package var change: Int
  }

  /// What a place has to have, where only such places are asked about.
  package struct Asked: Sendable {
    package var start: Instant?
    package var lead: Int?
    package var venue: Int?

    package init(start: Instant? = nil, lead: Int? = nil, venue: Int? = nil) {
      self.start = start
      self.lead = lead
      self.venue = venue
    }
  }

  package let session: Int
  /// None can be left out: each has a place to show that there would be without it. Empty where the
  /// dataset has too few trainers, or no venue in the city, whatever else holds.
  package let members: [Member]
  /// The fewest facts to change, and of those what costs least; best first.
  package let reliefs: [Relief]

  /// Nil where the session does have a place.
  ///
  /// The set is found by leaving out one fact after another, for good where the rest still leaves no
  /// place (the deletion filter of Chinneck and Dravnieks, 1991, "Locating minimal infeasible constraint
  /// sets in linear programs").
  ///
  /// - Parameters:
  ///   - plan: judged as if the session were not placed.
  ///   - asked: only such places are looked at.
  package init?(
    _ session: Int, in plan: PlanView, asking asked: Asked = Asked(), reliefLimit: Int = 5
  ) {
    let now = plan
    var cut = plan.plan
    cut.placements[session] = nil
    let plan = PlanView(cut, facts: plan.facts, freeze: plan.freeze)
    guard !plan.freeze.isFrozen(session) else { return nil }
    let search = ClashSearch(Barriers(session, in: plan), asking: asked)
    guard search.openMoment(under: search.all) == nil else { return nil }
    self.session = session
    members = search.minimalSet().map { fact, rest in
      guard let placement = search.openPlace(under: rest) else {
        preconditionFailure("each fact of a minimal set is needed")
      }
      return Member(fact: fact, without: placement)
    }
    reliefs = search.reliefs(limit: reliefLimit).map { facts, placement in
      var placed = cut
      placed.placements[session] = placement
      let there = PlanView(placed, facts: plan.facts, freeze: plan.freeze)
      let change = Contract.costTerms.reduce(0) {
        $0 + ($1.amount(in: there) - $1.amount(in: now))
          * plan.programme.settings.weights[$1.id]
      }
      return Relief(facts: facts, placement: placement, change: change)
    }.enumerated().sorted { one, other in
      func rank(_ place: Int, _ relief: Relief) -> (Int, Int, Int, Int) {
        (relief.facts.count, relief.facts.reduce(0) { $0 + $1.weight }, relief.change, place)
      }
      return rank(one.offset, one.element) < rank(other.offset, other.element)
    }.map(\.element)
  }
}
