import Training

/// `cohorts.csv`: who learns what, and when they can.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let city = Column(1, "city")
    static let audience = Column(2, "audience")
    static let size = Column(3, "size")
    static let languages = Column(4, "languages")
    static let modules = Column(5, "modules")
    static let available = Column(6, "available")
    static let preferred = Column(7, "preferred", .optional)
    static let needs = Column(8, "needs", .optional)
    static let groups = Column(9, "groups", .optional)
    static let maxPerDay = Column(10, "max_per_day", .optional)
    static let priority = Column(11, "priority", .optional)
    static let all = [
      id, city, audience, size, languages, modules, available, preferred, needs, groups, maxPerDay,
      priority,
    ]
  }

  mutating func readCohorts() {
    var table = table(.cohorts, Field.all, atMost: Limits.parties)
    while let row = table?.next() {
      let id = cohortNames.add(Field.id, of: row)
      let city = row.reference(Field.city, in: cityNames)
      let audience = row.choice(Field.audience, Audience.self)
      let size = row.whole(Field.size, 1...100_000)
      let languages = row.languages(Field.languages)
      let modules = modules(of: row)
      let cohort = Cohort(
        id: id, city: city ?? 0, audience: audience ?? .youth, size: size ?? 1,
        languages: languages, modules: modules,
        available: row.windows(Field.available) ?? .always,
        preferred: row.windows(Field.preferred), needs: row.ids(Field.needs),
        groups: row.ids(Field.groups), maxPerDay: row.whole(Field.maxPerDay, 1...24) ?? 2,
        priority: row.whole(Field.priority, 1...100) ?? 1)
      cohorts.append(cohort)
      if listed.count > Limits.sessions {
        table?.stop("more than \(Limits.sessions) sessions in all")
      }
    }
    cohortNames.close(after: table)
    lines.cohorts = cohortNames.lines
  }

  /// The modules of the next cohort; notes them, and whether some are not known.
  private mutating func modules(of row: Record) -> [Int] {
    let faults = log.total
    let modules = row.references(Field.modules, in: moduleNames)
    if log.total > faults || row.isBroken { undecided.insert(cohorts.count) }
    for module in modules {
      listed.insert(CohortModule(cohort: cohorts.count, module: module))
    }
    return modules
  }
}
