import Training

/// A programme on its way to a problem: what every rule has said so far, in the words of training.
///
/// Rules say three things, cheapest first: which values are out (a smaller domain), what a value costs
/// by itself, and, only where sessions meet, which constraint holds them apart or counts them.
/// `Compiler` turns the whole into the engine's tables.
package struct Model {
  /// What all sessions of a chain have in common.
  struct ChainDraft {
    /// Options at which a session of the chain may start, ascending.
    var options: [Int] = []
    /// What each of `options` costs by itself.
    var optionCosts: [Int] = []
    var leads: [Int] = []
    var assistants: [Int] = []
    var venues: [Int] = []
    var needsVenue = false
    var isInPerson = false
    var maxPerWeek: Int?
    var leadChangeCost = 0
    var rhythmChangeCost = 0
    /// Cost of one of its sessions left unplaced.
    var unplacedCost = 0
  }

  /// What sets a session apart from its chain.
  struct SessionDraft {
    /// Only these of the chain's options; nil for all.
    var admits: (@Sendable (Instant) -> Bool)?
    var lead: Int?
    var venue: Int?
    var unplacedCost = 0
    /// Every start but this one costs so much.
    var keptStart: (start: Instant, cost: Int)?
    var keptLead: (lead: Party, cost: Int)?
    var keptVenue: (venue: Party?, cost: Int)?
    /// Stands where the plan in force has it, and costs so much there.
    var frozen: Placement?
    var frozenCost = 0
  }

  struct CohortDraft {
    var maxPerDay = Int.max
    var venueChangeCost = 0
    var idleCost = 0
  }

  struct TrainerDraft {
    var maxMinutesPerDay = Int.max
    var maxMinutesPerWeek = Int.max
    var wishedMinutesPerWeek = Int.max
    var overtimeCost = 0
    var awayCost = 0
    var restMinutes = 0
    var travels = false
    var partner: Int?
  }

  /// `after` waits for the end of `before`, and for the gap on every cohort's calendar.
  struct Follows: Hashable {
    var before: Int
    var after: Int
    var gapDays: Int
  }

  /// Learner-minutes that a session adds to the demand of a state or a group.
  struct Stake {
    var cost: Int
    var cohorts: [Int]
  }

  let facts: Facts
  let freeze: FreezeState
  /// Every moment at which some session may start or stands, ascending.
  let options: [Instant]
  var chains: [ChainDraft]
  var sessions: [SessionDraft]
  var cohorts: [CohortDraft]
  var trainers: [TrainerDraft]
  /// Minutes that each partner's trainers may give in all.
  var partnerCaps: [Int?]
  var order: [Follows] = []
  var stakes: [Stake] = []

  var programme: Programme { facts.programme }
  var weights: Weights { facts.programme.settings.weights }

  init(_ facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    self.facts = facts
    self.freeze = freeze
    options = Self.options(of: programme, freeze: freeze)
    chains = Array(repeating: ChainDraft(), count: programme.chains.count)
    sessions = Array(repeating: SessionDraft(), count: programme.sessions.count)
    cohorts = Array(repeating: CohortDraft(), count: programme.cohorts.count)
    trainers = Array(repeating: TrainerDraft(), count: programme.trainers.count)
    partnerCaps = Array(repeating: nil, count: programme.partners.count)
  }

  /// The grid of the horizon in every zone, and where frozen sessions stand beside it.
  private static func options(of programme: Programme, freeze: FreezeState) -> [Instant] {
    var starts = Set(programme.gridSeconds)
    for (session, placement) in programme.previous where freeze.isFrozen(session) {
      starts.insert(placement.start.seconds)
    }
    return starts.sorted().map { Instant(seconds: $0) }
  }

  /// Adds `cost` to what each option of a chain costs, and each start of its frozen sessions.
  mutating func price(chain: Int, _ cost: (Instant) -> Int) {
    for index in chains[chain].options.indices {
      chains[chain].optionCosts[index] += cost(options[chains[chain].options[index]])
    }
    for session in programme.chains[chain].sessions {
      guard let start = sessions[session].frozen?.start else { continue }
      sessions[session].frozenCost += cost(start)
    }
  }

  /// Narrows the moments at which a session may start.
  mutating func restrict(session: Int, to admits: @escaping @Sendable (Instant) -> Bool) {
    if let earlier = sessions[session].admits {
      sessions[session].admits = { earlier($0) && admits($0) }
    } else {
      sessions[session].admits = admits
    }
  }
}

extension Programme {
  /// The grid of the horizon in every zone, ascending, in seconds.
  var gridSeconds: StrideTo<Int> {
    let step = settings.gridMinutes * 60
    // Zones lie within 14 hours of UTC on one side and 12 on the other.
    let first = horizon.lowerBound.days * 86_400 - 15 * 3600
    let last = horizon.upperBound.days * 86_400 + 13 * 3600
    return stride(from: first - first % step, to: last, by: step)
  }
}
