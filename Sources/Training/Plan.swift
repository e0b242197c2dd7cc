/// A programme with a place, or none, for each of its sessions.
package struct Plan: Sendable {
  package let programme: Programme
  /// By session; nil where it is unplaced.
  package var placements: [Placement?]

  package init(programme: Programme, placements: [Placement?]) {
    precondition(placements.count == programme.sessions.count, "a plan tells of every session")
    self.programme = programme
    self.placements = placements
  }

  /// Every session unplaced.
  package init(empty programme: Programme) {
    self.init(
      programme: programme,
      placements: Array(repeating: nil, count: programme.sessions.count))
  }
}

extension Plan {
  /// The sessions that a trainer gives, as lead or assistant, while absent, in the plan's order.
  package func sessions(of trainer: Int, during absence: Absence) -> [Int] {
    placements.indices.filter { session in
      guard let placement = placements[session], placement.trainers.contains(.known(trainer))
      else { return false }
      return absence.overlaps(
        start: placement.start, end: programme.end(of: session, startingAt: placement.start))
    }
  }
}

/// What a plan owes under one rule, and who is part of it.
package struct Finding: Sendable, Hashable {
  /// `H1` … `H12`, or the name of a cost term.
  package var rule: String
  package var amount: Int
  /// Nil where it is about its sessions.
  package var concern: Concern?
  /// Indices in `Programme.sessions`.
  package var sessions: [Int]
  /// A sentence without jargon, with names and local times.
  package var sentence: String

  package init(
    rule: String, amount: Int = 1, concern: Concern? = nil, sessions: [Int], sentence: String
  ) {
    self.rule = rule
    self.amount = amount
    self.concern = concern
    self.sessions = sessions
    self.sentence = sentence
  }
}

/// One line of `plan.json`'s `terms`.
package struct TermCost: Sendable, Equatable {
  package var name: String
  package var amount: Int
  package var weight: Int
  package var cost: Int { amount * weight }

  package init(name: String, amount: Int, weight: Int) {
    self.name = name
    self.amount = amount
    self.weight = weight
  }
}

/// How much of what a state or group asks for is placed, in learner-minutes.
package struct EquityShare: Sendable, Equatable {
  /// The state's code or the group's tag.
  package var name: String
  package var asked: Int
  package var placed: Int
  /// Thousandths placed, rounded down.
  package var share: Int {
    Int(Int128(1000) * Int128(placed) / Int128(asked))
  }

  package init(name: String, asked: Int, placed: Int) {
    self.name = name
    self.asked = asked
    self.placed = placed
  }
}

/// Everything that is told about a plan beside its rows: `plan.json`, the page and the terminal.
package struct PlanSummary: Sendable {
  package var programmeID: String
  package var datasetDigest: String
  package var terms: [TermCost]
  package var placed: Int
  package var unplaced: Int
  /// Session ids in the plan's order.
  package var released: [String]
  /// States and groups for which something is asked, states in file order, groups by tag.
  package var states: [EquityShare]
  package var groups: [EquityShare]
  package var lowerBound: Int
  package var seed: UInt64
  package var threads: Int
  package var iterations: Int
  package var seconds: Double
  package var version: String
  /// Why each unplaced session is unplaced, in plain words, by session index.
  package var reasons: [Int: String]
  /// The same by session id, those with one reason together.
  package var toldReasons: [ToldReason]
  /// What is short whatever is planned, and what would help; the dearest first.
  package var shortages: [ToldShortage]

  package init(
    programmeID: String, datasetDigest: String, terms: [TermCost], placed: Int, unplaced: Int,
    released: [String], states: [EquityShare], groups: [EquityShare], lowerBound: Int,
    seed: UInt64, threads: Int, iterations: Int, seconds: Double, version: String,
    reasons: [Int: String], toldReasons: [ToldReason] = [], shortages: [ToldShortage] = []
  ) {
    self.programmeID = programmeID
    self.datasetDigest = datasetDigest
    self.terms = terms
    self.placed = placed
    self.unplaced = unplaced
    self.released = released
    self.states = states
    self.groups = groups
    self.lowerBound = lowerBound
    self.seed = seed
    self.threads = threads
    self.iterations = iterations
    self.seconds = seconds
    self.version = version
    self.reasons = reasons
    self.toldReasons = toldReasons
    self.shortages = shortages
  }

  package var cost: Int { terms.reduce(0) { $0 + $1.cost } }
  package var coverage: Int {
    terms.filter { Weights.coverage.contains($0.name) }.reduce(0) { $0 + $1.cost }
  }
  package var comfort: Int { cost - coverage }

  /// The most that any other plan could cost less.
  package var gap: Gap { Gap(cost: cost, lowerBound: lowerBound) }
}

/// Why sessions have no place, in plain words.
package struct ToldReason: Sendable, Equatable {
  package var reason: String
  /// Session ids in the plan's order.
  package var sessions: [String]

  package init(reason: String, sessions: [String]) {
    self.reason = reason
    self.sessions = sessions
  }
}

/// Hours that are too few for what is asked of them, in a coordinator's words.
package struct ToldShortage: Sendable, Equatable {
  /// What is short, where and when: one sentence.
  package var headline: String
  /// Whose hours they are, and for which sessions.
  package var details: [String]
  /// What would let more sessions in, the most first.
  package var remedies: [String]
  /// The chains whose sessions lack these hours.
  package var chains: [String]

  package init(headline: String, details: [String], remedies: [String], chains: [String]) {
    self.headline = headline
    self.details = details
    self.remedies = remedies
    self.chains = chains
  }
}
