import Training

/// Where sessions can stand at all: read off the contract, for the check of prices alone.
struct CheckedStarts {
  let facts: Facts
  let freeze: FreezeState

  private var programme: Programme { facts.programme }

  /// By chain, ascending: at least every start, trainer and venue that a session which is not frozen has
  /// in a valid plan.
  func all() -> [[CheckedStart]] {
    var starts = programme.chains.indices.map { self.starts(ofChain: $0) }
    var isSettled = Array(repeating: false, count: starts.count)
    func settle(_ chain: Int) {
      guard !isSettled[chain] else { return }
      isSettled[chain] = true
      // H4; one that is frozen in part or whole says nothing of when it ends.
      for earlier in facts.prerequisites[chain] {
        settle(earlier)
        guard !programme.chains[earlier].sessions.contains(where: freeze.isFrozen) else { continue }
        let end = earliestEnd(ofChain: earlier, starts[earlier])
        starts[chain].removeAll { start in end.map { start.start < $0 } ?? true }
      }
    }
    for chain in starts.indices { settle(chain) }
    return starts
  }

  private func starts(ofChain index: Int) -> [CheckedStart] {
    let chain = programme.chains[index]
    let module = programme.modules[chain.module]
    let step = programme.settings.gridMinutes * 60
    // No zone is a day away from UTC.
    let first = (programme.horizon.lowerBound.days - 1) * 86_400
    let last = (programme.horizon.upperBound.days + 1) * 86_400
    let free = chain.sessions.filter { !freeze.isFrozen($0) }
    guard !free.isEmpty else { return [] }
    let team = programme.trainers.indices.compactMap { staff($0, chain: index) }
    let rooms = programme.venues.indices.filter { suits(venue: $0, chain: index) }
    var found: [CheckedStart] = []
    for seconds in stride(from: first, to: last, by: step) {
      let start = Instant(seconds: seconds)
      let end = start.adding(minutes: module.minutes)
      let isOpen = chain.cohorts.allSatisfy { cohort in
        programme.horizon.contains(facts.cohorts[cohort].zone.date(at: start))
          && facts.cohorts[cohort].admits(from: start, to: end)
      }
      guard isOpen, free.contains(where: { freeze.admits($0, at: start) }) else { continue }
      let here = CheckedStart(
        start: start, end: end,
        unpreferred: chain.cohorts.count { cohort in
          guard let preferred = programme.cohorts[cohort].preferred else { return false }
          let zone = facts.cohorts[cohort].zone
          return !preferred.fits(start: zone.wallTime(at: start), end: zone.wallTime(at: end))
        },
        staff: team.filter { facts.trainers[$0.trainer].admits(from: start, to: end) },
        venues: rooms.filter { facts.venues[$0].admits(from: start, to: end) }.map {
          CheckedStart.Owned(owner: $0)
        },
        cohorts: chain.cohorts.map { CheckedStart.Owned(owner: $0) })
      guard module.mode == .online || !here.venues.isEmpty,
        here.staff.count >= chain.trainerCount, here.staff.contains(where: \.canLead)
      else { continue }
      found.append(here)
    }
    return found
  }

  /// H5, the first half of H10, and a session longer than H8 allows; nil for one who can do neither.
  private func staff(_ index: Int, chain: Int) -> CheckedStart.Staff? {
    let trainer = programme.trainers[index]
    let chain = programme.chains[chain]
    let module = programme.modules[chain.module]
    func state(_ cohort: Int) -> Int { programme.cities[programme.cohorts[cohort].city].state }
    let level = trainer.skills[module.competence] ?? 0
    guard level >= max(1, module.level - 1),
      module.mode == .inPerson ? trainer.worksInPerson : trainer.worksRemotely,
      module.minutes <= trainer.maxMinutesPerDay, module.minutes <= trainer.maxMinutesPerWeek
    else { return nil }
    for cohort in chain.cohorts {
      guard facts.speaks(trainer: index, withCohort: cohort) else { return nil }
      if module.mode == .inPerson, state(cohort) != programme.cities[trainer.city].state,
        !trainer.travelsTo.contains(state(cohort))
      {
        return nil
      }
    }
    if let partner = trainer.partner.map({ programme.partners[$0] }) {
      guard partner.axes.isEmpty || module.axis.map(partner.axes.contains) ?? false,
        partner.states.isEmpty
          || chain.cohorts.allSatisfy({ partner.states.contains(state($0)) })
      else { return nil }
    }
    return CheckedStart.Staff(trainer: index, canLead: level >= module.level, canAssist: true)
  }

  /// H9, whatever the hour.
  private func suits(venue index: Int, chain: Int) -> Bool {
    let room = programme.venues[index]
    let cohorts = programme.chains[chain].cohorts.map { programme.cohorts[$0] }
    let module = programme.modules[programme.chains[chain].module]
    let needed = module.equipment + cohorts.flatMap(\.needs)
    return module.mode != .online && cohorts.allSatisfy { $0.city == room.city }
      && room.seats >= programme.chains[chain].size
      && needed.allSatisfy(room.equipment.contains)
  }

  /// When the last session of a chain is over at best (H3); nil where they do not all find a start.
  private func earliestEnd(ofChain index: Int, _ starts: [CheckedStart]) -> Instant? {
    let chain = programme.chains[index]
    let gap = programme.modules[chain.module].minGapDays
    func dates(_ start: Instant) -> [LocalDate] {
      chain.cohorts.map { facts.cohorts[$0].zone.date(at: start) }
    }
    // A clock set back over midnight would make an earlier date come later.
    let bindsGap = zip(starts, starts.dropFirst()).allSatisfy { earlier, later in
      zip(dates(earlier.start), dates(later.start)).allSatisfy { $0 <= $1 }
    }
    var end: Instant?
    var last: [LocalDate]?
    var place = 0
    for _ in chain.sessions {
      while place < starts.count {
        guard let end, let last else { break }
        let isLater =
          starts[place].start >= end
          && (!bindsGap
            || zip(last, dates(starts[place].start)).allSatisfy { $0.adding(days: gap) <= $1 })
        if isLater { break }
        place += 1
      }
      guard place < starts.count else { return nil }
      end = starts[place].end
      last = dates(starts[place].start)
    }
    return end
  }
}
