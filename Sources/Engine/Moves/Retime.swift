extension Workbench {
  /// One activity to a random other time between its neighbours in the order.
  func retime(_ random: inout Random) -> Bool {
    guard let activity = drawPlaced(&random),
      let room = order.room(for: activity, entryOf: entryOf)
    else { return false }
    let first = firstEntry(of: activity, from: room.from)
    let end =
      room.to == .max
      ? Int(problem.domains.end[activity]) : firstEntry(of: activity, from: room.to &+ 1)
    guard end &- first > 1 else { return false }
    let entry = first &+ random.below(end &- first)
    guard entry != Int(entryOf[activity]) else { return false }
    let option = problem.option(entry)
    guard order.admits(activity, at: option, entryOf: entryOf),
      attendeesAdmit(activity, at: option)
    else { return false }
    copyChoices(of: activity)
    remove(activity)
    return insertStaffed(activity, at: entry, random: &random)
  }
}
