import Training

/// `absences.csv`: when somebody or some room is away.
extension DatasetReader {
  private enum Field {
    static let kind = Column(0, "kind")
    static let id = Column(1, "id")
    static let from = Column(2, "from")
    static let to = Column(3, "to")
    static let all = [kind, id, from, to]
  }

  private enum Kind: String, CaseIterable {
    case cohort, trainer, venue
  }

  mutating func readAbsences() {
    var table = table(.absences, Field.all)
    while let row = table?.next() {
      let who: Absence.Who?
      switch row.choice(Field.kind, Kind.self) {
      case .cohort: who = row.reference(Field.id, in: cohortNames).map { .cohort($0) }
      case .trainer: who = row.reference(Field.id, in: trainerNames).map { .trainer($0) }
      case .venue: who = row.reference(Field.id, in: venueNames).map { .venue($0) }
      case nil:
        who = nil
        _ = row.text(Field.id)
      }
      let from = row.instant(Field.from)
      let to = row.instant(Field.to)
      guard let from, let to else { continue }
      if from >= to { row.fault(Field.to, "\(to) is not after \(from)") }
      guard let who else { continue }
      absences.append(Absence(who: who, from: from, to: to))
      lines.absences.append(row.line)
    }
  }
}
