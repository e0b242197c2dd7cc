import Training

/// Sessions that are short of trainers or venues, and the hours that they all wait for, as a coordinator
/// has to know them.
package struct Shortage: Sendable, Equatable {
  package enum Kind: Sendable, Equatable { case trainers, venues }

  package var kind: Kind
  package var proof: ShortageProof
  /// States of the cohorts, by code.
  package var states: [String]
  /// Of the cohorts, each combination once.
  package var languages: [[String]]
  /// `competence:level` of the modules.
  package var skills: [String]
  /// Of the venues' kind: where.
  package var cities: [String]
  /// From 1.
  package var weeks: ClosedRange<Int>
  /// What would help, the most first.
  package var relaxations: [Relaxation]
}
