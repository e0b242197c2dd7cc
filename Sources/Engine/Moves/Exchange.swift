/// Room for one chain of activities that change places.
struct ExchangeChain {
  /// Longer chains are given up.
  static let limit = 12

  let members: Grid<Int32>
  /// By member: the entry that it goes to.
  let targets: Grid<Int32>
  /// By member: the choices with which it stood.
  let kept: Grid<Int32>

  init(maximumSlots: Int, in arena: Arena) {
    members = Grid(count: Self.limit, filledWith: -1, in: arena)
    targets = Grid(count: Self.limit, filledWith: -1, in: arena)
    kept = Grid(count: Self.limit * maximumSlots, filledWith: -1, in: arena)
  }
}

extension Workbench {
  /// One activity to another time; what is in its way there goes to the time that it leaves, what is
  /// in the way of those goes there, and so on: a Kempe chain between two times (Thompson and
  /// Dowsland, 1998). By the toss of a coin those who fill the roles stay, or others are found.
  ///
  /// None may pass those that it must follow or that must follow it: these could at most go the other
  /// way.
  func exchange(_ random: inout Random, allowing allowance: Int) -> Proposal {
    guard let seed = drawPlaced(&random), let room = order.room(for: seed, entryOf: entryOf)
    else { return .idle }
    let entries = entries(of: seed, within: room)
    guard !entries.isEmpty else { return .idle }
    let here = optionOf(seed)
    let entry = entries.lowerBound &+ random.below(entries.count)
    let there = problem.option(entry)
    guard there != here, order.admits(seed, at: there, entryOf: entryOf) else { return .idle }
    let keepsRoles = random.once(in: 2)
    chain.members[0] = Int32(truncatingIfNeeded: seed)
    chain.targets[0] = Int32(truncatingIfNeeded: entry)
    var count = 1
    var next = 0
    while next < count {
      let activity = Int(chain.members[next])
      let target = problem.option(Int(chain.targets[next]))
      let opposite = target == there ? here : there
      for place in problem.activities.attendees.first(
        activity)..<problem.activities.attendees.end(activity)
      {
        let resource = Int(problem.activities.attendee[place])
        count = addObstacles(to: activity, at: target, in: resource, opposite, count)
        if count == 0 { return .idle }
      }
      let slots = problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
      for slot in slots where keepsRoles {
        let resource = Int(problem.roles[Int(choiceOf[slot])].resource)
        guard resource >= 0 else { continue }
        count = addObstacles(to: activity, at: target, in: resource, opposite, count)
        if count == 0 { return .idle }
      }
      next &+= 1
    }
    if count == 1 {
      guard attendeesAdmit(seed, at: there) else { return .idle }
      return move(seed, to: entry, allowing: allowance, &random)
    }
    return changePlaces(count, &random) ? .made : .idle
  }

  /// Adds to the chain's first `count` members those of `resource` that are in the way, to go to
  /// `opposite`; gives the new count, 0 where one of them cannot go or the chain is too long.
  private func addObstacles(
    to activity: Int, at option: Int, in resource: Int, _ opposite: Int, _ count: Int
  ) -> Int {
    var count = count
    agendas.eachObstacle(to: activity, at: option, in: resource) { other in
      for member in 0..<count where Int(chain.members[member]) == other { return true }
      guard count < ExchangeChain.limit, !problem.activities.isFixed[other],
        let entry = entry(of: other, at: opposite),
        order.admits(other, at: opposite, entryOf: entryOf)
      else {
        count = 0
        return false
      }
      chain.members[count] = Int32(truncatingIfNeeded: other)
      chain.targets[count] = Int32(truncatingIfNeeded: entry)
      count &+= 1
      return true
    }
    return count
  }

  /// Takes the chain's members out and puts each where it is to go; false where one does not fit.
  private func changePlaces(_ count: Int, _ random: inout Random) -> Bool {
    let width = problem.roles.maximumSlots
    for member in 0..<count {
      let activity = Int(chain.members[member])
      copyChoices(of: activity)
      for slot in 0..<problem.roles.slots.count(activity) {
        chain.kept[member &* width &+ slot] = choices[slot]
      }
      remove(activity)
    }
    for member in 0..<count {
      let activity = Int(chain.members[member])
      for slot in 0..<problem.roles.slots.count(activity) {
        choices[slot] = chain.kept[member &* width &+ slot]
      }
      guard insertKeeping(activity, at: Int(chain.targets[member]), random: &random) else {
        return false
      }
    }
    return true
  }

  /// One of the resources that a placed activity occupies.
  func drawResource(of activity: Int, _ random: inout Random) -> Int? {
    let attendees = problem.activities.attendees.count(activity)
    let slots = problem.roles.slots.count(activity)
    guard attendees &+ slots > 0 else { return nil }
    let draw = random.below(attendees &+ slots)
    if draw < attendees {
      return Int(problem.activities.attendee[problem.activities.attendees.first(activity) &+ draw])
    }
    let choice = Int(choiceOf[problem.roles.slots.first(activity) &+ draw &- attendees])
    let resource = Int(problem.roles[choice].resource)
    return resource >= 0 ? resource : nil
  }
}
