import Training

/// `modules.csv`: what is taught, and what comes first.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let title = Column(1, "title")
    static let axis = Column(2, "axis", .optional)
    static let competence = Column(3, "competence")
    static let level = Column(4, "level")
    static let sessions = Column(5, "sessions")
    static let minutes = Column(6, "minutes")
    static let mode = Column(7, "mode")
    static let equipment = Column(8, "equipment", .optional)
    static let after = Column(9, "after", .optional)
    static let maxPerWeek = Column(10, "max_per_week", .optional)
    static let minGapDays = Column(11, "min_gap_days", .optional)
    static let learnersPerTrainer = Column(12, "learners_per_trainer", .optional)
    static let all = [
      id, title, axis, competence, level, sessions, minutes, mode, equipment, after, maxPerWeek,
      minGapDays, learnersPerTrainer,
    ]
  }

  mutating func readModules() {
    var table = table(.modules, Field.all, atMost: Limits.modules)
    var prerequisites: [(row: Record, names: [String])] = []
    while let row = table?.next() {
      modules.append(
        Module(
          id: moduleNames.add(Field.id, of: row), title: row.words(Field.title) ?? "",
          axis: row.id(Field.axis), competence: row.id(Field.competence) ?? "",
          level: row.whole(Field.level, 1...4) ?? 1,
          sessions: row.whole(Field.sessions, 1...200) ?? 200,
          minutes: row.whole(Field.minutes, 1...1440) ?? 1,
          mode: row.choice(Field.mode) ?? .online, equipment: row.ids(Field.equipment),
          maxPerWeek: row.whole(Field.maxPerWeek, 1...Limits.wholeNumber),
          minGapDays: row.whole(Field.minGapDays, 0...365) ?? 0,
          learnersPerTrainer: row.whole(Field.learnersPerTrainer, 1...Limits.wholeNumber)))
      prerequisites.append((row, row.list(Field.after)))
    }
    moduleNames.close(after: table)
    lines.modules = moduleNames.lines
    for (index, (row, names)) in prerequisites.enumerated() {
      for name in names {
        guard let other = row.reference(name, Field.after, in: moduleNames) else { continue }
        if other == index {
          row.fault(Field.after, "\(quoted(name)) comes after itself")
        } else {
          modules[index].after.append(other)
        }
      }
    }
    reportCycles()
  }

  /// Names each cycle of `after` once, at its first module.
  ///
  /// A depth-first walk without recursion, for a chain of modules may be as long as the file.
  private func reportCycles() {
    enum Mark { case new, open, done }
    var found = 0
    var marks = Array(repeating: Mark.new, count: modules.count)
    for root in modules.indices where marks[root] == .new {
      var path = [root]
      var next = [0]
      marks[root] = .open
      while let module = path.last, let position = next.last {
        guard position < modules[module].after.count else {
          marks[module] = .done
          path.removeLast()
          next.removeLast()
          continue
        }
        next[next.count - 1] += 1
        let other = modules[module].after[position]
        switch marks[other] {
        case .done: continue
        case .new:
          marks[other] = .open
          path.append(other)
          next.append(0)
        case .open:
          found += 1
          guard found <= Faults.reported else { return }
          if let start = path.firstIndex(of: other) { reportCycle(Array(path[start...])) }
        }
      }
    }
  }

  private func reportCycle(_ members: [Int]) {
    guard let first = members.min(), let start = members.firstIndex(of: first) else { return }
    let ring = Array(members[start...] + members[..<start]) + [first]
    let shown = ring.count > 12 ? Array(ring.prefix(11)) : ring
    let names = shown.map { modules[$0].id }.joined(separator: " after ")
    log.fault(
      DatasetFile.modules.name, moduleNames.lines[first], Field.after.name,
      "a cycle: \(names)" + (ring.count > 12 ? " after … (\(ring.count - 1) modules)" : ""))
  }
}
