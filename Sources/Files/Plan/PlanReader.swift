import Foundation
import Training

/// A plan from a file, and where its rows stand.
package struct PlanFile: Sendable {
  package var plan: Plan
  /// The line of each session's row; nil where the file has none.
  package var lines: [Int?]
  /// Sessions that the file places and the dataset does not ask for.
  package var former: [FormerSession] = []
}

/// How well a plan's rows have to fit the dataset.
package enum PlanFit: Sendable {
  /// A row for each session, and for no other.
  case exact
  /// A session without a row is unplaced.
  case partial
  /// As where the plan is of another version of the dataset: a session without a row is unplaced, one
  /// that the dataset does not ask for is set apart, and what can be derived need not agree.
  case loose
}

/// Reads a plan folder or an `assignments.csv` (dataset.md §5) for `programme`.
///
/// Trainers and venues that the dataset does not have are kept by name: they break rules, not the
/// file. What can be derived (`module`, `cohorts`, `end`, `local_start`) may be left out and has to
/// agree where it is given.
package func readPlan(
  at path: String, for programme: Programme, fit: PlanFit = .exact
) -> Result<PlanFile, Faults> {
  var status = stat()
  let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  let name = isFolder ? PlanColumn.file : (path as NSString).lastPathComponent
  do throws(ReadingError) {
    let file = try OpenFile(
      path: isFolder ? path + "/" + name : path, within: isFolder ? path : nil)
    guard let file else {
      let message = isFolder ? "holds no \(name)" : "no such file or folder"
      return .failure(Faults([Fault(file: path, message: message)]))
    }
    return readPlan(file, named: name, for: programme, fit: fit)
  } catch {
    return .failure(Faults([Fault(file: path, message: error.message)]))
  }
}

/// Reads the bytes of an `assignments.csv`.
package func readPlan(
  _ bytes: [UInt8], named name: String = PlanColumn.file, for programme: Programme,
  fit: PlanFit = .exact
) -> Result<PlanFile, Faults> {
  readPlan(OpenFile(bytes: bytes), named: name, for: programme, fit: fit)
}

/// The columns of `assignments.csv`.
package enum PlanColumn {
  package static let file = "assignments.csv"
  static let session = Column(0, "session")
  static let module = Column(1, "module", .optional)
  static let cohorts = Column(2, "cohorts", .optional)
  static let start = Column(3, "start", .optionalCells)
  static let end = Column(4, "end", .optional)
  static let lead = Column(5, "lead", .optionalCells)
  static let assistants = Column(6, "assistants", .optionalCells)
  static let venue = Column(7, "venue", .optionalCells)
  static let localStart = Column(8, "local_start", .optional)
  static let all = [
    session, module, cohorts, start, end, lead, assistants, venue, localStart,
  ]
}

private func readPlan(
  _ file: OpenFile, named name: String, for programme: Programme, fit: PlanFit
) -> Result<PlanFile, Faults> {
  let log = FaultLog()
  if file.length > Limits.bytesPerTable {
    log.fault(name, nil, nil, "is larger than \(Limits.bytesPerTable) bytes")
  } else {
    let table = Table(
      name, columns: PlanColumn.all, log: log,
      source: { () throws(ReadingError) in try file.next() })
    if let table {
      let rows = PlanRows(programme, log: log)
      let read = rows.read(table, named: name, fit: fit)
      if log.total == 0 { return .success(read) }
    }
  }
  return .failure(
    Faults(log.faults, total: log.total, warnings: log.warnings.inFileOrder()))
}

/// Turns the rows of `assignments.csv` into placements.
private struct PlanRows {
  private let programme: Programme
  private let log: FaultLog
  private let trainers: Names
  private let venues: Names

  init(_ programme: Programme, log: FaultLog) {
    self.programme = programme
    self.log = log
    trainers = Names(kind: "trainer", programme.trainers.map(\.id))
    venues = Names(kind: "venue", programme.venues.map(\.id))
  }

  func read(_ source: Table, named name: String, fit: PlanFit) -> PlanFile {
    var table = source
    var plan = Plan(empty: programme)
    var lines: [Int?] = Array(repeating: nil, count: programme.sessions.count)
    var former: [FormerSession] = []
    while let row = table.next() {
      if fit == .loose, let name = row.text(PlanColumn.session), index(of: name) == nil {
        if let place = placement(of: nil, in: row) {
          former.append(FormerSession(id: name, placement: place))
        }
        continue
      }
      guard let session = session(of: row) else { continue }
      if let first = lines[session] {
        row.fault(
          PlanColumn.session,
          "\(quoted(programme.sessions[session].id)) is given twice, first on line \(first)")
        continue
      }
      lines[session] = row.line
      plan.placements[session] = placement(of: fit == .loose ? nil : session, in: row)
    }
    if fit == .exact, !table.isIncomplete {
      for (session, line) in zip(programme.sessions, lines) where line == nil {
        log.fault(name, nil, PlanColumn.session.name, "\(quoted(session.id)) has no row")
      }
    }
    return PlanFile(plan: plan, lines: lines, former: former)
  }

  private func index(of name: String) -> Int? {
    name.utf8.allSatisfy { $0 < 0x80 } ? programme.sessionIndex[name] : nil
  }

  private func session(of row: Record) -> Int? {
    guard let text = row.text(PlanColumn.session) else { return nil }
    if let index = index(of: text) { return index }
    row.fault(
      PlanColumn.session,
      "unknown session \(quoted(text))"
        + log.nearest.suggestion(for: text, among: programme.sessions.lazy.map(\.id)))
    return nil
  }

  /// - Parameter session: the one with which the row has to agree; nil for none.
  private func placement(of session: Int?, in row: Record) -> Placement? {
    if let session { checkDerived(session, in: row) }
    let start = row.instant(PlanColumn.start)
    let lead = row.party(PlanColumn.lead, in: trainers)
    let assistants = row.parties(PlanColumn.assistants, in: trainers)
    let venue = row.party(PlanColumn.venue, in: venues)
    guard row.isGiven(PlanColumn.start) else {
      let rest = [
        PlanColumn.end, PlanColumn.lead, PlanColumn.assistants, PlanColumn.venue,
        PlanColumn.localStart,
      ]
      if let column = rest.first(where: row.isGiven) {
        row.fault(column, "is given, but the session has no start")
      }
      return nil
    }
    if !row.isGiven(PlanColumn.lead) {
      row.fault(PlanColumn.lead, "is empty, but the session has a start")
    }
    if let session, let start { checkTimes(session, start, in: row) }
    guard let start, let lead else { return nil }
    return Placement(start: start, lead: lead, assistants: assistants, venue: venue)
  }

  private func checkDerived(_ session: Int, in row: Record) {
    let chain = programme.chain(of: session)
    let module = programme.modules[chain.module].id
    if let text = row.text(PlanColumn.module), text != module {
      row.fault(PlanColumn.module, "\(quoted(text)) is not the session's module, \(module)")
    }
    guard row.isGiven(PlanColumn.cohorts) else { return }
    let cohorts = chain.cohorts.map { programme.cohorts[$0].id }
    if Set(row.list(PlanColumn.cohorts)) != Set(cohorts) {
      row.fault(
        PlanColumn.cohorts, "are not the session's, \(quoted(cohorts.joined(separator: ";")))")
    }
  }

  private func checkTimes(_ session: Int, _ start: Instant, in row: Record) {
    let end = programme.end(of: session, startingAt: start)
    if let given = row.instant(PlanColumn.end), given != end {
      row.fault(PlanColumn.end, "\(given) is not the session's end, \(end)")
    }
    let local = programme.zone(of: programme.chain(of: session)).text(at: start)
    if let given = row.text(PlanColumn.localStart), given != local {
      row.fault(
        PlanColumn.localStart, "\(quoted(given)) is not the start on the local clock, \(local)")
    }
  }
}
