import Training

/// What the search for prices reads again and again: the visits of a `PriceDomain`, numbered through.
///
/// Prices stand in one array: first one for each trainer of each visit, then its venues, then its
/// cohorts, then a minute of each partner, then a learner-minute of each stake in millionths.
struct PriceTables {
  /// A chain with at least one session to place, and its visits.
  struct ChainPart {
    var chain: Int
    /// Not frozen, by number.
    var sessions: [Int]
    /// Whether none of its sessions is frozen: then order, gaps and weeks bind.
    var isFree: Bool
    var visits: Range<Int>
    var trainerCount: Int
    /// At least `sessions.count` where it does not bind.
    var maxPerWeek: Int
    var leads: [Int]
    var memberCount: Int
    /// By session: its own demands; one for all where `isPlain`.
    var wishes: [Wish]
    var isPlain: Bool
    /// By session: what it costs to leave it out.
    var unplaced: [Int]
    /// What a session left out withholds from stakes: learner-minutes.
    var withheld: [(stake: Int, minutes: Int)]
    var needsVenue: Bool
    /// By rhythm: its visits, as positions in `visits`.
    var rhythms: [[Int]]
  }

  /// What a pin, the freeze and the plan in force make of one session.
  struct Wish {
    var session = 0
    var start: Instant?
    var lead: Int?
    var venue: Int?
    var keptStart: Instant?
    var movedCost = 0
    var hasKeptLead = false
    var keptLead: Int?
    var reassignedCost = 0
    var hasKeptVenue = false
    var keptVenue: Int?
    var relocatedCost = 0
  }

  /// A trainer's time in one visit, as the trainer's day sees it; by start, end and city.
  struct Booking {
    var price: Int
    var start: Int
    var end: Int
    var minutes: Int
    /// The city where the trainer stands; −1 for a remote session.
    var city: Int
    /// At most one booking of a colour a day; −1 for none.
    var colour: Int
  }

  struct Day {
    var bookings: Range<Int>
  }

  struct Week {
    var trainer: Int
    var days: Range<Int>
  }

  /// A venue's time in one visit, by end.
  struct Occupation {
    var price: Int
    var start: Int
    var end: Int
  }

  /// A cohort's time in one visit, by start.
  struct Sitting {
    var price: Int
    var start: Int
    var end: Int
    /// The chain, where it may meet once a day; −1 where more often.
    var colour: Int
  }

  struct CohortDay {
    var sittings: Range<Int>
    var maxPerDay: Int
    var idleCost: Int
  }

  let domain: PriceDomain
  var chains: [ChainPart] = []
  // By visit.
  var starts: [Instant] = []
  var baseCost: [Int] = []
  /// Positions in the chain of the last visit that may come right before; −1 for none.
  var latest: [Int32] = []
  var week: [Int32] = []
  /// By visit and one more: its first price of each kind.
  var staffOffset: [Int32] = [0]
  var venueOffset: [Int32] = [0]
  var cohortOffset: [Int32] = [0]
  // By staff price, venue price.
  var staffTrainer: [Int32] = []
  var staffLeads: [Bool] = []
  var staffAssists: [Bool] = []
  var venueOf: [Int32] = []
  var cohortOf: [Int32] = []

  var bookings: [Booking] = []
  var days: [Day] = []
  var weeks: [Week] = []
  var occupations: [Occupation] = []
  var venues: [Range<Int>] = []
  var sittings: [Sitting] = []
  var cohortDays: [CohortDay] = []

  /// States and groups, as the rule counts them.
  let stakes: [CapacityStake]

  /// Minutes are counted in units, rounded down.
  var unit = 1

  var staffCount: Int { staffTrainer.count }
  var venueBase: Int { staffCount }
  var cohortBase: Int { staffCount + venueOf.count }
  var partnerBase: Int { cohortBase + cohortOf.count }
  var stakeBase: Int { partnerBase + domain.programme.partners.count }
  var priceCount: Int { stakeBase + stakes.count }
}
