import Training

extension DatasetDraft {
  /// Teaches trainers more, or gives them more hours, until every chain has those it needs at once.
  ///
  /// Trainers whom a partner sends do not count: its caps may keep them away.
  mutating func fillGapsInSkills() {
    let chains = programme.chains
    var gaps = SkillGaps(self)
    for chain in chains { gaps.fill(chain, in: &self) }
  }
}

/// Looks at a week without holidays for what each chain lacks.
private struct SkillGaps {
  private var roster: Roster
  private var trainerWeek: HalfHours
  private var cohortWeek: HalfHours

  init(_ draft: DatasetDraft) {
    roster = Roster(draft)
    trainerWeek = HalfHours(rows: draft.trainers.count, from: DatasetDraft.startsOn, days: 7)
    cohortWeek = HalfHours(rows: draft.cohorts.count, from: DatasetDraft.startsOn, days: 7)
    for (index, trainer) in draft.trainers.enumerated() {
      trainerWeek.free(index, in: trainer.available, ahead: draft.minutesAhead(trainer.city))
    }
    for (index, cohort) in draft.cohorts.enumerated() {
      cohortWeek.free(index, in: cohort.available, ahead: draft.minutesAhead(cohort.city))
    }
  }

  mutating func fill(_ chain: Chain, in draft: inout DatasetDraft) {
    let module = draft.modules[chain.module]
    let length = module.minutes / 30
    let starts = (0..<7).map { day in
      (0..<48).map { (day + 1) * 48 + $0 }.filter { slot in
        chain.cohorts.allSatisfy { cohortWeek.holds($0, slot, length: length) }
      }
    }
    // A day more than it needs, where the cohorts have one: some Friday is a holiday.
    let wanted = min(
      starts.count { !$0.isEmpty },
      (module.sessions + draft.settings.weeks - 1) / draft.settings.weeks + 1)
    var served = 0
    for day in starts where served < wanted && !day.isEmpty {
      if day.contains(where: { isServed(chain, module, at: $0) }) { served += 1 }
    }
    for day in starts where served < wanted && !day.isEmpty {
      guard !day.contains(where: { isServed(chain, module, at: $0) }) else { continue }
      serve(chain, module, at: day[day.count / 2], in: &draft)
      served += 1
    }
  }

  private func isServed(_ chain: Chain, _ module: Module, at slot: Int) -> Bool {
    let (leads, all) = staff(chain, module, at: slot)
    return leads > 0 && all >= chain.trainerCount
  }

  /// Those free and qualified to lead, and those who can at least assist.
  private func staff(_ chain: Chain, _ module: Module, at slot: Int) -> (leads: Int, all: Int) {
    let competence = roster.competence(of: module)
    var leads = 0
    var all = 0
    for trainer in roster.holders[competence] {
      let entry = roster.entries[trainer]
      guard !entry.partnered, entry.levels[competence] >= max(1, module.level - 1),
        trainerWeek.holds(trainer, slot, length: module.minutes / 30),
        roster.suits(trainer, chain, module.mode)
      else { continue }
      all += 1
      if entry.levels[competence] >= module.level { leads += 1 }
      if leads > 0, all >= chain.trainerCount { break }
    }
    return (leads, all)
  }

  /// Teaches the module to trainers who are free then, else bends one's hours, tongues and modes.
  private mutating func serve(
    _ chain: Chain, _ module: Module, at slot: Int, in draft: inout DatasetDraft
  ) {
    let state = draft.cities[draft.cohorts[chain.cohorts[0]].city].state
    let competence = roster.competence(of: module)
    let near = draft.trainers.indices.filter {
      !roster.entries[$0].partnered && roster.entries[$0].levels[competence] < module.level
        && (draft.cities[draft.trainers[$0].city].state == state
          || roster.suits($0, chain, module.mode))
    }
    // The fitting ones first, then those who know least.
    let ordered = near.map { trainer in
      let fits =
        roster.suits(trainer, chain, module.mode)
        && trainerWeek.holds(trainer, slot, length: module.minutes / 30)
      let isHere = draft.cities[draft.trainers[trainer].city].state == state
      return (
        trainer: trainer, cost: (fits ? 0 : isHere ? 10 : 40) + draft.trainers[trainer].skills.count
      )
    }.sorted { ($0.cost, $0.trainer) < ($1.cost, $1.trainer) }
    for (trainer, _) in ordered {
      let (leads, all) = staff(chain, module, at: slot)
      if leads > 0, all >= chain.trainerCount { return }
      draft.trainers[trainer].skills[module.competence] = module.level
      bend(trainer, to: chain, module, at: slot, in: &draft)
      roster.renew(trainer, of: draft)
    }
  }

  private mutating func bend(
    _ trainer: Int, to chain: Chain, _ module: Module, at slot: Int, in draft: inout DatasetDraft
  ) {
    let length = module.minutes / 30
    let ahead = draft.minutesAhead(draft.trainers[trainer].city)
    if !roster.suits(trainer, chain, module.mode) {
      if module.mode == .inPerson {
        draft.trainers[trainer].worksInPerson = true
      } else {
        draft.trainers[trainer].worksRemotely = true
      }
      let shared = chain.cohorts.dropFirst().reduce(draft.cohorts[chain.cohorts[0]].languages) {
        shared, cohort in shared.filter(draft.cohorts[cohort].languages.contains)
      }
      if let language = shared.first, !draft.trainers[trainer].languages.contains(language) {
        draft.trainers[trainer].languages.append(language)
      }
    }
    guard !trainerWeek.holds(trainer, slot, length: length) else { return }
    let byDay = trainerWeek.local(slot, ahead: ahead).minute < 1020
    let more = byDay ? WeeklyHours.trainersByDay[1] : WeeklyHours.trainersByNight[1]
    let saturday = WeeklyHours.weekly(([5, 6], 480..<1080))
    draft.trainers[trainer].available = WeeklyHours.union(
      draft.trainers[trainer].available, more)
    trainerWeek.free(trainer, in: draft.trainers[trainer].available, ahead: ahead)
    guard !trainerWeek.holds(trainer, slot, length: length) else { return }
    draft.trainers[trainer].available = WeeklyHours.union(
      draft.trainers[trainer].available, saturday)
    trainerWeek.free(trainer, in: draft.trainers[trainer].available, ahead: ahead)
  }
}
