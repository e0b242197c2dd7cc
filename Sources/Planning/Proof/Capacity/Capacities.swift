import Training

/// What sessions need and what trainers, partners, venues and cohorts have, week by week: facts
/// that hold for every plan that keeps the rules, and leave out how sessions meet within a week.
///
/// A *slot* is a week of a chain: the sessions of the chain that the week has room for (H1, H2, H3,
/// H4), and who and what could serve one of them there (H5, H6, H9, first half of H10), each alone.
/// A *capacity* is the most that sessions which are not frozen can take of a trainer's, a venue's or
/// a cohort's week, or of a partner's hours in all (H2, H6, H8, H9, H10): whole sessions packed into
/// each day's open stretches.
package struct Capacities: Sendable {
  /// Who can serve a slot, by what it takes.
  struct Offer: Sendable {
    /// A trainer's or venue's week, or a cohort's.
    var resource: Int32
    /// The trainer's partner; −1 for none.
    var partner: Int32 = -1
  }

  struct Slot: Sendable {
    /// From 0, by the calendar of the chain's first cohort; −1 and the number of weeks lie outside.
    var week: Int
    /// The most sessions of the chain that can be in it.
    var room: Int
    /// In `offers`: those who can lead, ascending.
    var leads: Range<Int>
    /// Those who can assist, the leads among them, ascending; empty where nobody has to.
    var assistants: Range<Int>
    /// Empty where no venue is needed.
    var venues: Range<Int>
    /// By cohort of the chain: the weeks of its own that it could be.
    var cohorts: [Range<Int>]
  }

  struct Demand: Sendable {
    /// Those that are not frozen, ascending.
    var sessions: [Int]
    var minutes: Int
    var trainerCount: Int
    /// In `slots`, by week.
    var slots: Range<Int>
    /// The chain that has to be complete before this one begins: one of those that H4 names.
    var parent: Int?
  }

  let index: CapacityIndex
  /// By resource: minutes, of a cohort sessions.
  let limits: [Int]
  /// By chain.
  let demands: [Demand]
  let slots: [Slot]
  let offers: [Offer]
  /// Chains, each behind all that H4 puts before it.
  let order: [Int]

  /// Nil where `isStopped` ends it before all is counted.
  ///
  /// - Parameter among: the chains whose sessions are looked at; nil for all.
  init?(
    _ facts: Facts, freeze: FreezeState, among: Set<Int>? = nil, isStopped: () -> Bool
  ) {
    var builder = CapacityBuilder(facts, freeze: freeze, among: among)
    guard builder.build(isStopped: isStopped) else { return nil }
    self.init(builder)
  }

  /// What has been built.
  init(_ builder: CapacityBuilder) {
    index = builder.index
    limits = builder.limits
    demands = builder.demands
    slots = builder.slots
    offers = builder.offers
    order = builder.order
  }
}

/// Numbers of what has a capacity.
struct CapacityIndex: Sendable {
  let trainerCount: Int
  let partnerCount: Int
  let venueCount: Int
  let cohortCount: Int
  /// Weeks told apart: those of the programme, the one before and the one after.
  let span: Int

  init(_ programme: Programme) {
    trainerCount = programme.trainers.count
    partnerCount = programme.partners.count
    venueCount = programme.venues.count
    cohortCount = programme.cohorts.count
    span = programme.settings.weeks + 2
  }

  var firstPartner: Int { trainerCount * span }
  var firstVenue: Int { firstPartner + partnerCount }
  var firstCohort: Int { firstVenue + venueCount * span }
  var count: Int { firstCohort + cohortCount * span }

  func trainer(_ trainer: Int, week: Int) -> Int { trainer * span + week + 1 }
  func partner(_ partner: Int) -> Int { firstPartner + partner }
  func venue(_ venue: Int, week: Int) -> Int { firstVenue + venue * span + week + 1 }
  func cohort(_ cohort: Int, week: Int) -> Int { firstCohort + cohort * span + week + 1 }

  /// Of a trainer's, venue's or cohort's week: whose it is among its kind, and which.
  func party(of resource: Int) -> (party: Int, week: Int) {
    let place =
      resource >= firstCohort
      ? resource - firstCohort : resource >= firstVenue ? resource - firstVenue : resource
    return (place / span, place % span - 1)
  }

  func isTrainer(_ resource: Int) -> Bool { resource < firstPartner }
}
