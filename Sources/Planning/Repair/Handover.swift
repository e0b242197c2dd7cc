import Training

/// A plan without a trainer's sessions, in which one substitute after the other tries them.
struct Handover {
  private let trainer: Int
  private let plan: Plan
  private let sessions: Set<Int>
  /// What is out and may come back, in the order of time.
  private let waiting: [Int]
  private let trial: Trial
  private let mark: Int
  private let candidates: Set<Int>

  init(of trainer: Int, _ sessions: [Int], in plan: Plan, _ compiled: CompiledProgramme) {
    self.trainer = trainer
    self.plan = plan
    self.sessions = Set(sessions)
    trial = Trial(plan, in: compiled)
    let behind = Self.sessions(behind: sessions, in: compiled.facts).filter {
      plan.placements[$0] != nil && !compiled.freeze.isFrozen($0)
    }
    let out = Set(sessions + behind)
    waiting = out.sorted {
      (plan.placements[$0]?.start.seconds ?? 0, $0) < (plan.placements[$1]?.start.seconds ?? 0, $1)
    }
    var changes: [Int: Placement?] = [:]
    for session in out where trial.placement(of: session) != nil {
      changes.updateValue(nil, forKey: session)
    }
    guard trial.change(changes) else {
      preconditionFailure("whatever follows what is taken out is taken out too")
    }
    trial.keep()
    mark = trial.mark
    candidates = sessions.reduce(into: []) { all, session in
      guard let placement = plan.placements[session] else { return }
      let team = compiled.staff[session]
      let isLead = placement.lead == .known(trainer)
      for party in isLead ? team.leads : team.assistants.first ?? [] {
        if let index = party.index { all.insert(index) }
      }
    }
  }

  /// What the best part of the sessions for this one to take is; nil where there is none.
  mutating func substitute(_ other: Int) -> Substitute? {
    guard candidates.contains(other) else { return nil }
    var refused: Set<Int> = []
    var best = fill(other, refusing: refused)
    // One session less may let others in, where hours are short.
    var isBetter = true
    while isBetter {
      isBetter = false
      for session in best.taken {
        let tried = fill(other, refusing: refused.union([session]))
        guard tried.cost < best.cost else { continue }
        best = tried
        refused.insert(session)
        isBetter = true
        break
      }
    }
    guard !best.taken.isEmpty else { return nil }
    _ = fill(other, refusing: refused, undoes: false)
    defer { trial.undo(to: mark) }
    return Substitute(
      trainer: other, taken: best.taken.sorted(),
      lost: waiting.filter { trial.placement(of: $0) == nil }.sorted(), cost: best.cost,
      plan: trial.plan)
  }

  private func fill(
    _ other: Int, refusing refused: Set<Int>, undoes: Bool = true
  ) -> (taken: [Int], cost: Int) {
    var taken: [Int] = []
    for session in waiting {
      guard let placement = plan.placements[session] else { continue }
      if sessions.contains(session) {
        guard !refused.contains(session), let given = placement.giving(trainer, to: other),
          trial.change([session: given])
        else { continue }
        taken.append(session)
      } else {
        _ = trial.change([session: placement])
      }
    }
    let cost = trial.cost
    if undoes { trial.undo(to: mark) }
    return (taken, cost)
  }

  /// Later ones of their chains, and all of the chains that H4 puts after those.
  private static func sessions(behind first: [Int], in facts: Facts) -> [Int] {
    let programme = facts.programme
    var found: Set<Int> = []
    var waiting = first
    while let session = waiting.popLast() {
      let chain = programme.sessions[session].chain
      let next =
        Array(session + 1..<programme.chains[chain].sessions.upperBound)
        + facts.followers[chain].flatMap { programme.chains[$0].sessions }
      for later in next where found.insert(later).inserted { waiting.append(later) }
    }
    return Array(found.subtracting(first))
  }
}

extension Placement {
  /// The same with `other` in the role of `trainer`; nil where `other` has a role in it already.
  package func giving(_ trainer: Int, to other: Int) -> Placement? {
    guard !trainers.contains(.known(other)) else { return nil }
    func next(_ party: Party) -> Party { party == .known(trainer) ? .known(other) : party }
    return Placement(
      start: start, lead: next(lead), assistants: assistants.map(next), venue: venue)
  }
}
