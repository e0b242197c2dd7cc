extension Workbench {
  /// One activity to a random other time between its neighbours in the order; what that would add is
  /// worked out first, and nothing touched where it is too much.
  func retime(_ random: inout Random, allowing allowance: Int) -> Bool {
    guard let activity = drawPlaced(&random),
      let room = order.room(for: activity, entryOf: entryOf)
    else { return false }
    let first = firstEntry(of: activity, from: room.from)
    let end =
      room.to == .max
      ? Int(problem.domains.end[activity]) : firstEntry(of: activity, from: room.to &+ 1)
    guard end &- first > 1,
      let entry = drawAdmitted(activity, first, end, &random)
    else { return false }
    copyChoices(of: activity)
    guard staff(activity, at: problem.option(entry), random: &random) else { return false }
    if let delta = delta(of: activity, to: entry, choosing: choices.base) {
      guard delta <= allowance else { return false }
      remove(activity)
    } else {
      let before = cost
      remove(activity)
      guard
        cost &- before &- missingCost &+ delta(of: activity, at: entry, choosing: choices.base)
          <= allowance
      else { return false }
    }
    insert(activity, at: entry, choosing: choices.base)
    return true
  }

  /// An entry of the activity's domain, other than its own, that order and attendees admit; nil where
  /// some draws found none.
  private func drawAdmitted(
    _ activity: Int, _ first: Int, _ end: Int, _ random: inout Random
  ) -> Int? {
    for _ in 0..<8 {
      let entry = first &+ random.below(end &- first)
      guard entry != Int(entryOf[activity]) else { continue }
      let option = problem.option(entry)
      if attendeesAdmit(activity, at: option),
        order.admits(activity, at: option, entryOf: entryOf)
      {
        return entry
      }
    }
    return nil
  }
}
