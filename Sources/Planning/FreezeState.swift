import Training

/// What H12 makes of the plan in force: which sessions are frozen, held, released.
package struct FreezeState: Sendable {
  /// Sessions that are not frozen start at it or later; nil where nothing is frozen.
  package let until: Instant?
  /// Sessions let go again, in the plan's order.
  package let released: [Int]
  private let frozen: [Bool]
  private let held: [Bool]
  private let previous: [Int: Placement]

  package init(_ facts: Facts) {
    let programme = facts.programme
    previous = programme.previous
    until = programme.settings.freezeUntil
    var frozen = Array(repeating: false, count: programme.sessions.count)
    var held = frozen
    var released: [Int] = []
    if let until = programme.settings.freezeUntil {
      for session in programme.sessions.indices {
        guard let placement = programme.previous[session] else { continue }
        frozen[session] = placement.start < until
        if let heldUntil = programme.settings.heldUntil {
          held[session] = placement.start < heldUntil
        }
      }
      var waiting = programme.sessions.indices.filter { session in
        guard frozen[session], !held[session] else { return false }
        guard let placement = programme.previous[session] else { return false }
        return Self.breaksARule(placement, chain: programme.sessions[session].chain, in: facts)
      }
      for session in waiting { frozen[session] = false }
      while let session = waiting.popLast() {
        released.append(session)
        for later in Self.sessions(following: session, in: facts)
        where frozen[later] && !held[later] {
          frozen[later] = false
          waiting.append(later)
        }
      }
    }
    self.frozen = frozen
    self.held = held
    self.released = released.sorted()
  }

  /// Keeps its start, trainers and venue.
  package func isFrozen(_ session: Int) -> Bool { frozen[session] }

  /// Has taken place by `held_until`: frozen, and never released.
  package func isHeld(_ session: Int) -> Bool { held[session] }

  package func isReleased(_ session: Int) -> Bool {
    guard let until, let placement = previous[session] else { return false }
    return placement.start < until && !frozen[session]
  }

  /// Whether H12 lets a session that is not frozen start then.
  package func admits(_ session: Int, at start: Instant) -> Bool {
    guard let until, start < until else { return true }
    return isReleased(session) && previous[session]?.start == start
  }

  /// Whether at least one of the sessions is not frozen: then what they break is a violation.
  package func binds(_ sessions: some Sequence<Int>) -> Bool { sessions.contains { !frozen[$0] } }

  /// H1 (the grid and the horizon apart), H5, H9 and the first sentence of H6, under today's data.
  private static func breaksARule(_ placement: Placement, chain: Int, in facts: Facts) -> Bool {
    !(CohortTime.isAttended(chain: chain, at: placement.start, in: facts)
      && Qualification.isKept(by: placement, chain: chain, in: facts)
      && TrainerTime.isKept(by: placement, chain: chain, in: facts)
      && VenueFit.isKept(by: placement, chain: chain, in: facts))
  }

  /// The later ones of its chain, and all of the chains that H4 puts after it.
  private static func sessions(following session: Int, in facts: Facts) -> [Int] {
    let programme = facts.programme
    let chain = programme.sessions[session].chain
    return Array(session + 1..<programme.chains[chain].sessions.upperBound)
      + facts.followers[chain].flatMap { programme.chains[$0].sessions }
  }
}
