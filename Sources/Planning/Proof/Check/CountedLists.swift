import Training

/// Who can serve which chain, and at which starts somebody is asked for.
struct CountedLists {
  enum Party: Hashable {
    case trainer(Int)
    case venue(Int)
    case cohort(Int)
  }

  /// What H5 and the first half of H10 read of a chain.
  private struct StaffKey: Hashable {
    var module: Int
    var states: [Int]
    var languages: [[String]]
  }

  struct Staff {
    /// Trainers, ascending.
    var able: [Int] = []
    var leads: Set<Int> = []
  }

  private var staffs: [StaffKey: Staff] = [:]
  private var housings: [Int: [Int]] = [:]
  /// By party and minutes of a session.
  private(set) var asked: [Party: [Int: HourSet]] = [:]
  var weeks: [Party: [Int: Int]] = [:]

  /// What does not depend on who asks.
  var unasked: CountedLists {
    var lists = self
    lists.asked = [:]
    lists.weeks = [:]
    return lists
  }

  /// H5, the first half of H10, and H8 of one session by itself.
  mutating func staff(ofChain index: Int, in facts: Facts) -> Staff {
    let programme = facts.programme
    let chain = programme.chains[index]
    let key = StaffKey(
      module: chain.module,
      states: chain.cohorts.map { programme.cities[programme.cohorts[$0].city].state },
      languages: chain.cohorts.map { programme.cohorts[$0].languages })
    if let known = staffs[key] { return known }
    let minutes = programme.modules[chain.module].minutes
    var staff = Staff()
    for (trainer, party) in programme.trainers.enumerated()
    where min(party.maxMinutesPerDay, party.maxMinutesPerWeek) >= minutes
      && PartnerLimits.allows(trainer: trainer, chain: index, in: facts)
      && Qualification.canAssist(trainer: trainer, chain: index, in: facts)
    {
      staff.able.append(trainer)
      if Qualification.canLead(trainer: trainer, chain: index, in: facts) {
        staff.leads.insert(trainer)
      }
    }
    staffs[key] = staff
    return staff
  }

  /// H9; none where none is needed.
  mutating func venues(ofChain index: Int, in facts: Facts) -> [Int] {
    if let known = housings[index] { return known }
    let venues = facts.programme.venues.indices.filter {
      VenueFit.suits(venue: $0, chain: index, in: facts)
    }
    housings[index] = venues
    return venues
  }

  mutating func ask(_ party: Party, for chain: CountedChain, count: Int) {
    var set = asked[party]?[chain.minutes] ?? HourSet(count: count)
    asked[party]?[chain.minutes] = nil
    for start in chain.starts { set.insert(start) }
    asked[party, default: [:]][chain.minutes] = set
  }
}
