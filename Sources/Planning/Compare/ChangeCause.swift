import Training

/// Why a session is not where an earlier plan had it.
package enum ChangeCause: Sendable, Equatable {
  /// What a fact of the dataset is about.
  package enum Kind: String, CaseIterable, Sendable {
    case absence, closure, hours, pin, freeze
    /// Any other rule: a trainer who has left, seats that are fewer now.
    case rule
  }

  /// Under the facts of today the old place breaks rules, a sentence each.
  case forced([Kind], [String])
  /// At the old time somebody or some room of the old place is with other sessions now.
  case taken(by: [Int], of: [Concern])
  /// The old place keeps no rule beside the later plan: other sessions that have changed and are part
  /// of it, and what would be broken.
  case hindered(by: [Int], [String])
  /// With this session alone put back, the later plan keeps every rule and costs so much more.
  case cheaper(Int)
  /// With it put back, the later plan would cost so much less, or the same at 0.
  case unknown(saving: Int)
  /// It had no place.
  case placed
  /// Only one of the plans knows the session at all.
  case added
  case left
}
