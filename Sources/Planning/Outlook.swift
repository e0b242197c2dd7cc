import Training

/// What a programme asks of its trainers and venues, and what they can give, before any plan.
///
/// A chain has no week of its own: its sessions may move within what H1, H3 and H4 leave. So two
/// figures are told. *Asked* in a week is the chain's share where it is spread over its weeks in
/// proportion to the sessions that each can hold. A *bottleneck* that is certain needs no such
/// guess: over some weeks it counts only the sessions that can lie nowhere else, and only against
/// hours in which a trainer or venue is there together with some cohort that asks.
package struct Outlook: Sendable, Equatable {
  /// Weeks of the programme.
  package var weeks: Int
  package var states: [StateOutlook]
  /// By state, language, competence and level, in the order of the plan's chains.
  package var teaching: [TeachingOutlook]
  /// By city, size and equipment, in the order of the plan's chains.
  package var rooms: [RoomOutlook]
  /// What is short, worst first; certain shortages come before likely ones.
  package var bottlenecks: [Bottleneck]

  package init(_ facts: Facts, freeze: FreezeState) {
    let hours = OutlookHours(facts, freeze: freeze)
    let demands = OutlookDemand.demands(facts, hours: hours, freeze: freeze)
    let staff = OutlookStaff(facts, hours: hours, demands: demands)
    let venues = OutlookVenues(facts, hours: hours, demands: demands)
    weeks = facts.programme.settings.weeks
    states = Self.states(facts, hours: hours, demands: demands)
    teaching = staff.table
    rooms = venues.table
    bottlenecks = (staff.bottlenecks + venues.bottlenecks).sorted(by: Bottleneck.isWorse)
  }
}

/// A member state's share of the programme.
package struct StateOutlook: Sendable, Equatable {
  package var code: String
  package var name: String
  package var cohorts: Int
  package var learners: Int
  package var sessions: Int
  /// Trainer minutes by week; a joint chain counts for its first cohort's state.
  package var asked: [Int]
  /// Minutes by week that the trainers who live there may teach.
  package var able: [Int]
  package var trainers: Int
  /// Venue minutes by week.
  package var roomsAsked: [Int]
  /// Minutes by week that its venues are open.
  package var roomsOpen: [Int]
  package var venues: Int
}

/// One kind of teaching: where, in which languages, of what.
package struct TeachingOutlook: Sendable, Equatable {
  /// The states of the cohorts; several where a joint row spans them.
  package var states: [String]
  /// What each cohort speaks, every combination once.
  package var languages: [[String]]
  package var competence: String
  package var level: Int
  /// Whether trainers stand in the room.
  package var inPerson: Bool
  package var chains: Int
  package var trainers: Int
  /// Minutes by week, spread.
  package var asked: [Int]
  /// Minutes by week that qualified trainers could give to this alone.
  package var able: [Int]
}

/// One kind of room in a city.
package struct RoomOutlook: Sendable, Equatable {
  package var city: String
  package var seats: Int
  package var equipment: [String]
  package var chains: Int
  package var venues: Int
  /// Minutes by week, spread.
  package var asked: [Int]
  /// Minutes by week that the venues are open while some of the cohorts are free.
  package var open: [Int]
}

/// More asked than there is, of one kind of teaching or room.
package struct Bottleneck: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case teaching(states: [String], languages: [[String]], skills: [String])
    case room(city: String, seats: Int, equipment: [String])
  }

  package var kind: Kind
  /// From 1.
  package var weeks: ClosedRange<Int>
  package var askedMinutes: Int
  package var availableMinutes: Int
  /// Trainers or venues that qualify.
  package var resources: Int
  /// True where no plan can place all of it; false where it holds for the spread demand only.
  package var isCertain: Bool

  package init(
    kind: Kind, weeks: ClosedRange<Int>, askedMinutes: Int, availableMinutes: Int, resources: Int,
    isCertain: Bool
  ) {
    self.kind = kind
    self.weeks = weeks
    self.askedMinutes = askedMinutes
    self.availableMinutes = availableMinutes
    self.resources = resources
    self.isCertain = isCertain
  }

  package var missingMinutes: Int { askedMinutes - availableMinutes }

  static func isWorse(_ left: Bottleneck, _ right: Bottleneck) -> Bool {
    if left.isCertain != right.isCertain { return left.isCertain }
    if left.missingMinutes != right.missingMinutes {
      return left.missingMinutes > right.missingMinutes
    }
    return left.weeks.lowerBound < right.weeks.lowerBound
  }
}

extension Outlook {
  private static func states(
    _ facts: Facts, hours: OutlookHours, demands: [OutlookDemand]
  ) -> [StateOutlook] {
    let programme = facts.programme
    let none = Array(repeating: 0, count: programme.settings.weeks)
    var states = programme.states.map {
      StateOutlook(
        code: $0.code, name: $0.name, cohorts: 0, learners: 0, sessions: 0, asked: none,
        able: none, trainers: 0, roomsAsked: none, roomsOpen: none, venues: 0)
    }
    for cohort in programme.cohorts {
      states[programme.cities[cohort.city].state].cohorts += 1
      states[programme.cities[cohort.city].state].learners += cohort.size
    }
    for demand in demands {
      let chain = programme.chains[demand.chain]
      let state = programme.cities[facts.city(ofChain: demand.chain)].state
      let needsRoom = VenueFit.needsVenue(chain: demand.chain, in: facts)
      states[state].sessions += demand.sessions
      for (week, minutes) in demand.spread.enumerated() {
        states[state].asked[week] += minutes * chain.trainerCount
        if needsRoom { states[state].roomsAsked[week] += minutes }
      }
    }
    for (index, trainer) in programme.trainers.enumerated() {
      let state = programme.cities[trainer.city].state
      states[state].trainers += 1
      for (week, minutes) in hours.teachable(byTrainer: index).enumerated() {
        states[state].able[week] += minutes
      }
    }
    for (index, venue) in programme.venues.enumerated() {
      let state = programme.cities[venue.city].state
      states[state].venues += 1
      for stretch in hours.venues[index].stretches {
        states[state].roomsOpen[stretch.week] += stretch.length
      }
    }
    return states
  }
}
