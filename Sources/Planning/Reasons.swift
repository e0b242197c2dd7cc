import Engine
import Training

extension CompiledProgramme {
  /// Why each unplaced session of a plan is unplaced, by session, in a sentence or two.
  package func reasons(for plan: Plan) -> [Int: String] {
    let unplaced = programme.sessions.indices.filter {
      plan.placements[$0] == nil && !freeze.isFrozen($0)
    }
    let solution = solution(plan)
    let unserved = Dictionary(
      uniqueKeysWithValues: unplaced.isEmpty
        ? [] : ChainService(facts, freeze: freeze).unserved.map { ($0.chain, $0.reason) })
    let diagnoses = problem.diagnose(unplaced, in: solution)
    var reasons: [Int: String] = [:]
    for (session, diagnosis) in zip(unplaced, diagnoses) {
      if let reason = unserved[programme.sessions[session].chain] {
        reasons[session] = "It cannot be given at all: \(reason)."
      } else {
        reasons[session] = tell(diagnosis, of: session)
      }
    }
    return reasons
  }

  private func tell(_ diagnosis: Diagnosis, of session: Int) -> String {
    if let other = diagnosis.waitsFor.first {
      return "It waits for \(programme.sessions[other].id), which has no place."
    }
    let chain = programme.chain(of: session)
    let cohorts = chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ", ")
    if let option = diagnosis.free.first {
      let moment = programme.zone(of: chain).moment(options[option])
      return "It would have a place at \(moment), but that would make the plan worse elsewhere."
    }
    guard diagnosis.options > 0 else {
      return "No moment that its pin or the frozen days leave suits \(cohorts)."
    }
    var parts: [(count: Int, text: String)] = []
    func add(_ count: Int, _ text: String) { if count > 0 { parts.append((count, text)) } }
    add(diagnosis.order, "are too early or too late for the sessions before and after it")
    for (resource, count) in diagnosis.taken.sorted(by: { $0.key < $1.key }) {
      add(count, "find \(name(ofAttendee: resource)) in another session")
    }
    for (resource, count) in diagnosis.full.sorted(by: { $0.key < $1.key }) {
      add(
        count,
        isCohort(resource)
          ? "fall on days when \(name(ofAttendee: resource)) has as many sessions as it takes"
          : "fall in weeks when \(chain.id) has as many sessions as it may")
    }
    for (slot, count) in diagnosis.unfilled.sorted(by: { $0.key < $1.key }) {
      add(count, "find \(nobody(inSlot: slot, of: session))")
    }
    add(diagnosis.together, "find too few trainers who are free together")
    let told = parts.sorted { ($0.count, $1.text) > ($1.count, $0.text) }.map {
      "\($0.count) \($0.text)"
    }
    let times = diagnosis.options == 1 ? "the one time" : "\(diagnosis.options) times"
    return "Of \(times) when \(cohorts) can come, \(told.joined(separator: "; "))."
  }

  private func isCohort(_ resource: Int) -> Bool { resource < programme.cohorts.count }

  private func name(ofAttendee resource: Int) -> String {
    isCohort(resource) ? programme.cohorts[resource].id : "the chain"
  }

  private func nobody(inSlot slot: Int, of session: Int) -> String {
    let team = staff[session]
    let isVenue = slot > team.assistants.count
    let parties = isVenue ? team.venues ?? [] : slot == 0 ? team.leads : team.assistants[slot - 1]
    let names = parties.map {
      isVenue ? programme.name(ofVenue: $0) : programme.name(ofTrainer: $0)
    }
    let role = isVenue ? "venue" : slot == 0 ? "trainer" : "assistant"
    switch names.count {
    case 0: return "no \(role) at all"
    case 1: return "\(names[0]), the only \(role) for it, not free"
    case 2...4: return "none of its \(role)s free (\(names.joined(separator: ", ")))"
    default: return "none of its \(names.count) \(role)s free"
    }
  }
}
