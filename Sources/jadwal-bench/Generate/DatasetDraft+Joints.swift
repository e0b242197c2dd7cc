import Training

extension DatasetDraft {
  /// Cohorts that share a language and hours attend an online module together.
  mutating func drawJoints() {
    var draw = draw("joints")
    var week = HalfHours(rows: cohorts.count, from: Self.startsOn, days: 7)
    for (index, cohort) in cohorts.enumerated() {
      week.free(index, in: cohort.available, ahead: minutesAhead(cohort.city))
    }
    for (index, module) in modules.enumerated() where ModuleCatalogue.joint.contains(module.id) {
      var waiting = draw.shuffled(cohorts.indices.filter { cohorts[$0].modules.contains(index) })
      while let first = waiting.popLast() {
        guard draw.chance(30) else { continue }
        let wanted = draw.number(in: 2...4)
        var members = [first]
        // Looks at a handful, as a coordinator would who knows some of the cohorts.
        for candidate in waiting.suffix(40).reversed() where members.count < wanted {
          if canMeet(members + [candidate], module, week) { members.append(candidate) }
        }
        guard members.count > 1 else { continue }
        waiting.removeAll { members.contains($0) }
        joints.append(Joint(id: "", module: index, cohorts: members))
      }
    }
    for index in joints.indices {
      joints[index].id = Self.id("J-", index + 1, of: joints.count)
    }
  }

  /// Whether they share a language and, on two days a week or more, the hours for a session.
  private func canMeet(_ members: [Int], _ module: Module, _ week: HalfHours) -> Bool {
    let shared = members.dropFirst().reduce(cohorts[members[0]].languages) { shared, member in
      shared.filter(cohorts[member].languages.contains)
    }
    guard !shared.isEmpty else { return false }
    let days = (0..<7).count { day in
      (0..<48).contains { step in
        members.allSatisfy { week.holds($0, (day + 1) * 48 + step, length: module.minutes / 30) }
      }
    }
    return days >= 2
  }

  /// Minutes that a city's clocks are ahead of UTC during the programme.
  func minutesAhead(_ city: Int) -> Int {
    cities[city].zone.offset(at: Instant(seconds: Self.startsOn.days * 86_400)) / 60
  }
}
