import Postgres

/// One version of a programme's plan, as lists show it.
package struct StoredPlan: Sendable, Equatable {
  package var version: Int
  package var baseVersion: Int?
  package var dataset: Int
  package var job: Int?
  package var state: String
  package var cost: Int
  package var coverage: Int
  package var lowerBound: Int
  package var hardViolations: Int
  package var placed: Int
  package var unplaced: Int
  package var content: String
  package var createdBy: String
  /// In UTC, RFC 3339.
  package var createdAt: String
  package var submittedBy: String?
  package var approvedBy: String?
  package var publishedBy: String?
  package var publishedAt: String?
  package var closedBy: String?
  package var reason: String?

  fileprivate init(_ row: Row) throws(PostgresError) {
    version = try row["version"]
    baseVersion = try row["base_version"]
    dataset = try row["dataset"]
    job = try row["job_id"]
    state = try row["state"]
    cost = try row["cost"]
    coverage = try row["coverage"]
    lowerBound = try row["lower_bound"]
    hardViolations = try row["hard_violations"]
    placed = try row["placed"]
    unplaced = try row["unplaced"]
    content = try row["content"]
    createdBy = try row["created_by"]
    createdAt = try row["created_at"]
    submittedBy = try row["submitted_by"]
    approvedBy = try row["approved_by"]
    publishedBy = try row["published_by"]
    publishedAt = try row["published_at"]
    closedBy = try row["closed_by"]
    reason = try row["reason"]
  }
}

/// What a step in a version's life left behind.
package struct Published: Sendable, Equatable {
  /// Slots that are booked now, and slots that were given back.
  package var booked: Int
  package var freed: Int
  /// The newest hash of the domain's audit chain, to be kept elsewhere.
  package var auditHead: [UInt8]
}

extension PlanStore {
  /// The versions of a programme, newest first.
  package func list(_ programme: StoredProgramme) throws -> [StoredPlan] {
    try versions(of: programme, only: nil)
  }

  package func find(_ version: Int, of programme: StoredProgramme) throws -> StoredPlan {
    guard let plan = try versions(of: programme, only: version).first else {
      throw Self.missing(version, of: programme)
    }
    return plan
  }

  private func versions(of programme: StoredProgramme, only version: Int?) throws -> [StoredPlan] {
    try database.read(
      """
      SELECT version, base_version, dataset, job_id, state, cost, coverage, lower_bound,
        hard_violations, placed, unplaced, encode(content_sha256, 'hex') AS content, created_by,
        to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
        submitted_by, approved_by, published_by,
        to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS published_at,
        closed_by, reason
      FROM jadwal.plan_version
      WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
        AND (\(version)::int IS NULL OR version = \(version))
      ORDER BY version DESC
      """
    ).map(StoredPlan.init)
  }

  /// Lets nobody else take a step with a version until the transaction ends that goes on.
  package func hold(_ version: Int, of programme: StoredProgramme) throws {
    _ = try database.transaction {
      try $0.run(
        """
        SELECT jadwal.hold_plan(\(programme.domainNumber), \(programme.number), \(version))
        """)
    }
  }

  /// Draft to submitted; the newest hash of the audit chain.
  @discardableResult
  package func submit(
    _ version: Int, of programme: StoredProgramme, as actor: String? = nil
  ) throws -> [UInt8] {
    try step(
      """
      SELECT jadwal.submit(\(programme.domainNumber), \(programme.number), \(version), \(actor))
      """)
  }

  /// Submitted to approved, by somebody else than whoever submitted it.
  @discardableResult
  package func approve(
    _ version: Int, of programme: StoredProgramme, as actor: String? = nil
  ) throws -> [UInt8] {
    try step(
      """
      SELECT jadwal.approve(\(programme.domainNumber), \(programme.number), \(version), \(actor))
      """)
  }

  /// Submitted or approved to rejected.
  @discardableResult
  package func reject(
    _ version: Int, of programme: StoredProgramme, reason: String?, as actor: String? = nil
  ) throws -> [UInt8] {
    try step(
      """
      SELECT jadwal.reject(\(programme.domainNumber), \(programme.number), \(version),
        \(reason), \(actor))
      """)
  }

  /// Taken back by its author, or by a coordinator where it is published, which ends its bookings.
  @discardableResult
  package func withdraw(
    _ version: Int, of programme: StoredProgramme, reason: String?, as actor: String? = nil
  ) throws -> [UInt8] {
    try step(
      """
      SELECT jadwal.withdraw(\(programme.domainNumber), \(programme.number), \(version),
        \(reason), \(actor))
      """)
  }

  /// Approved to published, in the place of the version that the coordinator has seen published;
  /// where that is another by now, refused with SQLSTATE 40001 and `published_version_moved`.
  package func publish(
    _ version: Int, of programme: StoredProgramme, seen: Int?, as actor: String? = nil
  ) throws -> Published {
    try database.transaction { connection in
      let row = try connection.run(
        """
        SELECT booked, freed, head FROM jadwal.publish(\(programme.domainNumber),
          \(programme.number), \(version), \(seen), \(actor))
        """, format: .binary)[0]
      return try Published(booked: row[0], freed: row[1], auditHead: row[2])
    }
  }

  private func step(_ sql: SQL) throws -> [UInt8] {
    try database.transaction { try $0.run(sql, format: .binary)[0][0] }
  }
}
