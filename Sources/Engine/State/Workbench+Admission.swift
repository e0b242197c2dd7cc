extension Workbench {
  /// Whether `activity` may stand at `entry` with these choices, its own present place forgotten.
  func admits(_ activity: Int, at entry: Int, choosing choices: UnsafePointer<Int32>) -> Bool {
    let option = problem.option(entry)
    return order.admits(activity, at: option, entryOf: entryOf)
      && attendeesAdmit(activity, at: option)
      && slotsAdmit(activity, at: option, choosing: choices)
  }

  func attendeesAdmit(_ activity: Int, at option: Int) -> Bool {
    let held = isPlaced(activity) ? optionOf(activity) : -1
    for place in problem.activities.attendees.first(
      activity)..<problem.activities.attendees.end(activity)
    {
      let resource = Int(problem.activities.attendee[place])
      guard loads.admits(activity, at: option, in: resource, held: held),
        agendas.admits(activity, at: option, in: resource, entryOf: entryOf)
      else { return false }
    }
    return true
  }

  func slotsAdmit(
    _ activity: Int, at option: Int, choosing choices: UnsafePointer<Int32>
  ) -> Bool {
    let count = problem.roles.slots.count(activity)
    for slot in 0..<count {
      let resource = Int(problem.roles[Int(choices[slot])].resource)
      guard resource >= 0 else { continue }
      for other in 0..<slot where Int(problem.roles[Int(choices[other])].resource) == resource {
        return false
      }
      guard resourceAdmits(activity, at: option, resource) else { return false }
    }
    return poolsAdmit(activity, choosing: choices, count: count)
  }

  /// Whether `resource` has the time and the load for `activity`; its pool is asked apart.
  func resourceAdmits(_ activity: Int, at option: Int, _ resource: Int) -> Bool {
    guard problem.isAvailable(resource, Int(problem.activities.durationClass[activity]), option)
    else {
      return false
    }
    let held = holds(activity, resource) ? optionOf(activity) : -1
    return loads.admits(activity, at: option, in: resource, held: held)
      && agendas.admits(activity, at: option, in: resource, entryOf: entryOf)
  }

  /// Whether `activity` stands somewhere with `resource` in one of its slots.
  func holds(_ activity: Int, _ resource: Int) -> Bool {
    guard isPlaced(activity) else { return false }
    for slot in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
    where Int(problem.roles[Int(choiceOf[slot])].resource) == resource {
      return true
    }
    return false
  }

  /// Whether the pools can give the load of the first `count` choices, together.
  func poolsAdmit(
    _ activity: Int, choosing choices: UnsafePointer<Int32>, count: Int
  ) -> Bool {
    guard problem.resources.poolCapacity.count > 0 else { return true }
    let load = problem.activities.load[activity]
    for slot in 0..<count {
      let pool = pool(of: choices[slot])
      guard pool >= 0 else { continue }
      var needed = 0
      for other in 0..<count where self.pool(of: choices[other]) == pool { needed &+= load }
      if isPlaced(activity) {
        for place in problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
        where self.pool(of: choiceOf[place]) == pool {
          needed &-= load
        }
      }
      if needed > loads.room(inPool: pool) && needed > 0 { return false }
    }
    return true
  }

  @inline(__always)
  private func pool(of choice: Int32) -> Int {
    let resource = Int(problem.roles[Int(choice)].resource)
    return resource >= 0 ? Int(problem.resources.pool[resource]) : -1
  }
}
