import Training

/// `trainers.csv`: who teaches what, where and for how long.
extension DatasetReader {
  private enum Field {
    static let id = Column(0, "id")
    static let city = Column(1, "city")
    static let languages = Column(2, "languages")
    static let skills = Column(3, "skills")
    static let modes = Column(4, "modes")
    static let available = Column(5, "available")
    static let hoursWeek = Column(6, "hours_week")
    static let maxHoursWeek = Column(7, "max_hours_week")
    static let maxHoursDay = Column(8, "max_hours_day")
    static let travelsTo = Column(9, "travels_to", .optional)
    static let partner = Column(10, "partner", .optional)
    static let all = [
      id, city, languages, skills, modes, available, hoursWeek, maxHoursWeek, maxHoursDay,
      travelsTo, partner,
    ]
  }

  private enum WorkMode: String, CaseIterable {
    case inPerson = "in_person"
    case remote
  }

  mutating func readTrainers() {
    var table = table(.trainers, Field.all, atMost: Limits.parties)
    while let row = table?.next() {
      let id = trainerNames.add(Field.id, of: row)
      let city = row.reference(Field.city, in: cityNames)
      let languages = row.languages(Field.languages)
      let skills = skills(of: row)
      let modes = row.list(Field.modes).compactMap { row.choice($0, Field.modes, WorkMode.self) }
      let home = city.map { stateOfCity[$0] }
      trainers.append(
        Trainer(
          id: id, city: city ?? 0, languages: languages, skills: skills,
          worksInPerson: modes.contains(.inPerson), worksRemotely: modes.contains(.remote),
          available: row.windows(Field.available) ?? .always,
          wishedMinutesPerWeek: row.minutes(Field.hoursWeek, upToHours: 168) ?? 0,
          maxMinutesPerWeek: row.minutes(Field.maxHoursWeek, upToHours: 168) ?? 0,
          maxMinutesPerDay: row.minutes(Field.maxHoursDay, upToHours: 24) ?? 0,
          travelsTo: row.references(Field.travelsTo, in: stateNames).filter { $0 != home }))
      if let partner = row.text(Field.partner) {
        partnersOfTrainers.append((trainers.count - 1, row, partner))
      }
    }
    trainerNames.close(after: table)
    lines.trainers = trainerNames.lines
  }

  /// Partners are read after the trainers who name them.
  mutating func assignPartners() {
    for (trainer, row, name) in partnersOfTrainers {
      trainers[trainer].partner = row.reference(name, Field.partner, in: partnerNames)
    }
    partnersOfTrainers = []
  }

  private func skills(of row: Record) -> [String: Int] {
    var skills: [String: Int] = [:]
    for item in row.list(Field.skills) {
      let parts = item.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
      guard parts.count == 2 else {
        row.fault(Field.skills, "\(quoted(item)) is not a competence and its level, such as 3.1:2")
        continue
      }
      guard isIdentifier(parts[0]) else {
        row.fault(Field.skills, notAnIdentifier(parts[0]))
        continue
      }
      guard let level = wholeNumber(parts[1]), (1...4).contains(level) else {
        row.fault(Field.skills, "the level in \(quoted(item)): " + notWhole(parts[1], 1...4))
        continue
      }
      if skills.updateValue(level, forKey: parts[0]) != nil {
        row.fault(Field.skills, "the competence \(quoted(parts[0])) is listed twice")
      }
    }
    return skills
  }
}
