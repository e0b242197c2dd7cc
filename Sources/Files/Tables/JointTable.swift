import Training

/// `joint.csv`: cohorts that attend a module together.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let module = Column(1, "module")
    static let cohorts = Column(2, "cohorts")
    static let all = [id, module, cohorts]
  }

  mutating func readJoints() {
    var table = table(.joint, Field.all, atMost: Limits.parties)
    while let row = table?.next() {
      let id = jointNames.add(Field.id, of: row)
      if cohortNames.index(of: id) != nil {
        row.fault(Field.id, "\(quoted(id)) is a cohort's id as well")
      }
      let module = row.reference(Field.module, in: moduleNames)
      let names = row.list(Field.cohorts)
      let members = names.compactMap { row.reference($0, Field.cohorts, in: cohortNames) }
      if names.count == 1 { row.fault(Field.cohorts, "names one cohort, and it takes two to join") }
      if let module { check(module, members, of: row) }
      joints.append(Joint(id: id, module: module ?? -1, cohorts: members))
    }
    if table?.isIncomplete ?? wasRefused(.joint) { jointNames.isIncomplete = true }
    lines.joints = jointNames.lines
  }

  private mutating func check(_ module: Int, _ members: [Int], of row: Record) {
    let name = moduleNames.list[module]
    if modules[module].mode != .online {
      row.fault(
        Field.module, "\(quoted(name)) is \(modules[module].mode.rawValue), not online")
    }
    for cohort in members {
      let pair = CohortModule(cohort: cohort, module: module)
      let cohortName = cohortNames.list[cohort]
      if !listed.contains(pair) {
        guard !undecided.contains(cohort) else { continue }
        row.fault(Field.cohorts, "\(quoted(cohortName)) does not list the module \(quoted(name))")
      } else if let other = jointOf[pair] {
        row.fault(
          Field.cohorts,
          "\(quoted(cohortName)) attends \(quoted(name)) in the row on line "
            + "\(jointNames.lines[other]) as well")
      } else {
        jointOf[pair] = joints.count
      }
    }
  }
}
