import Postgres
import Training

/// The assignments of a plan as rows in binary, without the first columns of their key, which only
/// the database can say: session, start, minutes, lead, assistants, venue, cohorts, member states.
package struct AssignmentRows {
  package static let columns = 8
  private let plan: Plan
  private let cohorts: [[String]]
  private let states: [[String]]

  package init(_ plan: Plan) {
    self.plan = plan
    let programme = plan.programme
    cohorts = programme.chains.map { chain in chain.cohorts.map { programme.cohorts[$0].id } }
    states = programme.chains.map(programme.memberStates(of:))
  }

  /// Calls `body` for each placed session, with what writes its columns.
  package func eachRow<Failure: Error>(
    _ body: ((inout BinaryWriter) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    for (session, placement) in zip(plan.programme.sessions, plan.placements) {
      guard let placement else { continue }
      try body { row in write(session, placement, &row) }
    }
  }

  /// All rows, in the form that `JobQueue.settle` takes.
  package var bytes: [UInt8] {
    var writer = BinaryWriter()
    eachRow { columns in
      writer.row(Self.columns)
      columns(&writer)
    }
    return writer.bytes
  }

  private func write(_ session: Session, _ placement: Placement, _ row: inout BinaryWriter) {
    let programme = plan.programme
    let assistants = placement.assistants.map(programme.name(ofTrainer:))
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    row.text(session.id)
    row.timestamp(Timestamp(seconds: placement.start.seconds))
    row.integer(programme.modules[programme.chains[session.chain].module].minutes)
    row.text(programme.name(ofTrainer: placement.lead))
    row.texts(assistants)
    if let venue = placement.venue {
      row.text(programme.name(ofVenue: venue))
    } else {
      row.null()
    }
    row.texts(cohorts[session.chain])
    row.texts(states[session.chain])
  }
}
