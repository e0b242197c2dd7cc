import Training

/// Who can teach what: tags as bits, for the generator asks millions of times.
struct Roster {
  struct Entry {
    var languages: UInt64
    /// Where the trainer stands in rooms; none for one who teaches remotely only.
    var states: UInt64
    var remote: Bool
    /// Bound to a partner's states, axes and hours.
    var partnered: Bool
    /// Level by competence, 0 for none.
    var levels: [Int]
  }

  let competences: [String]
  private let tags: [String]
  private(set) var entries: [Entry] = []
  private let cohortLanguages: [UInt64]
  private let cohortStates: [UInt64]
  /// Trainers by competence.
  private(set) var holders: [[Int]]

  init(_ draft: DatasetDraft) {
    competences = Set(draft.modules.map(\.competence)).sorted()
    let tags = Set(draft.cohorts.flatMap(\.languages) + draft.trainers.flatMap(\.languages))
      .sorted()
    self.tags = tags
    holders = Array(repeating: [], count: competences.count)
    cohortLanguages = draft.cohorts.map { Self.mask($0.languages, tags) }
    cohortStates = draft.cohorts.map { 1 << UInt64(draft.cities[$0.city].state) }
    for trainer in draft.trainers.indices { entries.append(entry(trainer, of: draft)) }
    for (trainer, entry) in entries.enumerated() {
      for (competence, level) in entry.levels.enumerated() where level > 0 {
        holders[competence].append(trainer)
      }
    }
  }

  /// Takes in what has changed of a trainer.
  mutating func renew(_ trainer: Int, of draft: DatasetDraft) {
    let old = entries[trainer].levels
    entries[trainer] = entry(trainer, of: draft)
    for (competence, level) in entries[trainer].levels.enumerated()
    where level > 0 && old[competence] == 0 {
      holders[competence].append(trainer)
    }
  }

  func competence(of module: Module) -> Int { competences.firstIndex(of: module.competence) ?? 0 }

  /// The level apart, whether the trainer suits all the chain's cohorts and its mode.
  func suits(_ trainer: Int, _ chain: Chain, _ mode: Mode) -> Bool {
    let entry = entries[trainer]
    guard mode == .inPerson || entry.remote else { return false }
    return chain.cohorts.allSatisfy {
      cohortLanguages[$0] & entry.languages != 0
        && (mode != .inPerson || cohortStates[$0] & entry.states != 0)
    }
  }

  private func entry(_ trainer: Int, of draft: DatasetDraft) -> Entry {
    let trainer = draft.trainers[trainer]
    let home: UInt64 = 1 << UInt64(draft.cities[trainer.city].state)
    let states = trainer.travelsTo.reduce(home) { $0 | 1 << UInt64($1) }
    return Entry(
      languages: Self.mask(trainer.languages, tags), states: trainer.worksInPerson ? states : 0,
      remote: trainer.worksRemotely, partnered: trainer.partner != nil,
      levels: competences.map { trainer.skills[$0] ?? 0 })
  }

  private static func mask(_ languages: [String], _ tags: [String]) -> UInt64 {
    languages.reduce(0) { mask, language in
      mask | 1 << UInt64(tags.firstIndex(of: language) ?? 63)
    }
  }
}
