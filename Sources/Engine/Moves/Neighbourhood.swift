/// The ways to propose a move. Each is one file and one function on the workbench, which makes its
/// changes through the journal and says whether it made any; whoever called keeps or takes back.
package enum Neighbourhood: Int, CaseIterable, Sendable {
  /// One activity to another time, its resources kept where they can be.
  case retime
  /// One slot of an activity to another candidate, in exchange where that one is taken.
  case restaff
  /// One activity to another time, what is in its way there to its old one, and so on.
  case exchange
  /// A whole series to another rhythm.
  case shiftSeries
  /// One time of an ordered series for another, those between them moving up.
  case leapfrog
  /// One candidate for a slot through a whole series.
  case unify
  /// Some related activities out, and back by cheapest insertion.
  case rebuild
  /// An unplaced activity in, those in its way out and back elsewhere.
  case eject

  /// How often each is drawn, in 1024ths: measured with `scripts/tune`, where one rebuild or
  /// ejection takes as long as some hundred of the small moves. Where nothing is ordered the share of
  /// what crosses an order goes to another.
  package static func odds(for problem: Problem) -> [Int] {
    problem.ordering.successor.count > 0
      ? [424, 224, 232, 35, 60, 30, 8, 11] : [424, 284, 232, 35, 0, 30, 8, 11]
  }
}

extension Workbench {
  /// Proposes one move. Those that can tell beforehand what they would add refuse more than
  /// `allowance`; after any that is not made the caller takes back what was done.
  func propose(
    _ neighbourhood: Neighbourhood, allowing allowance: Int = .max, random: inout Random
  ) -> Proposal {
    switch neighbourhood {
    case .retime: retime(&random, allowing: allowance)
    case .restaff: restaff(&random, allowing: allowance)
    case .exchange: exchange(&random, allowing: allowance)
    case .shiftSeries: shiftSeries(&random) ? .made : .idle
    case .leapfrog: leapfrog(&random) ? .made : .idle
    case .unify: unify(&random) ? .made : .idle
    case .rebuild: rebuild(&random) ? .made : .idle
    case .eject: eject(&random) ? .made : .idle
    }
  }

  /// A movable activity that is placed; nil where three draws found none.
  func drawPlaced(_ random: inout Random) -> Int? {
    guard problem.movable.count > 0 else { return nil }
    for _ in 0..<3 {
      let activity = drawMovable(&random)
      if isPlaced(activity) { return activity }
    }
    return nil
  }

  /// Copies the choices with which `activity` stands to `choices`.
  @inline(__always)
  func copyChoices(of activity: Int) {
    let first = problem.roles.slots.first(activity)
    for slot in 0..<problem.roles.slots.count(activity) { choices[slot] = choiceOf[first &+ slot] }
  }

  /// Puts an unplaced activity at `entry` with the choices in `choices`, those replaced that do not
  /// fit there; false where some role has nobody.
  func insertKeeping(_ activity: Int, at entry: Int, random: inout Random) -> Bool {
    let option = problem.option(entry)
    guard order.admits(activity, at: option, entryOf: entryOf),
      attendeesAdmit(activity, at: option)
    else { return false }
    return insertStaffed(activity, at: entry, random: &random)
  }

  /// The second half of `insertKeeping`: order and attendees are known to admit the time.
  func insertStaffed(_ activity: Int, at entry: Int, random: inout Random) -> Bool {
    guard staff(activity, at: problem.option(entry), random: &random) else { return false }
    insert(activity, at: entry, choosing: choices.base)
    return true
  }

  /// Keeps those of `choices` that fit `activity` at `option`, and replaces the others by the
  /// cheapest; false where some role has nobody.
  func staff(_ activity: Int, at option: Int, random: inout Random) -> Bool {
    let count = problem.roles.slots.count(activity)
    for slot in 0..<count {
      let kept = Int(problem.roles[Int(choices[slot])].resource)
      found[slot] = choices[slot]
      let isKept =
        kept < 0
        || (isNew(kept, before: slot) && resourceAdmits(activity, at: option, kept)
          && poolsAdmit(activity, choosing: found.base, count: slot &+ 1))
      if !isKept, !fill(slot, of: activity, at: option, random: &random) { return false }
    }
    for slot in 0..<count { choices[slot] = found[slot] }
    return true
  }

  /// Fills a slot with the cheapest of some candidates, or of all where none of those is admitted,
  /// written to `found`; false where nobody is.
  private func fill(_ slot: Int, of activity: Int, at option: Int, random: inout Random) -> Bool {
    var choice = cheapestChoice(
      for: activity, slot, at: option, below: .max, breadth: Self.breadth, random: &random)
    if choice == nil, step(among: problem.roles.slots.first(activity) &+ slot, Self.breadth) > 1 {
      choice = cheapestChoice(for: activity, slot, at: option, below: .max, random: &random)
    }
    return choice != nil
  }
}
