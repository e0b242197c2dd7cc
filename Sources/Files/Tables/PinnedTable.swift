import Training

/// A row of `pinned.csv`, before the programme's sessions exist.
struct PinnedRow {
  var line: Int
  var start: Instant?
  var lead: Int?
  var venue: Int?
}

/// `pinned.csv`: what the coordinator has fixed.
extension DatasetReader {
  private enum Field {
    static let session = Column(0, "session")
    static let start = Column(1, "start", .optional)
    static let lead = Column(2, "lead", .optional)
    static let venue = Column(3, "venue", .optional)
    static let all = [session, start, lead, venue]
  }

  mutating func readPins() {
    var table = table(.pinned, Field.all)
    while let row = table?.next() {
      let session = session(of: row, Field.session)
      let pin = PinnedRow(
        line: row.line, start: row.instant(Field.start),
        lead: row.reference(Field.lead, in: trainerNames),
        venue: row.reference(Field.venue, in: venueNames))
      guard let session else { continue }
      if let first = pins[session] {
        row.fault(Field.session, twice(session, first.line))
      } else {
        pins[session] = pin
      }
    }
  }

  private func session(of row: Record, _ column: Column) -> SessionName? {
    guard let text = row.text(column) else { return nil }
    do {
      return try session(text)
    } catch {
      if case .unknown(let nearest) = error {
        row.fault(column, unknownSession(text, nearest))
      }
      return nil
    }
  }

  func twice(_ session: SessionName, _ line: Int) -> String {
    "\(quoted(id(of: session))) is given twice, first on line \(line)"
  }
}

/// What a message says of an id that is no session's.
func unknownSession(_ text: String, _ nearest: String?) -> String {
  "unknown session \(quoted(text))" + (nearest.map { " (did you mean \(quoted($0))?)" } ?? "")
}
