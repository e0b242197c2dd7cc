/// What each candidate for the roles of an unplaced activity costs at one option.
///
/// Given the time, the roles are independent but for being different people and sharing pools.
struct RolePrices {
  private struct Candidate {
    var position: Int
    var resource: Int
    var cost: Int
    /// Whether it fills the role now: of two that cost the same, nothing changes.
    var isKept: Bool
  }

  private let activity: Int
  private let workbench: Workbench
  /// By role: who is admitted by itself, cheapest first.
  private let roles: [[Candidate]]
  /// Roles whose every choice is told apart, and those that take the cheapest for each of them.
  private let apart: [Int]
  private let others: [Int]
  private var chosen: [Candidate?]
  private var cheapest: (choices: [Int], cost: Int)?

  /// - Parameters:
  ///   - apart: the roles whose every choice is told apart.
  ///   - own: who fills them now.
  init(
    of activity: Int, at option: Int, on workbench: Workbench, apart: [Int], keeping own: Wish?
  ) {
    let problem = workbench.problem
    self.activity = activity
    self.workbench = workbench
    let first = problem.roles.slots.first(activity)
    let count = problem.roles.slots.count(activity)
    let others = (0..<count).filter { !apart.contains($0) }
    self.apart = apart
    self.others = others
    chosen = Array(repeating: nil, count: count)
    let kept = Set(others.compactMap { own?.choices[$0] })
    roles = (0..<count).map { slot in
      let place = first + slot
      let group = Int(problem.roles.variety[place])
      let start = Int(problem.roles.firstCandidate[place])
      let candidates = (start..<Int(problem.roles.endCandidate[place])).compactMap {
        choice -> Candidate? in
        let resource = Int(problem.roles[choice].resource)
        var cost = problem.roles[choice].cost
        if group >= 0 {
          cost += workbench.varieties.delta(of: Int(problem.roles[choice].value), in: group)
        }
        if resource >= 0 {
          guard workbench.resourceAdmits(activity, at: option, resource) else { return nil }
          cost += workbench.loads.delta(of: activity, at: option, in: resource)
          cost += workbench.agendas.delta(of: activity, at: option, in: resource)
        }
        let position = choice - start
        return Candidate(
          position: position, resource: resource, cost: cost,
          isKept: others.contains(slot) && kept.contains(position))
      }
      return candidates.sorted {
        ($0.cost, $0.isKept ? 0 : 1, $0.position) < ($1.cost, $1.isKept ? 0 : 1, $1.position)
      }
    }
  }

  /// Calls `body` with each choice for the roles told apart and the cheapest for the others, in
  /// positions, and what all of them add.
  ///
  /// - Parameter holding: a resource that has to be among them.
  mutating func eachTeam(holding: Int?, _ body: (_ choices: [Int], _ cost: Int) -> Void) {
    choose(0, cost: 0, holding: holding, body)
  }

  private mutating func choose(
    _ place: Int, cost: Int, holding: Int?, _ body: (_ choices: [Int], _ cost: Int) -> Void
  ) {
    guard place < apart.count else {
      cheapest = nil
      complete(0, cost: cost, holding: holding)
      if let cheapest { body(cheapest.choices, cheapest.cost) }
      return
    }
    let role = apart[place]
    for candidate in roles[role] where isNew(candidate) {
      chosen[role] = candidate
      choose(place + 1, cost: cost + candidate.cost, holding: holding, body)
      chosen[role] = nil
    }
  }

  /// Fills the other roles, depth first, as long as that can still be the cheapest.
  private mutating func complete(_ place: Int, cost: Int, holding: Int?) {
    guard cost < cheapest?.cost ?? .max else { return }
    guard place < others.count else {
      let team = chosen.compactMap(\.self)
      guard holding == nil || team.contains(where: { $0.resource == holding }), isAdmitted(team)
      else { return }
      cheapest = (team.map(\.position), cost)
      return
    }
    let role = others[place]
    for candidate in roles[role] where isNew(candidate) {
      // Filling a role never lowers the cost.
      guard cost + candidate.cost < cheapest?.cost ?? .max else { break }
      chosen[role] = candidate
      complete(place + 1, cost: cost + candidate.cost, holding: holding)
      chosen[role] = nil
    }
  }

  private func isNew(_ candidate: Candidate) -> Bool {
    candidate.resource < 0 || !chosen.contains { $0?.resource == candidate.resource }
  }

  /// Whether the pools can give the load of all of them together.
  private func isAdmitted(_ team: [Candidate]) -> Bool {
    let problem = workbench.problem
    guard problem.resources.poolCapacity.count > 0 else { return true }
    let first = problem.roles.slots.first(activity)
    for (slot, candidate) in team.enumerated() {
      workbench.found[slot] =
        problem.roles.firstCandidate[first + slot] + Int32(candidate.position)
    }
    return workbench.poolsAdmit(activity, choosing: workbench.found.base, count: team.count)
  }
}
