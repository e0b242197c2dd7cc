/// A frozen timetable with its cost.
package struct Solution: Sendable, Equatable {
  package var cost: Int
  /// By activity: its domain entry, -1 where it is unplaced.
  package var entries: [Int32]
  /// By slot, activity after activity: its candidate.
  package var choices: [Int32]
}

extension Problem {
  /// The option of `activity` in `solution`; nil where it is unplaced.
  package func option(of activity: Int, in solution: Solution) -> Int? {
    let entry = Int(solution.entries[activity])
    return entry < 0 ? nil : option(entry)
  }

  /// The position, in the slot's candidate list, of what fills each slot of a placed activity.
  package func choices(of activity: Int, in solution: Solution) -> [Int] {
    (roles.slots.first(activity)..<roles.slots.end(activity)).map {
      Int(solution.choices[$0] - roles.firstCandidate[$0])
    }
  }
}

extension Workbench {
  /// The timetable as it stands.
  package var solution: Solution {
    Solution(cost: cost, entries: entryOf.elements, choices: choiceOf.elements)
  }

  /// Makes the timetable equal to `solution`, moving only what differs.
  func adopt(_ solution: Solution) {
    for place in 0..<problem.movable.count {
      let activity = Int(problem.movable[place])
      if isPlaced(activity), differs(activity, from: solution) { remove(activity) }
    }
    for place in 0..<problem.movable.count {
      let activity = Int(problem.movable[place])
      let entry = Int(solution.entries[activity])
      guard entry >= 0, !isPlaced(activity) else { continue }
      solution.choices.withUnsafeBufferPointer { all in
        if let base = all.baseAddress {
          insert(activity, at: entry, choosing: base + problem.roles.slots.first(activity))
        } else {
          insert(activity, at: entry, choosing: choices.base)
        }
      }
    }
    commit()
  }

  private func differs(_ activity: Int, from solution: Solution) -> Bool {
    if entryOf[activity] != solution.entries[activity] { return true }
    return (problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)).contains {
      choiceOf[$0] != solution.choices[$0]
    }
  }
}

/// Where somebody wants an activity to stand.
package struct Wish: Sendable, Equatable {
  package var option: Int
  /// Positions in the candidate lists of its roles.slots.
  package var choices: [Int]

  package init(option: Int, choices: [Int]) {
    self.option = option
    self.choices = choices
  }
}

extension Problem {
  /// The solution in which activities stand where wished, each where the ones before it allow; fixed
  /// ones stand where they must.
  ///
  /// - Parameter wishes: by activity; nil leaves it unplaced.
  package func solution(near wishes: [Wish?]) -> Solution {
    let workbench = Workbench(self)
    var isChanged = true
    // A wish may have to wait for a predecessor that comes later.
    while isChanged {
      isChanged = false
      for place in 0..<movable.count {
        let activity = Int(movable[place])
        guard !workbench.isPlaced(activity), let wish = wishes[activity],
          let entry = workbench.entry(of: activity, at: wish.option)
        else { continue }
        for (slot, choice) in wish.choices.enumerated() {
          workbench.choices[slot] =
            roles.firstCandidate[roles.slots.first(activity) + slot] + Int32(choice)
        }
        guard workbench.admits(activity, at: entry, choosing: workbench.choices.base) else {
          continue
        }
        workbench.insert(activity, at: entry, choosing: workbench.choices.base)
        workbench.commit()
        isChanged = true
      }
    }
    return workbench.solution
  }
}
