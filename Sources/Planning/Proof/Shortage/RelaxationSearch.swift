import Training

/// Finds what would help most against a shortage: guesses by letting the minutes flow again with it,
/// and counts what it is worth in a dataset that has it.
struct RelaxationSearch {
  /// Nobody is asked for more than this at once.
  private static let mostHours = 16
  /// Of a shortage.
  private static let most = 3

  /// A shortage of more of them than this is of no one language or room.
  private static let mostChains = 2000

  private let facts: Facts
  private let freeze: FreezeState
  /// Chains that may still be counted again, so that large datasets do not take for ever.
  private var allowance: Int

  init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
    allowance = 2 * facts.programme.chains.count + 200
  }

  /// Those that let most sessions in, in the fewest hours.
  mutating func relaxations(of cut: ShortageCut, isStopped: () -> Bool) -> [Relaxation] {
    guard cut.chains.count <= Self.mostChains else { return [] }
    var guesses = RelaxationGuesses(facts, cut, mostHours: Self.mostHours).all
      .sorted { one, other in
        // As many sessions in fewer hours, then the earlier week: the order in which they are tried.
        (other.sessions, one.hours) < (one.sessions, other.hours)
      }
    // The same again in another week is no news.
    var kinds: [Relaxation.Kind] = []
    guesses.removeAll { guess in
      defer { kinds.append(guess.kind) }
      return kinds.contains(guess.kind)
    }
    var found: [Relaxation] = []
    for guess in guesses.prefix(Self.most) {
      // A dataset that has it is made anew, whatever the chains.
      allowance -= cut.chains.count + facts.programme.chains.count / 8
      guard allowance >= 0, !isStopped() else { break }
      var relaxation = guess
      guard let out = sessionsOut(of: cut, with: guess, isStopped: isStopped) else { break }
      relaxation.sessions = cut.proof.sessionsOut - out
      if relaxation.sessions > 0 { found.append(relaxation) }
    }
    return found.sorted { ($1.sessions, $0.hours) < ($0.sessions, $1.hours) }
  }

  private func sessionsOut(
    of cut: ShortageCut, with relaxation: Relaxation, isStopped: () -> Bool
  ) -> Int? {
    Self.sessionsOut(
      ofChains: cut.chains, kind: cut.kind,
      in: Facts(relaxation.applied(to: facts.programme, for: cut.chains)), freeze: freeze,
      isStopped: isStopped)
  }

  /// How many sessions of the chains cannot but stay out for want of trainers, or of venues; nil
  /// where it is stopped.
  static func sessionsOut(
    ofChains chains: [Int], kind: ShortageNetwork.Kind, in facts: Facts, freeze: FreezeState,
    isStopped: () -> Bool
  ) -> Int? {
    var builder = CapacityBuilder(facts, freeze: freeze, among: Set(chains))
    guard builder.build(isStopped: isStopped) else { return nil }
    let cuts = ShortageSearch(builder).cuts(among: chains, kinds: [kind], isStopped: isStopped)
    return isStopped() ? nil : cuts.reduce(0) { $0 + $1.proof.sessionsOut }
  }
}
