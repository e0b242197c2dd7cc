import Engine
import Training

/// A programme as the engine sees it, and the way back.
package struct CompiledProgramme: Sendable {
  /// Who may fill the slots of a session: the lead's, the assistants', and the venue's if it has one.
  struct Staff: Sendable {
    var leads: [Party]
    var assistants: [[Party]]
    var venues: [Party]?
  }

  package let facts: Facts
  package let freeze: FreezeState
  /// By option.
  let options: [Instant]
  /// By trainer: the resource that stands for them.
  private let trainerResources: [Int]
  /// By session.
  let staff: [Staff]
  package let problem: Problem

  init(
    facts: Facts, freeze: FreezeState, options: [Instant], trainerResources: [Int],
    staff: [Staff], problem: Problem
  ) {
    self.facts = facts
    self.freeze = freeze
    self.options = options
    self.trainerResources = trainerResources
    self.staff = staff
    self.problem = problem
  }

  /// Each option by its moment.
  var optionAt: [Instant: Int] {
    Dictionary(uniqueKeysWithValues: zip(options, options.indices))
  }

  func resource(ofTrainer trainer: Int) -> Int { trainerResources[trainer] }

  package var programme: Programme { facts.programme }
}

extension CompiledProgramme {
  package init(_ programme: Programme) {
    let facts = Facts(programme)
    self.init(facts, freeze: FreezeState(facts))
  }

  /// Where the facts are known already.
  package init(_ facts: Facts, freeze: FreezeState) {
    var model = Model(facts, freeze: freeze)
    for rule in Contract.rules { rule.compile(into: &model) }
    var compiler = Compiler(model)
    self = compiler.compile()
  }

  /// The plan that a solution stands for.
  package func plan(_ solution: Solution) -> Plan {
    let placements = programme.sessions.indices.map { session -> Placement? in
      if freeze.isFrozen(session) { return programme.previous[session] }
      guard let option = problem.option(of: session, in: solution) else { return nil }
      let team = staff[session]
      let choices = problem.choices(of: session, in: solution)
      let assistants = team.assistants.indices.map { team.assistants[$0][choices[1 + $0]] }
      return Placement(
        start: options[option], lead: team.leads[choices[0]],
        assistants: assistants.sorted(by: isBefore),
        venue: team.venues.map { $0[choices[1 + team.assistants.count]] })
    }
    return Plan(programme: programme, placements: placements)
  }

  /// The solution that stands for a plan, as far as the programme allows each of its sessions by
  /// itself: what it may not have is left unplaced.
  package func solution(_ plan: Plan) -> Solution {
    let optionAt = optionAt
    var wishes: [Wish?] = []
    for (session, placement) in plan.placements.enumerated() {
      guard !freeze.isFrozen(session), let placement, let option = optionAt[placement.start] else {
        wishes.append(nil)
        continue
      }
      wishes.append(wish(for: session, at: placement, option: option))
    }
    return problem.solution(near: wishes)
  }

  /// The wish that stands for a placement; nil where the session may not have such people or venue.
  func wish(for session: Int, at placement: Placement, option: Int) -> Wish? {
    let team = staff[session]
    guard placement.assistants.count == team.assistants.count,
      let lead = team.leads.firstIndex(of: placement.lead)
    else { return nil }
    var choices: [Int?] = [lead]
    for (place, party) in placement.assistants.enumerated() {
      choices.append(team.assistants[place].firstIndex(of: party))
    }
    if let venues = team.venues {
      choices.append(placement.venue.flatMap { venues.firstIndex(of: $0) })
    }
    let known = choices.compactMap(\.self)
    return known.count == choices.count ? Wish(option: option, choices: known) : nil
  }

  /// By id, bytes compared.
  func isBefore(_ one: Party, _ other: Party) -> Bool {
    programme.name(ofTrainer: one).utf8.lexicographicallyPrecedes(
      programme.name(ofTrainer: other).utf8)
  }
}
