/// The parts of a problem, as whoever builds one names them.
extension ProblemBuilder {
  /// One choice of time: an option, what it costs by itself, and its values in the variety and the
  /// spread group.
  package struct Entry: Hashable, Sendable {
    package var option: Int
    package var cost: Int
    package var value: Int
    package var spreadValue: Int

    package init(option: Int, cost: Int = 0, value: Int = 0, spreadValue: Int = 0) {
      self.option = option
      self.cost = cost
      self.value = value
      self.spreadValue = spreadValue
    }
  }

  /// One choice for a role. Without a resource it occupies nobody: somebody from outside.
  package struct Candidate: Hashable, Sendable {
    package var resource: Int?
    package var cost: Int
    package var value: Int

    package init(resource: Int?, cost: Int = 0, value: Int = 0) {
      self.resource = resource
      self.cost = cost
      self.value = value
    }
  }

  /// A role of an activity.
  package struct Slot: Sendable {
    package var candidates: Int
    package var variety: Int?

    package init(candidates: Int, variety: Int? = nil) {
      self.candidates = candidates
      self.variety = variety
    }
  }

  /// A share in a balance group's demand.
  package struct BalanceShare: Sendable {
    package var group: Int
    package var demand: Int

    package init(group: Int, demand: Int) {
      self.group = group
      self.demand = demand
    }
  }

  /// Where a fixed activity stands: positions in its domain and in its slots' candidate lists.
  package struct FixedPlace: Sendable {
    package var entry: Int
    package var choices: [Int]

    package init(entry: Int, choices: [Int]) {
      self.entry = entry
      self.choices = choices
    }
  }

  package struct Activity: Sendable {
    /// Seconds.
    package var duration: Int
    package var load: Int
    package var durationClass: Int
    package var site: Int?
    package var domain: Int
    package var slots: [Slot]
    package var attendees: [Int]
    package var optionVariety: Int?
    package var optionSpread: Int?
    package var unplacedCost: Int
    package var balances: [BalanceShare]
    package var series: Int
    package var fixed: FixedPlace?

    package init(
      duration: Int, load: Int = 0, durationClass: Int = 0, site: Int? = nil, domain: Int,
      slots: [Slot] = [], attendees: [Int] = [], optionVariety: Int? = nil,
      optionSpread: Int? = nil, unplacedCost: Int = 0, balances: [BalanceShare] = [], series: Int,
      fixed: FixedPlace? = nil
    ) {
      self.duration = duration
      self.load = load
      self.durationClass = durationClass
      self.site = site
      self.domain = domain
      self.slots = slots
      self.attendees = attendees
      self.optionVariety = optionVariety
      self.optionSpread = optionSpread
      self.unplacedCost = unplacedCost
      self.balances = balances
      self.series = series
      self.fixed = fixed
    }
  }

  /// What a resource may use in each class of a calendar, and what it costs beyond a threshold.
  package struct Ledger: Sendable {
    package var calendar: Int
    /// Counts activities instead of their load.
    package var countsActivities: Bool
    package var capacity: Int
    /// Every started `unit` above the threshold costs `cost`.
    package var threshold: Int
    package var unit: Int
    package var cost: Int

    package init(
      calendar: Int, countsActivities: Bool = false, capacity: Int = .max, threshold: Int = .max,
      unit: Int = 1, cost: Int = 0
    ) {
      self.calendar = calendar
      self.countsActivities = countsActivities
      self.capacity = capacity
      self.threshold = threshold
      self.unit = unit
      self.cost = cost
    }
  }

  /// Something or somebody that activities occupy.
  package struct Resource: Sendable {
    /// By duration class: a row of availability, nil always.
    package var availability: [Int?]
    /// Holds one activity at a time.
    package var isExclusive = true
    package var dayCalendar: Int?
    /// Least seconds between activities on different days.
    package var restSeconds = 0
    /// Whether the way between two sites takes time.
    package var travels = false
    package var homeSite: Int?
    /// Cost of each (day, site) away from home.
    package var outingCost = 0
    /// Cost of each whole `gapUnit` seconds between neighbours on a day.
    package var gapCost = 0
    package var gapUnit = 1
    /// Cost of each activity that no other one of its day touches; fixed ones may not overlap.
    package var isolationCost = 0
    /// A store of load shared with others.
    package var pool: Int?
    package var ledgers: [Ledger] = []

    package init(availability: [Int?]) { self.availability = availability }
  }
}
