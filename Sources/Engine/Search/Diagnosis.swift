/// What keeps an unplaced activity from each of the options that it has.
package struct Diagnosis: Sendable, Equatable {
  /// Options in its domain.
  package var options = 0
  /// Too early or too late for its predecessors and successors.
  package var order = 0
  /// Some attendee is taken, by attendee.
  package var taken: [Int: Int] = [:]
  /// Some attendee has had its fill of the day or week, by attendee.
  package var full: [Int: Int] = [:]
  /// Nobody is free for the role, by slot.
  package var unfilled: [Int: Int] = [:]
  /// Every role has somebody, but not together.
  package var together = 0
  /// Nothing is in the way.
  package var free: [Int] = []
  /// Predecessors that are unplaced: with one of them no option is looked at.
  package var waitsFor: [Int] = []
}

extension Problem {
  /// Looks at every option of `activity` in the timetable of `solution`, where it is unplaced.
  ///
  /// Each option is counted once, under the first thing in the way: order, attendees, roles.
  package func diagnose(_ activities: [Int], in solution: Solution) -> [Diagnosis] {
    let workbench = Workbench(self)
    workbench.adopt(solution)
    return activities.map { workbench.diagnose($0) }
  }
}

extension Workbench {
  fileprivate func diagnose(_ activity: Int) -> Diagnosis {
    var diagnosis = Diagnosis()
    for place in problem.ordering.predecessors.first(
      activity)..<problem.ordering.predecessors.end(activity)
    {
      let other = Int(problem.ordering.predecessor[place])
      if !isPlaced(other) { diagnosis.waitsFor.append(other) }
    }
    guard diagnosis.waitsFor.isEmpty else { return diagnosis }
    for entry in Int(problem.domains.first[activity])..<Int(problem.domains.end[activity]) {
      diagnosis.options += 1
      diagnose(activity, at: problem.option(entry), in: &diagnosis)
    }
    return diagnosis
  }

  private func diagnose(_ activity: Int, at option: Int, in diagnosis: inout Diagnosis) {
    guard order.admits(activity, at: option, entryOf: entryOf) else {
      diagnosis.order += 1
      return
    }
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      if !agendas.admits(activity, at: option, in: resource, entryOf: entryOf) {
        diagnosis.taken[resource, default: 0] += 1
        return
      }
      if !loads.admits(activity, at: option, in: resource, held: -1) {
        diagnosis.full[resource, default: 0] += 1
        return
      }
    }
    let first = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) {
      let candidates =
        Int(
          problem.roles.firstCandidate[first + slot])..<Int(
          problem.roles.endCandidate[first + slot])
      let isFilled = candidates.contains { choice in
        let resource = Int(problem.roles[choice].resource)
        found[0] = Int32(choice)
        return resource < 0
          || resourceAdmits(activity, at: option, resource)
            && poolsAdmit(activity, choosing: found.base, count: 1)
      }
      if !isFilled {
        diagnosis.unfilled[slot, default: 0] += 1
        return
      }
    }
    var random = Random(seed: 1)
    let isPossible = (0..<problem.roles.slots.count(activity)).allSatisfy { slot in
      cheapestChoice(for: activity, slot, at: option, below: .max, random: &random) != nil
    }
    if isPossible { diagnosis.free.append(option) } else { diagnosis.together += 1 }
  }
}
