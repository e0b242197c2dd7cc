import Postgres
import Training

/// A plan as it is to be stored: judged, and with its documents as they are written to a folder.
package struct PlanContent: Sendable {
  package var plan: Plan
  package var summary: PlanSummary
  /// Hard rules broken, as the independent check found.
  package var hardViolations: Int
  /// The bytes of `plan.json` and `bound.json`.
  package var planJSON: [UInt8]
  package var boundJSON: [UInt8]

  package init(
    plan: Plan, summary: PlanSummary, hardViolations: Int, planJSON: [UInt8], boundJSON: [UInt8]
  ) {
    self.plan = plan
    self.summary = summary
    self.hardViolations = hardViolations
    self.planJSON = planJSON
    self.boundJSON = boundJSON
  }
}

/// Plan versions in, out, and from state to state.
package struct PlanStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  /// Stores a draft, all of it or nothing; its number.
  @discardableResult
  package func store(
    _ content: PlanContent, of programme: StoredProgramme, dataset: Int, as actor: String?
  ) throws -> Int {
    let version = try database.transaction { connection in
      let version = try connection.openPlan(
        PlanDraft.Figures(content.summary, hardViolations: content.hardViolations),
        content.planJSON, content.boundJSON,
        of: (programme.domainNumber, programme.number), dataset: dataset, as: actor)
      try BulkTable("assignment").insert(on: connection) { sink in
        try write(content.plan, of: programme, version: version, to: sink)
      }
      try connection.run(
        """
        SELECT jadwal.seal_plan(\(programme.domainNumber), \(programme.number), \(version),
          \(actor))
        """)
      return version
    }
    database.gatherStatistics(after: content.plan.placements.count)
    return version
  }

  private func write(
    _ plan: Plan, of stored: StoredProgramme, version: Int, to sink: RowSink
  ) throws(PostgresError) {
    try AssignmentRows(plan).eachRow { (columns) throws(PostgresError) in
      try sink.write { row in
        row.row(3 + AssignmentRows.columns)
        row.integer(stored.domainNumber)
        row.integer(stored.number)
        row.integer(version)
        columns(&row)
      }
    }
  }

  /// The plan of a version, for the programme of its dataset version.
  ///
  /// Trainers and venues that the dataset does not have are kept by name.
  package func plan(
    of stored: StoredProgramme, version: Int, for programme: Programme
  ) throws -> Plan {
    let (plan, former) = try comparedPlan(of: stored, version: version, for: programme)
    guard former.isEmpty else {
      throw PostgresError(
        .unexpected, "version \(version) places a session that is not asked for")
    }
    return plan
  }

  /// Likewise for the programme of any dataset version, and beside it the sessions that it places and
  /// that dataset does not ask for.
  package func comparedPlan(
    of stored: StoredProgramme, version: Int, for programme: Programme
  ) throws -> (plan: Plan, former: [FormerSession]) {
    let trainers = index(programme.trainers.map(\.id))
    let venues = index(programme.venues.map(\.id))
    func party(_ name: String, in known: [String: Int]) -> Party {
      known[name].map(Party.known) ?? .unknown(name)
    }
    return try database.transaction(.snapshot) { connection in
      var plan = Plan(empty: programme)
      var former: [FormerSession] = []
      try connection.copyOut(
        """
        COPY (SELECT session, starts_at, lead, assistants, venue FROM jadwal.assignment
          WHERE domain_id = \(literal: stored.domainNumber)
            AND programme_id = \(literal: stored.number) AND version = \(literal: version))
        TO STDOUT (FORMAT binary)
        """
      ) { row in
        let session: String = try row.next()
        let start: Timestamp = try row.next()
        let lead: String = try row.next()
        let assistants: [String] = try row.next()
        let venue: String? = try row.next()
        let placement = Placement(
          start: Instant(seconds: start.seconds), lead: party(lead, in: trainers),
          assistants: assistants.map { party($0, in: trainers) },
          venue: venue.map { party($0, in: venues) })
        if let index = programme.sessionIndex[session] {
          plan.placements[index] = placement
        } else {
          former.append(FormerSession(id: session, placement: placement))
        }
      }
      return (plan, former)
    }
  }

  private func index(_ names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The documents of a version, byte for byte.
  package func documents(
    of programme: StoredProgramme, version: Int
  ) throws -> (planJSON: [UInt8], boundJSON: [UInt8]) {
    let row = try database.read(
      """
      SELECT plan_json, bound_json FROM jadwal.plan_version
      WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
        AND version = \(version)
      """, format: .binary
    ).first
    guard let row else { throw Self.missing(version, of: programme) }
    return (try row[0], try row[1])
  }

  static func missing(_ version: Int, of programme: StoredProgramme) -> NotFound {
    NotFound(description: "\(programme.name) has no version \(version)")
  }
}

extension Connection {
  /// Begins a version; its number. `seal_plan` ends it when all of its assignments are there.
  ///
  /// - Parameters:
  ///   - owner: the numbers of the domain and of the programme.
  ///   - job: which made it; its fence has to be shown before.
  func openPlan(
    _ figures: PlanDraft.Figures, _ planJSON: [UInt8], _ boundJSON: [UInt8],
    of owner: (domain: Int, programme: Int), dataset: Int, job: Int? = nil, as actor: String?
  ) throws -> Int {
    try run(
      """
      SELECT jadwal.open_plan(\(owner.domain), \(owner.programme), \(dataset), \(job),
        \(String(figures.seed))::numeric, \(figures.threads), \(figures.iterations),
        \(figures.seconds), \(figures.version), \(figures.cost), \(figures.coverage),
        \(figures.lowerBound), \(figures.terms)::jsonb, \(figures.hardViolations),
        \(figures.placed), \(figures.unplaced), \(planJSON), \(boundJSON), \(actor))
      """)[0][0]
  }
}
