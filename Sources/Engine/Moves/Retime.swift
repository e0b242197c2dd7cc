extension Workbench {
  /// One activity to a random other time between its neighbours in the order, at which its attendees
  /// are free and, by the toss of a coin, those who fill its roles too.
  func retime(_ random: inout Random, allowing allowance: Int) -> Proposal {
    guard let activity = drawPlaced(&random),
      let room = order.room(for: activity, entryOf: entryOf),
      let entry = drawFree(activity, within: room, keepsRoles: random.once(in: 2), &random)
    else { return .idle }
    return move(activity, to: entry, allowing: allowance, &random)
  }

  /// A placed activity to `entry`, which order and attendees admit, its resources kept where they can be;
  /// what that would add is worked out first, and nothing touched where it is too much.
  func move(
    _ activity: Int, to entry: Int, allowing allowance: Int, _ random: inout Random
  ) -> Proposal {
    copyChoices(of: activity)
    guard staff(activity, at: problem.option(entry), random: &random) else { return .idle }
    if let delta = delta(of: activity, to: entry, choosing: choices.base) {
      guard delta <= allowance else { return .refused }
      remove(activity)
    } else {
      let before = cost
      remove(activity)
      guard
        cost &- before &- missingCost &+ delta(of: activity, at: entry, choosing: choices.base)
          <= allowance
      else { return .refused }
    }
    insert(activity, at: entry, choosing: choices.base)
    return .made
  }

  /// An entry of an activity's domain, other than where it stands, that order and attendees admit; nil
  /// where some draws found none.
  ///
  /// - Parameter keepsRoles: whether those who fill its roles must be free too.
  func drawFree(
    _ activity: Int, within window: Range<Int>, keepsRoles: Bool, _ random: inout Random
  ) -> Int? {
    var count = gatherFree(activity, within: window, keepsRoles: keepsRoles)
    let mustAsk = !problem.activities.onlyOverlaps[activity]
    for _ in 0..<4 where count > 0 {
      let option = takeFree(at: random.below(count), from: window.lowerBound >> 6)
      count &-= 1
      if !mustAsk
        || order.admits(activity, at: option, entryOf: entryOf)
          && attendeesAdmit(activity, at: option)
      {
        return firstEntry(of: activity, from: option)
      }
    }
    return nil
  }
}
