import Training

/// What no plan of a dataset can cost less than, and the facts that prove it.
///
/// A chain that no trainer, venue or hour can serve stays unplaced in every plan: its sessions' share
/// of `unplaced` is owed whatever else is done.
package struct Bound: Sendable, Equatable {
  /// Sessions of a chain that nobody can serve.
  package struct Part: Sendable, Equatable {
    /// `c/m`.
    package var chain: String
    package var sessions: Int
    package var reason: String
    /// Their weighted cost.
    package var cost: Int
  }

  package var parts: [Part]

  package var cost: Int { parts.reduce(0) { $0 + $1.cost } }

  package init(_ facts: Facts, freeze: FreezeState) {
    let programme = facts.programme
    parts = ChainService(facts, freeze: freeze).unserved.map { unserved in
      let chain = programme.chains[unserved.chain]
      let each = Unplaced.amount(ofChain: unserved.chain, in: programme)
      return Part(
        chain: chain.id, sessions: chain.sessions.count, reason: unserved.reason,
        cost: programme.settings.weights.unplaced * each * chain.sessions.count)
    }
  }
}
