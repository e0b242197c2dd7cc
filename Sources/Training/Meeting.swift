/// A session with its place as people are told of it: by names alone, so that meetings of different
/// versions of a dataset compare.
package struct Meeting: Hashable, Codable, Sendable {
  /// `c/m/k`.
  package var session: String
  package var start: Instant
  package var minutes: Int
  package var lead: String
  /// By id (bytes).
  package var assistants: [String]
  package var venue: String?
  package var cohorts: [String]

  package init(
    session: String, start: Instant, minutes: Int, lead: String, assistants: [String],
    venue: String?, cohorts: [String]
  ) {
    self.session = session
    self.start = start
    self.minutes = minutes
    self.lead = lead
    self.assistants = assistants
    self.venue = venue
    self.cohorts = cohorts
  }

  package var end: Instant { start.adding(minutes: minutes) }

  /// The lead, then the assistants.
  package var trainers: [String] { [lead] + assistants }
}

extension Plan {
  /// The meeting of a session; nil where it is not placed.
  package func meeting(of session: Int) -> Meeting? {
    guard let placement = placements[session] else { return nil }
    return Meeting(
      session: programme.sessions[session].id, start: placement.start,
      minutes: programme.module(of: session).minutes,
      lead: programme.name(ofTrainer: placement.lead),
      assistants: placement.assistants.map(programme.name(ofTrainer:))
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      venue: placement.venue.map(programme.name(ofVenue:)),
      cohorts: programme.chain(of: session).cohorts.map { programme.cohorts[$0].id })
  }
}
