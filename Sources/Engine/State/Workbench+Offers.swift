/// The face of the workbench for whoever asks what if, rather than searches.
extension Workbench {
  /// Makes the timetable equal to `solution`; there is nothing to take back then.
  package func hold(_ solution: Solution) { adopt(solution) }

  /// Where the journal stands, for `takeBack(to:)`.
  package var point: Int { mark }

  /// Takes back every change since `point`.
  package func takeBack(to point: Int) { rollBack(to: point) }

  /// Lets every change since the last time stand for good; earlier points mean nothing any more.
  package func keepChanges() { commit() }

  /// Where `activity` stands; nil where it is unplaced.
  package func wish(of activity: Int) -> Wish? {
    guard isPlaced(activity) else { return nil }
    let slots = problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
    return Wish(
      option: optionOf(activity),
      choices: slots.map { Int(choiceOf[$0] - problem.roles.firstCandidate[$0]) })
  }

  /// Takes a placed activity out; a fixed one stays, and the answer is false.
  package func withdraw(_ activity: Int) -> Bool {
    guard !problem.activities.isFixed[activity], isPlaced(activity) else { return false }
    remove(activity)
    return true
  }

  /// Puts an unplaced activity where it is wished; false where that is not admitted.
  package func putIn(_ activity: Int, at wish: Wish) -> Bool {
    guard !isPlaced(activity), let entry = entry(of: activity, at: wish.option) else {
      return false
    }
    let first = problem.roles.slots.first(activity)
    guard wish.choices.count == problem.roles.slots.count(activity) else { return false }
    for (slot, choice) in wish.choices.enumerated() {
      let candidate = problem.roles.firstCandidate[first + slot] + Int32(choice)
      guard choice >= 0, candidate < problem.roles.endCandidate[first + slot] else { return false }
      choices[slot] = candidate
    }
    guard admits(activity, at: entry, choosing: choices.base) else { return false }
    insert(activity, at: entry, choosing: choices.base)
    return true
  }

  /// The activities that may start only when `activity` is over.
  package func successors(of activity: Int) -> [Int] {
    (problem.ordering.successors.first(activity)..<problem.ordering.successors.end(activity))
      .map { Int(problem.ordering.successor[$0]) }
  }

  /// Every place that `activity` may have, all others staying where they are, its own among them.
  ///
  /// For each option and each choice for the roles told `apart`, the other roles take the cheapest
  /// people for them: assistants are interchangeable, and every set of them is too many.
  ///
  /// - Parameters:
  ///   - apart: the roles whose every choice is an offer.
  ///   - admitting: only these options are looked at.
  ///   - holding: a candidate resource that has to fill one of the roles.
  package func offers(
    for activity: Int, apart: [Int], admitting: (_ option: Int) -> Bool = { _ in true },
    holding: Int? = nil
  ) -> [Offer] {
    guard !problem.activities.isFixed[activity] else { return [] }
    let point = mark
    defer { rollBack(to: point) }
    let before = cost
    var placing = 0
    let own = wish(of: activity)
    if own != nil {
      remove(activity)
      placing = -missingCost
    }
    // What being out changes, being missing apart.
    let freed = cost + placing - before
    var offers: [Offer] = []
    for entry in Int(problem.domains.first[activity])..<Int(problem.domains.end[activity]) {
      let option = problem.option(entry)
      guard admitting(option), order.admits(activity, at: option, entryOf: entryOf),
        attendeesAdmit(activity, at: option)
      else { continue }
      var team = RolePrices(of: activity, at: option, on: self, apart: apart, keeping: own)
      let base = unstaffedDelta(of: activity, at: entry)
      team.eachTeam(holding: holding) { choices, cost in
        offers.append(Offer(option: option, choices: choices, change: freed + base + cost))
      }
    }
    guard own == nil, let first = offers.first else { return offers }
    // Placed once, to see what its being missing costs.
    guard putIn(activity, at: Wish(option: first.option, choices: first.choices)) else {
      preconditionFailure("an offer is admitted")
    }
    let gain = cost - before - first.change
    return offers.map { Offer(option: $0.option, choices: $0.choices, change: $0.change + gain) }
  }
}
