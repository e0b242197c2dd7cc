/// That some sessions need more of some weeks of some trainers, or of some venues, than there is: a
/// cut of the network in which minutes flow from sessions to those who serve them.
///
/// What there is is counted for these sessions alone: whatever else is planned, they find no more.
package struct ShortageProof: Sendable, Codable, Equatable {
  /// A chain and what its sessions cannot but take of these hours.
  package struct Part: Sendable, Codable, Equatable {
    /// `c/m`.
    package var chain: String
    package var sessions: Int
    /// Of all of them together.
    package var minutes: Int
  }

  /// What it proves that every plan costs.
  package var bound: Int
  /// Minutes that the sessions need.
  package var needed: Int
  /// Minutes that there are.
  package var there: Int
  /// At least so many of the sessions stay out.
  package var sessionsOut: Int
  /// At least so many learner-hours stay out, whatever their priority.
  package var learnerHours: Int
  /// By id, weeks from 1; 0 is the one before the programme.
  package var trainers: [String: [Int]] = [:]
  package var venues: [String: [Int]] = [:]
  /// Those whose hours in all are the limit.
  package var partners: [String] = []
  package var parts: [Part]

  private enum CodingKeys: String, CodingKey {
    case bound, needed, there, trainers, venues, partners, parts
    case sessionsOut = "sessions_out"
    case learnerHours = "learner_hours"
  }
}
