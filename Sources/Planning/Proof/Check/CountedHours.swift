import Training

/// What sessions need and what there is of it, counted for the check of a certificate alone: it calls
/// the rules of the contract and nothing that looks for plans or proofs.
///
/// Every plan keeps what is counted here, since a plan keeps each of its rules by itself:
///
/// - a session that is not frozen starts when its cohorts, one who leads, as many trainers as it needs
///   and a venue are there (H1, H5, H6, H9, H10), when what H4 puts before it can have ended, and when
///   H12 lets it;
/// - a week holds no more sessions of a chain than fit behind each other (H2, H3);
/// - a trainer, venue or cohort gives no more in a week than sessions packed into each of its days
///   (H2, H6, H8, H9), a partner no more than its hours (H10), frozen ones counted first.
///
/// `among` leaves all other chains out: then the rest of the plan may be anything.
final class CountedHours {
  let facts: Facts
  let freeze: FreezeState
  let presence: CountedPresence
  let among: Set<Int>?
  private var chains: [Int: CountedChain] = [:]
  private var ends: [Int: Instant] = [:]
  var lists = CountedLists()

  var programme: Programme { facts.programme }
  var frozen: CountedFrozen { presence.frozen }

  /// - Parameter sharing: counted from the same facts: where a chain could be is the same whoever else is left out.
  init(
    _ facts: Facts, freeze: FreezeState, among: Set<Int>? = nil, sharing other: CountedHours? = nil
  ) {
    self.facts = facts
    self.freeze = freeze
    self.among = among
    presence =
      other?.presence ?? CountedPresence(facts, frozen: CountedFrozen(facts, freeze: freeze))
    if let other {
      chains = other.chains
      ends = other.ends
      lists = other.lists.unasked
    }
    for chain in among?.sorted() ?? Array(programme.chains.indices) { ask(chain) }
  }

  /// Never later than any plan lets the last session of a chain end; nil for never.
  private func end(ofChain index: Int) -> Instant? {
    if let known = ends[index] { return known == Self.never ? nil : known }
    let end = CountedOrder(self, chain: index).earliestEnd(counted(index))
    ends[index] = end ?? Self.never
    return end
  }

  private static let never = Instant(seconds: .max)

  /// Where the sessions of a chain could be.
  func counted(_ index: Int) -> CountedChain {
    if let known = chains[index] { return known }
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    var counted = CountedChain(
      open: chain.sessions.filter { !freeze.isFrozen($0) }, minutes: module.minutes,
      trainerCount: chain.trainerCount)
    counted.starts = counted.open.isEmpty ? [] : starts(ofChain: index, counted)
    counted.weeks = CountedOrder(self, chain: index).rooms(counted)
    for place in counted.weeks.indices { serve(&counted.weeks[place], ofChain: index, counted) }
    chains[index] = counted
    return counted
  }

  private func starts(ofChain index: Int, _ counted: CountedChain) -> [Int] {
    let chain = programme.chains[index]
    var earliest = Instant(seconds: .min)
    for before in facts.prerequisites[index] {
      guard let end = end(ofChain: before) else { return [] }
      earliest = max(earliest, end)
    }
    let attended = chain.cohorts.map { presence.cohort($0, minutes: counted.minutes) }
    let staff = lists.staff(ofChain: index, in: facts)
    let team = staff.able.map { presence.trainer($0, minutes: counted.minutes) }
    let leads = staff.able.indices.filter { staff.leads.contains(staff.able[$0]) }
    let needsVenue = VenueFit.needsVenue(chain: index, in: facts)
    let venues = lists.venues(ofChain: index, in: facts).map {
      presence.venue($0, minutes: counted.minutes)
    }
    return attended[0].hours.filter { place in
      let start = presence.instants[place]
      return start >= earliest && attended.allSatisfy { $0.contains(place) }
        && counted.open.contains { freeze.admits($0, at: start) }
        && leads.contains { team[$0].contains(place) }
        && team.count(where: { $0.contains(place) }) >= counted.trainerCount
        && (!needsVenue || venues.contains { $0.contains(place) })
    }
  }

  private func serve(_ week: inout CountedWeek, ofChain index: Int, _ counted: CountedChain) {
    let chain = programme.chains[index]
    let calendar = presence.dates(in: programme.zone(of: chain))
    let starts = counted.starts.filter { programme.week(of: calendar[$0]) == week.week }
    func candidates(
      _ parties: [Int], _ zone: (Int) -> Zone, _ isThere: (Int) -> HourSet
    ) -> [CountedWeek.Candidate] {
      parties.compactMap { party in
        let there = isThere(party)
        let dates = presence.dates(in: zone(party))
        var weeks: Set<Int> = []
        for start in starts where there.contains(start) {
          weeks.insert(programme.week(of: dates[start]))
        }
        return weeks.isEmpty ? nil : CountedWeek.Candidate(party: party, weeks: weeks)
      }
    }
    let minutes = counted.minutes
    let staff = lists.staff(ofChain: index, in: facts)
    week.staff = candidates(staff.able, programme.zone(ofTrainer:)) {
      presence.trainer($0, minutes: minutes)
    }
    week.leads = staff.leads
    week.venues = candidates(
      lists.venues(ofChain: index, in: facts), { facts.venues[$0].zone },
      { presence.venue($0, minutes: minutes) })
    week.cohorts = candidates(chain.cohorts, programme.zone(ofCohort:)) {
      presence.cohort($0, minutes: minutes)
    }
  }

  private func ask(_ index: Int) {
    let counted = counted(index)
    guard !counted.starts.isEmpty else { return }
    let staff = lists.staff(ofChain: index, in: facts)
    for trainer in staff.able where counted.trainerCount > 1 || staff.leads.contains(trainer) {
      lists.ask(.trainer(trainer), for: counted, count: presence.instants.count)
    }
    for venue in lists.venues(ofChain: index, in: facts) {
      lists.ask(.venue(venue), for: counted, count: presence.instants.count)
    }
    for cohort in programme.chains[index].cohorts {
      lists.ask(.cohort(cohort), for: counted, count: presence.instants.count)
    }
  }

  /// The most that sessions which are not frozen can take of it.
  func limit(of holder: CountedHolder) -> Int { CountedLimits(self).limit(of: holder) }
}
