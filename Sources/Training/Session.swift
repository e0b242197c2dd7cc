/// The sessions of one module for one cohort, or for the cohorts of a joint row.
package struct Chain: Sendable {
  /// `c/m`, or `j/m` for a joint row.
  package var id: String
  package var module: Int
  /// Indices in `Programme.cohorts`; the first gives the zone of `local_start`.
  package var cohorts: [Int]
  /// Indices in `Programme.sessions`, by number.
  package var sessions: Range<Int>
  /// Learners of all its cohorts.
  package var size: Int
  /// Trainers that each session needs: one lead, the rest assistants.
  package var trainerCount: Int
}

/// One meeting of a chain.
package struct Session: Sendable {
  /// `c/m/k`.
  package var id: String
  /// Index in `Programme.chains`.
  package var chain: Int
  /// From 1.
  package var number: Int
}

/// Where and with whom a session is.
package struct Placement: Hashable, Sendable {
  package var start: Instant
  package var lead: Party
  package var assistants: [Party]
  package var venue: Party?

  package init(start: Instant, lead: Party, assistants: [Party] = [], venue: Party? = nil) {
    self.start = start
    self.lead = lead
    self.assistants = assistants
    self.venue = venue
  }

  /// The lead, then the assistants.
  package var trainers: [Party] { [lead] + assistants }
}
