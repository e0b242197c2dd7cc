import Training

extension RoughPlan {
  /// By chain, those who can lead and those who can assist only; who knows least comes first.
  static func staff(of programme: Programme, roster: Roster) -> (
    leads: [[Int]], assistants: [[Int]]
  ) {
    let skills = roster.entries.map { entry in entry.levels.count { $0 > 0 } }
    let holders = roster.holders.map { $0.sorted { (skills[$0], $0) < (skills[$1], $1) } }
    var leads: [[Int]] = []
    var assistants: [[Int]] = []
    for chain in programme.chains {
      let module = programme.modules[chain.module]
      let competence = roster.competence(of: module)
      let suitable = holders[competence].filter { trainer in
        roster.entries[trainer].levels[competence] >= max(1, module.level - 1)
          && roster.suits(trainer, chain, module.mode)
          && partnerAllows(trainer, chain, module, in: programme)
      }
      leads.append(suitable.filter { roster.entries[$0].levels[competence] >= module.level })
      assistants.append(suitable.filter { roster.entries[$0].levels[competence] < module.level })
    }
    return (leads, assistants)
  }

  private static func partnerAllows(
    _ trainer: Int, _ chain: Chain, _ module: Module, in programme: Programme
  ) -> Bool {
    guard let partner = programme.trainers[trainer].partner.map({ programme.partners[$0] }) else {
      return true
    }
    let states = chain.cohorts.map { programme.cities[programme.cohorts[$0].city].state }
    return (partner.states.isEmpty || states.allSatisfy(partner.states.contains))
      && (partner.axes.isEmpty || module.axis.map(partner.axes.contains) ?? false)
  }

  /// Modules that come first before those after them, and of these the hardest to staff first.
  static func order(of programme: Programme, leads: [[Int]]) -> [Int] {
    func depth(_ module: Int) -> Int {
      1 + (programme.modules[module].after.map(depth).max() ?? -1)
    }
    let depths = programme.modules.indices.map(depth)
    return programme.chains.indices.sorted { left, right in
      func key(_ chain: Int) -> (Int, Int, Int, Int) {
        let value = programme.chains[chain]
        return (depths[value.module], -value.trainerCount, leads[chain].count, chain)
      }
      return key(left) < key(right)
    }
  }
}
