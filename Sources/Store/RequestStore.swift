import Postgres

/// What programs ask for under a key of their own (`Idempotency-Key`): done once, however often it is
/// asked for, and answered with the same words.
package struct RequestStore {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// What was answered to whoever asked first.
  package struct Answer: Sendable, Equatable {
    /// Of HTTP, from 200 to 299.
    package var status: Int
    package var location: String?
    package var body: [UInt8]

    package init(status: Int, location: String?, body: [UInt8]) {
      self.status = status
      self.location = location
      self.body = body
    }
  }

  /// Does what is asked, or finds what was answered under the key before; nil where that was to
  /// something else. Whoever asks at the same time waits for the first. Where that fails, nothing was
  /// asked.
  ///
  /// - Parameters:
  ///   - key: its SHA-256; another one's key is another.
  ///   - asked: the SHA-256 of all that is asked.
  ///   - body: in one transaction with the answer being kept.
  package func once(
    _ key: [UInt8], asked: [UInt8], as actor: String?, _ body: () throws -> Answer
  ) throws -> Answer? {
    try database.transaction { connection in
      let row = try connection.run(
        """
        SELECT is_new, is_same, status, location, answer
        FROM jadwal.open_request(\(key), \(asked), \(actor))
        """, format: .binary)[0]
      guard try row[0] else {
        guard try row[1] else { return nil }
        return try Answer(status: row[2], location: row[3], body: row[4])
      }
      let answer = try body()
      try connection.run(
        """
        SELECT jadwal.close_request(\(key), \(answer.status), \(answer.location), \(answer.body),
          \(actor))
        """)
      return answer
    }
  }
}
