/// Puts back what a timetable has lost, and disturbs as little as that takes.
///
/// What something may be moved for is what the problem says it costs: whoever wants a timetable near
/// an earlier one prices every departure from it. The search does not look further than what was
/// lost and what stands in its way, so that nothing moves only because it would be better elsewhere:
///
/// 1. each lost activity goes to the cheapest place that it has with nobody else moving, those that
///    follow it back to their own places where they can;
/// 2. one without such a place takes one from others, which go elsewhere, where all of that together
///    costs less than to leave it out: ejection chains (Glover, 1996), drawn at random, the cheapest
///    of many;
/// 3. what has moved is looked at again, one by one, for a cheaper place.
struct Mending {
  let workbench: Workbench
  /// By activity: where it stood; -1 for a time or a person that it cannot have any more.
  let wishes: [Wish?]
  /// Ejection chains that are drawn for each lost activity.
  let draws: Int
  let isOver: () -> Bool
  var random: Random

  private var problem: Problem { workbench.problem }

  mutating func run() {
    putBackDirectly()
    takePlaces()
    // What had no place may have one, now that others have moved.
    putBackDirectly()
    settle()
    workbench.placeWaiting(random: &random)
  }

  /// Activities that had a place and have none, the dearest first.
  private var lost: [Int] {
    wishes.indices.filter {
      wishes[$0] != nil && !workbench.isPlaced($0) && !problem.activities.isFixed[$0]
    }.sorted {
      (-problem.activities.unplacedCost[$0], $0) < (-problem.activities.unplacedCost[$1], $1)
    }
  }

  // 1: with nobody moving

  private mutating func putBackDirectly() {
    var isChanged = true
    // One may have to wait for another that comes later in the list.
    while isChanged, !isOver() {
      isChanged = false
      for activity in lost where !workbench.isPlaced(activity) && isReady(activity) {
        if putBack(activity) { isChanged = true }
      }
    }
  }

  private func isReady(_ activity: Int) -> Bool {
    workbench.order.isReady(activity, entryOf: workbench.entryOf)
  }

  /// Puts a lost activity where it and those that follow it cost least together; false where that
  /// would cost more than to leave them out.
  private mutating func putBack(_ activity: Int) -> Bool {
    let before = workbench.cost
    if restore(activity) {
      restoreAll(followers(of: activity))
      if workbench.cost < before {
        workbench.commit()
        return true
      }
      workbench.rollBack(to: 0)
    }
    guard let room = workbench.order.room(for: activity, entryOf: workbench.entryOf) else {
      return false
    }
    let followers = followers(of: activity)
    let first = workbench.firstEntry(of: activity, from: room.lowerBound)
    let end = workbench.firstEntry(of: activity, from: room.upperBound)
    var best: (cost: Int, entry: Int, choices: [Int32])?
    for entry in first..<end {
      for choices in teams(for: activity, at: entry) {
        insert(activity, at: entry, choices)
        restoreAll(followers)
        if workbench.cost < best?.cost ?? before { best = (workbench.cost, entry, choices) }
        workbench.rollBack(to: 0)
      }
    }
    guard let best else { return false }
    insert(activity, at: best.entry, best.choices)
    restoreAll(followers)
    workbench.commit()
    return true
  }

  private func insert(_ activity: Int, at entry: Int, _ choices: [Int32]) {
    for (slot, choice) in choices.enumerated() { workbench.choices[slot] = choice }
    workbench.insert(activity, at: entry, choosing: workbench.choices.base)
  }

  /// Who may fill the roles there: as many as can of those who did, the cheapest, and at the time at
  /// which it stood each in the first role with the cheapest in the others.
  private mutating func teams(for activity: Int, at entry: Int) -> [[Int32]] {
    let option = problem.option(entry)
    guard workbench.order.admits(activity, at: option, entryOf: workbench.entryOf),
      workbench.attendeesAdmit(activity, at: option)
    else { return [] }
    let slots = problem.roles.slots.count(activity)
    var teams: [[Int32]] = []
    func add(_ team: [Int32]) { if !teams.contains(team) { teams.append(team) } }
    if let wish = wishes[activity], isWhole(wish) {
      copy(wish, of: activity)
      if workbench.staff(activity, at: option, random: &random) {
        add((0..<slots).map { workbench.choices[$0] })
      }
    }
    if fill(activity, from: 0, at: option) { add((0..<slots).map { workbench.found[$0] }) }
    guard slots > 0, wishes[activity]?.option == option else { return teams }
    let first = problem.roles.slots.first(activity)
    for choice in problem.roles.firstCandidate[first]..<problem.roles.endCandidate[first] {
      let resource = Int(problem.roles[Int(choice)].resource)
      guard resource < 0 || workbench.resourceAdmits(activity, at: option, resource) else {
        continue
      }
      workbench.found[0] = choice
      guard workbench.poolsAdmit(activity, choosing: workbench.found.base, count: 1),
        fill(activity, from: 1, at: option)
      else { continue }
      add((0..<slots).map { workbench.found[$0] })
    }
    return teams
  }

  /// Fills the roles from `slot` on with the cheapest, role by role, in `found`.
  private mutating func fill(_ activity: Int, from slot: Int, at option: Int) -> Bool {
    for slot in slot..<max(slot, problem.roles.slots.count(activity)) {
      guard
        workbench.cheapestChoice(for: activity, slot, at: option, below: .max, random: &random)
          != nil
      else { return false }
    }
    return true
  }

  private func isWhole(_ wish: Wish) -> Bool { wish.choices.allSatisfy { $0 >= 0 } }

  private func copy(_ wish: Wish, of activity: Int) {
    let first = problem.roles.slots.first(activity)
    for (slot, choice) in wish.choices.enumerated() {
      workbench.choices[slot] = problem.roles.firstCandidate[first + slot] + Int32(choice)
    }
  }

  /// Puts an activity exactly where it stood, if it may.
  private func restore(_ activity: Int) -> Bool {
    guard let wish = wishes[activity], wish.option >= 0, isWhole(wish),
      let entry = workbench.entry(of: activity, at: wish.option)
    else { return false }
    copy(wish, of: activity)
    guard workbench.admits(activity, at: entry, choosing: workbench.choices.base) else {
      return false
    }
    workbench.insert(activity, at: entry, choosing: workbench.choices.base)
    return true
  }

  /// Puts each of these where it stood, else to the cheapest place if it has one.
  private mutating func restoreAll(_ activities: [Int]) {
    for activity in activities where !workbench.isPlaced(activity) && isReady(activity) {
      if restore(activity) { continue }
      guard
        let found = workbench.cheapestPlace(
          for: activity, blinks: 0, leavesRoom: false, random: &random)
      else { continue }
      workbench.insert(activity, at: found.entry, choosing: workbench.choices.base)
    }
  }

  /// The lost ones that have to follow an activity, each behind those it follows.
  private func followers(of activity: Int) -> [Int] {
    var order: [Int] = []
    var seen: Set<Int> = [activity]
    func visit(_ activity: Int) {
      for place in problem.ordering.successors.first(
        activity)..<problem.ordering.successors.end(activity)
      {
        let later = Int(problem.ordering.successor[place])
        guard wishes[later] != nil, !workbench.isPlaced(later), seen.insert(later).inserted else {
          continue
        }
        visit(later)
        order.append(later)
      }
    }
    visit(activity)
    return order.reversed()
  }

  // 2: where others make room

  private mutating func takePlaces() {
    for activity in lost where !workbench.isPlaced(activity) && isReady(activity) {
      let before = workbench.cost
      var best = before
      var bestRandom: Random?
      for _ in 0..<draws {
        if isOver() { break }
        let drawn = random
        if eject(activity), workbench.cost < best {
          best = workbench.cost
          bestRandom = drawn
        }
        workbench.rollBack(to: 0)
      }
      guard let bestRandom else { continue }
      // The same numbers draw the same chain again.
      let next = random
      random = bestRandom
      _ = eject(activity)
      random = next
      workbench.commit()
    }
  }

  /// One ejection chain: the activity in, by the toss of a coin at the time at which it stood, those
  /// in its way and the lost ones that follow it back where they can.
  private mutating func eject(_ activity: Int) -> Bool {
    guard let room = workbench.order.room(for: activity, entryOf: workbench.entryOf) else {
      return false
    }
    let first = workbench.firstEntry(of: activity, from: room.lowerBound)
    let end = workbench.firstEntry(of: activity, from: room.upperBound)
    guard end > first else { return false }
    var entry = first + random.below(end - first)
    if random.once(in: 2), let wish = wishes[activity], room.contains(wish.option),
      let own = workbench.entry(of: activity, at: wish.option)
    {
      entry = own
    }
    workbench.scratch.out.clear()
    guard workbench.clear(activity, at: entry, &random) else { return false }
    // Those that were in the way, then those that wait for it.
    let out = workbench.scratch.out
    let pushed = (0..<out.count).map { out[$0] }
    restoreAll(pushed.reversed())
    restoreAll(followers(of: activity))
    return true
  }

  // 3: what has moved, once more

  private mutating func settle() {
    let moved = wishes.indices.filter {
      workbench.isPlaced($0) && !problem.activities.isFixed[$0]
        && workbench.wish(of: $0) != wishes[$0] && wishes[$0] != nil
    }
    var isChanged = true
    while isChanged, !isOver() {
      isChanged = false
      for activity in moved where workbench.isPlaced(activity) {
        let before = workbench.cost
        workbench.remove(activity)
        if let found = workbench.cheapestPlace(
          for: activity, blinks: 0, leavesRoom: false, random: &random)
        {
          workbench.insert(activity, at: found.entry, choosing: workbench.choices.base)
        }
        if workbench.isPlaced(activity), workbench.cost < before {
          workbench.commit()
          isChanged = true
        } else {
          workbench.rollBack(to: 0)
        }
      }
    }
  }
}

extension Problem {
  /// The timetable nearest to the one that `wishes` tell of: what may stay stays, what may not goes
  /// where it costs least, and others move only to make room for it.
  ///
  /// - Parameters:
  ///   - wishes: by activity, where it stood; -1 for a time or a person that it cannot have any more. Nil
  ///     is one that had no place, and gets one only where nobody has to move.
  ///   - solution: what still stands of it.
  ///   - draws: ejection chains that are drawn for each activity that has no place of its own.
  ///   - isOver: asked now and then; the timetable as it is then is the result.
  package func mended(
    towards wishes: [Wish?], keeping solution: Solution, seed: UInt64 = 1, draws: Int = 2_000,
    isOver: @escaping () -> Bool = { false }
  ) -> Solution {
    let workbench = Workbench(self)
    workbench.hold(solution)
    var mending = Mending(
      workbench: workbench, wishes: wishes, draws: draws, isOver: isOver,
      random: Random(seed: seed))
    mending.run()
    return workbench.solution
  }
}
