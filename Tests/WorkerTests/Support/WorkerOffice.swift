import Files
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

/// Everything that needs a server and workers, one after the other: a test machine has few cores.
@Suite(
  "Worked", .serialized,
  .enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
struct WorkedTests {}

/// A database with a small programme, a coordinator and a worker.
struct WorkerOffice: Sendable {
  let test: TestDatabase
  let ana: String
  let worker: String
  let programme: StoredProgramme

  static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/training-s").standardizedFileURL

  /// - Parameter server: another than the tests' own.
  init(on server: String? = nil) throws {
    test = try TestDatabase(on: server)
    ana = try test.login("ana", in: "jadwal_coordinator")
    worker = try test.login("worker", in: "jadwal_worker")
    let database = try test.database(as: ana)
    programme = try Self.importFixture(into: database)
  }

  /// The files of the fixture, with changes made to their text.
  static func files(_ changes: [String: (String) -> String] = [:]) throws -> [StoredFile] {
    try DatasetFile.allCases.compactMap { file in
      let url = fixture.appending(path: file.name)
      let isThere = FileManager.default.fileExists(atPath: url.path)
      guard isThere || changes[file.name] != nil else { return nil }
      let text = isThere ? try String(contentsOf: url, encoding: .utf8) : ""
      return StoredFile(
        name: file.name, bytes: Array((changes[file.name]?(text) ?? text).utf8))
    }
  }

  @discardableResult
  static func importFixture(
    into database: Database, _ changes: [String: (String) -> String] = [:]
  ) throws -> StoredProgramme {
    let files = try files(changes)
    let bytes = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
    let programme = try readDataset(in: .memory(bytes)).get().programme
    _ = try DatasetStore(database).store(
      DatasetContent(programme: programme, files: files), as: nil)
    return try ProgrammeStore(database).find(programme.settings.id)
  }

  /// Asks for jobs without a key; their numbers.
  @discardableResult
  func ask(
    _ count: Int = 1, _ arguments: JobArguments = JobArguments(iterations: 300, threads: 1)
  ) throws -> [Int] {
    let connection = try test.connection(as: ana)
    return try (0..<count).map { index in
      var arguments = arguments
      arguments.seed = arguments.seed ?? UInt64(index + 1)
      return try connection.run(
        """
        SELECT jadwal.enqueue(\(programme.domainNumber), \(programme.number), 'allocate', NULL,
          \(arguments.json)::jsonb, NULL, NULL)
        """)[0][0]
    }
  }

  /// By state, how many jobs.
  func states() throws -> [String: Int] {
    try Dictionary(
      uniqueKeysWithValues: test.connection().run(
        "SELECT state, count(*) FROM jadwal.job GROUP BY state"
      ).map { try ($0[0], $0[1]) })
  }

  func job(_ number: Int) throws -> StoredJob {
    try JobStore(test.database(as: ana)).find(number)
  }

  /// Waits until a condition of the database holds, and says after a minute that it does not.
  func wait(
    _ what: String, atMost time: Duration = .seconds(60),
    sourceLocation: SourceLocation = #_sourceLocation, until condition: () throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + time
    while try !condition() {
      guard ContinuousClock.now < deadline else {
        Issue.record("\(what): it did not come to that", sourceLocation: sourceLocation)
        throw CancellationError()
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func waitUntilDone(
    _ count: Int, atMost time: Duration = .seconds(120),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let connection = try test.connection()
    try await wait("\(count) jobs completed", atMost: time, sourceLocation: sourceLocation) {
      try connection.run("SELECT count(*) FROM jadwal.job WHERE state = 'completed'")[0][0] == count
    }
  }

  /// Waits until the worker's own connection waits for somebody's lock.
  func waitForLock(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let connection = try test.connection()
    try await wait("the worker waits for a row", sourceLocation: sourceLocation) {
      try connection.run(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
          AND application_name = 'jadwal-worker-work' AND wait_event_type = 'Lock'
        """)[0][0] == 1
    }
  }

  /// What has to be true after any fault (reliability.md §4): nothing lost, nothing twice.
  func checkInvariants(
    completed: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let owner = try test.connection()
    let report = try Verifier(test.database()).verify()
    #expect(report.faults == [], sourceLocation: sourceLocation)
    func count(_ sql: SQL) throws -> Int { try owner.run(sql)[0][0] }
    #expect(
      try count(
        """
        SELECT count(*) FROM jadwal.job j WHERE state = 'completed' AND 1 <> (
          SELECT count(*) FROM jadwal.plan_version v
          WHERE (v.domain_id, v.job_id, v.version)
            = (j.domain_id, j.job_id, (j.outcome ->> 'version')::int))
        """) == 0, "completed jobs without their version", sourceLocation: sourceLocation)
    #expect(
      try count(
        """
        SELECT count(*) FROM jadwal.plan_version v JOIN jadwal.job j USING (domain_id, job_id)
        WHERE j.state <> 'completed'
        """) == 0, "versions of jobs that are not completed", sourceLocation: sourceLocation)
    #expect(
      try count(
        "SELECT count(*) - count(DISTINCT job_id) FROM jadwal.plan_version WHERE job_id IS NOT NULL"
      )
        == 0, "two versions of one job", sourceLocation: sourceLocation)
    #expect(
      try count("SELECT count(*) FROM jadwal.job WHERE attempt > max_attempts") == 0,
      sourceLocation: sourceLocation)
    #expect(
      try count(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
          AND state LIKE 'idle in transaction%' AND state_change < now() - interval '6 seconds'
        """) == 0, "a transaction that nobody goes on with", sourceLocation: sourceLocation)
    if let completed {
      #expect(try states()["completed"] == completed, sourceLocation: sourceLocation)
    }
  }

  /// A server of a test's own, which may be killed.
  static let script = fixture.appending(path: "../../../scripts/database").standardizedFileURL.path
}
