import Training

/// Something more, and how many sessions fewer have to stay out with it.
package struct Relaxation: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// One more trainer with a language and the competences.
    case trainer(language: String, skills: [String])
    /// More of a partner's hours.
    case partner(String)
    /// One more venue with all equipment that is asked for.
    case venue(city: String, seats: Int)
  }

  package var kind: Kind
  package var hours: Int
  /// From 1; nil where any will do.
  package var week: Int?
  /// Of the sessions of the shortage: so many fewer cannot but stay out.
  package var sessions: Int
}
