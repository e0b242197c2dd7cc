/// What the versions of a plan that were published said of each session, in the order in which they
/// came into force.
package struct MeetingHistory: Sendable, Equatable {
  /// What one version says anew of one session.
  package struct Change: Sendable, Equatable {
    package var session: String
    /// When the version came into force.
    package var since: Instant
    /// Nil where the version no longer places it.
    package var meeting: Meeting?

    package init(session: String, since: Instant, meeting: Meeting?) {
      self.session = session
      self.since = since
      self.meeting = meeting
    }
  }

  package var changes: [Change]

  package init(changes: [Change]) { self.changes = changes }
}
