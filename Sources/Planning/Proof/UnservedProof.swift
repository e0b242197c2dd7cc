import Training

/// That some chains have no session in any plan, since no trainer, venue or hour can serve them:
/// what their sessions' share of the cost is owed whatever else is done.
package struct UnservedProof: Sendable, Codable, Equatable {
  /// A chain that nobody can serve.
  package struct Part: Sendable, Codable, Equatable {
    /// `c/m`.
    package var chain: String
    package var sessions: Int
    /// Why, for a reader; what is checked is that it is so.
    package var reason: String
    /// The weighted learner-hours of its sessions.
    package var cost: Int
  }

  /// What it proves that every plan costs.
  package var bound: Int
  package var parts: [Part]

  package init(_ facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    parts = ChainService(facts, freeze: freeze).unserved.map { unserved in
      let chain = programme.chains[unserved.chain]
      return Part(
        chain: chain.id, sessions: chain.sessions.count, reason: unserved.reason,
        cost: Self.cost(ofChain: unserved.chain, in: programme))
    }
    bound = parts.reduce(0) { $0 + $1.cost }
  }

  private static func cost(ofChain chain: Int, in programme: Programme) -> Int {
    programme.settings.weights.unplaced * Unplaced.amount(ofChain: chain, in: programme)
      * programme.chains[chain].sessions.count
  }
}
