import Training

/// A row of `previous.csv`, before the programme's sessions exist.
struct PreviousRow {
  var line: Int
  /// Nil where the session was unplaced.
  var placement: Placement?
}

/// `previous.csv`: the plan in force.
extension DatasetReader {
  private enum Field {
    static let session = Column(0, "session")
    static let start = Column(1, "start", .optionalCells)
    static let lead = Column(2, "lead", .optionalCells)
    static let assistants = Column(3, "assistants", .optionalCells)
    static let venue = Column(4, "venue", .optionalCells)
    static let all = [session, start, lead, assistants, venue]
    static let passed = ["module", "cohorts", "end", "local_start"]
  }

  mutating func readPrevious() {
    var table = table(.previous, Field.all, passing: Field.passed)
    while let row = table?.next() {
      guard let session = session(of: row) else { continue }
      let placement = placement(of: row)
      if let first = previous[session] {
        row.fault(Field.session, twice(session, first.line))
      } else {
        previous[session] = PreviousRow(line: row.line, placement: placement)
      }
    }
  }

  private func session(of row: Record) -> SessionName? {
    guard let text = row.text(Field.session) else { return nil }
    do {
      return try session(text)
    } catch {
      if case .unknown(let nearest) = error {
        row.warn(Field.session, unknownSession(text, nearest) + ": the row is ignored")
      }
      return nil
    }
  }

  private func placement(of row: Record) -> Placement? {
    let start = row.instant(Field.start)
    let lead = row.party(Field.lead, in: trainerNames)
    let assistants = row.parties(Field.assistants, in: trainerNames)
    let venue = row.party(Field.venue, in: venueNames)
    if row.isGiven(Field.start), !row.isGiven(Field.lead) {
      row.fault(Field.lead, "is empty, but the session has a start")
    }
    if !row.isGiven(Field.start),
      let column = [Field.lead, Field.assistants, Field.venue].first(where: row.isGiven)
    {
      row.fault(column, "is given, but the session has no start")
    }
    guard let start, let lead else { return nil }
    return Placement(start: start, lead: lead, assistants: assistants, venue: venue)
  }
}
