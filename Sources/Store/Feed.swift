import Postgres

/// A calendar of what is published, at a URL that only whoever was given it knows.
package struct Feed: Sendable, Equatable {
  /// Whose sessions, by id in the dataset.
  package enum Recipient: Sendable, Hashable {
    case all
    case trainer(String)
    case cohort(String)
    case venue(String)

    /// As forms and tables tell it; nil where `who` is missing, or is said of all.
    package init?(kind: String, who: String?) {
      let who = who.flatMap { $0.isEmpty ? nil : $0 }
      switch (kind, who) {
      case ("all", nil): self = .all
      case ("trainer", let who?): self = .trainer(who)
      case ("cohort", let who?): self = .cohort(who)
      case ("venue", let who?): self = .venue(who)
      default: return nil
      }
    }

    /// `all`, `trainer`, `cohort` or `venue`.
    package var kind: String {
      switch self {
      case .all: "all"
      case .trainer: "trainer"
      case .cohort: "cohort"
      case .venue: "venue"
      }
    }

    /// The id; nil of all.
    package var who: String? {
      switch self {
      case .all: nil
      case .trainer(let id), .cohort(let id), .venue(let id): id
      }
    }
  }

  /// Its number within the programme.
  package var id: Int
  package var programme: StoredProgramme
  package var recipient: Recipient
  package var createdBy: String
  /// In UTC, RFC 3339.
  package var createdAt: String
  package var isRevoked: Bool

  package var kind: String { recipient.kind }
  package var who: String? { recipient.who }

  init(_ row: Row, of programme: StoredProgramme) throws(PostgresError) {
    guard let recipient = Recipient(kind: try row["kind"], who: try row["who"]) else {
      throw PostgresError(.unexpected, "a feed is of somebody unknown")
    }
    id = try row["feed_id"]
    self.programme = programme
    self.recipient = recipient
    createdBy = try row["created_by"]
    createdAt = try row["made"]
    isRevoked = try row["is_revoked"]
  }
}

extension AccountStore {
  private static let columns: SQL.Fragment = """
    feed_id, kind, who, created_by, revoked_at IS NOT NULL AS is_revoked,
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made
    """

  /// Gives a feed out; its number.
  ///
  /// - Throws: refused (P0002) where the newest dataset version has nobody of that id.
  @discardableResult
  package func addFeed(
    of programme: StoredProgramme, _ recipient: Feed.Recipient, tokenHash: [UInt8],
    as actor: String?
  ) throws -> Int {
    try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.add_feed(\(programme.domainNumber), \(programme.number), \(recipient.kind),
          \(recipient.who), \(tokenHash), \(actor))
        """)[0][0]
    }
  }

  /// The feed with this secret and the programme as it is now; nil where it was taken back. Asked by
  /// the board itself.
  package func feed(_ tokenHash: [UInt8]) throws -> Feed? {
    let row = try database.read(
      "SELECT *, \(Self.columns) FROM jadwal.feed_of(\(tokenHash))"
    ).first
    return try row.map { try Feed($0, of: StoredProgramme($0)) }
  }

  /// All that were given out, newest first, those taken back among them.
  package func feeds(of programme: StoredProgramme) throws -> [Feed] {
    try database.read(
      """
      SELECT \(Self.columns) FROM jadwal.feed
      WHERE domain_id = \(programme.domainNumber) AND programme_id = \(programme.number)
      ORDER BY feed_id DESC
      """
    ).map { try Feed($0, of: programme) }
  }

  /// Takes a feed back; false where that has happened already.
  @discardableResult
  package func revokeFeed(_ feed: Feed, as actor: String?) throws -> Bool {
    try database.transaction { connection in
      try connection.run(
        """
        SELECT jadwal.revoke_feed(\(feed.programme.domainNumber), \(feed.programme.number),
          \(feed.id), \(actor))
        """)[0][0]
    }
  }
}
