import ArgumentParser
import Foundation
import Planning
import Postgres
import Store
import Training

/// `jadwal-bench database`: storing and publishing, side by side with `psql \copy`.
struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "database",
    abstract: "Measures storing and publishing of plans, side by side with psql's \\copy.",
    discussion: """
      Works in a database of its own, which it makes and drops; the URL is of a superuser, as \
      scripts/database url says it. Storing and \\copy take turns, and of each the best counts.
      """)

  @Option(help: "A superuser's URL; its database is only connected to.")
  var database: String
  @Option(help: "How many sessions, several with commas.")
  var sessions = "10000,100000"
  @Option(help: "How often each is stored, and what is published changed.")
  var rounds = 3
  @Flag(help: "One JSON document.")
  var json = false

  func run() async throws {
    var all: [DatabaseFigures] = []
    guard rounds > 0 else { throw ValidationError("--rounds is 1 or more.") }
    for text in sessions.split(separator: ",") {
      guard let count = Int(text), count >= 100 else {
        throw ValidationError("--sessions are whole numbers, 100 or more.")
      }
      let figures = try measure(count)
      if !json { print(figures.text) }
      all.append(figures)
    }
    guard json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(all), as: UTF8.self))
  }

  private func measure(_ count: Int) throws -> DatabaseFigures {
    let name = "jadwal_bench_" + String(UInt32.random(in: .min ... .max), radix: 36)
    let server = try Connection(Address(database))
    try server.run("CREATE DATABASE \(identifier: name)")
    defer { _ = try? server.run("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)") }
    guard let mark = database.firstIndex(of: "?"), let slash = database[..<mark].lastIndex(of: "/")
    else { throw ValidationError("--database is a URL with a database and a host.") }
    let url = String(database[...slash] + name + database[mark...])
    let own = Database(try Address(url))
    _ = try Migrator().migrate(own)
    let sample = SpreadPlan(sessions: count)
    let content = DatasetContent(
      programme: sample.programme,
      files: [StoredFile(name: "programme.yaml", bytes: Array("id: bench\n".utf8))])
    let (importing, imported) = try timed { try DatasetStore(own).store(content, as: nil) }
    let programme = try ProgrammeStore(own).find("bench")
    let plans = PlanStore(own)
    func store(_ plan: Plan) throws -> Int {
      try plans.store(sample.content(plan), of: programme, dataset: imported.version, as: nil)
    }
    let first = try store(sample.plan)
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var storing = Double.infinity
    var copying = Double.infinity
    for _ in 0..<rounds {
      copying = min(copying, try copy(first, url: url, in: folder, programme))
      storing = min(storing, try timed { try store(sample.plan) }.seconds)
    }
    try plans.database(own, approve: first, of: programme)
    let (publishing, all) = try timed { try plans.publish(first, of: programme, seen: nil) }
    // Back and forth: each publishes the same difference.
    var changes: [(seconds: Double, value: Published)] = []
    var standing = first
    for round in 0..<rounds {
      let next = try store(round.isMultiple(of: 2) ? sample.changed : sample.plan)
      try plans.database(own, approve: next, of: programme)
      changes.append(
        try timed { try plans.publish(next, of: programme, seen: standing) })
      standing = next
    }
    let changed = changes.sorted { $0.seconds < $1.seconds }[rounds / 2]
    let (verifying, report) = try timed { try Verifier(own).verify() }
    guard report.faults.isEmpty else { throw ExitCode(70) }
    return DatabaseFigures(
      sessions: count, importSeconds: importing, storeSeconds: storing, copySeconds: copying,
      publishSeconds: publishing, booked: all.booked, changeSeconds: changed.seconds,
      changeBooked: changed.value.booked, changeFreed: changed.value.freed,
      verifySeconds: verifying, verifiedVersions: report.versions)
  }

  /// The rows of a version once more, by psql, as a version of their own.
  private func copy(
    _ version: Int, url: String, in folder: URL, _ programme: StoredProgramme
  ) throws -> Double {
    let rows = folder.appending(path: "rows.copy").path
    let next: Int = try Database(Address(url)).read(
      "SELECT head_version + 1 FROM jadwal.programme")[0][0]
    try psql(
      url,
      """
      \\copy (SELECT domain_id, programme_id, \(next), session, starts_at, minutes, lead, assistants, \
      venue, cohorts, member_states FROM jadwal.assignment WHERE version = \(version)) TO '\(rows)'
      """, in: folder)
    let script = """
      BEGIN;
      SELECT jadwal.open_plan(domain_id, programme_id, dataset, NULL, seed, threads, iterations, seconds,
        engine_version, cost, coverage, lower_bound, terms, hard_violations, placed, unplaced, plan_json,
        bound_json, NULL) FROM jadwal.plan_version WHERE version = \(version);
      \\copy jadwal.assignment FROM '\(rows)'
      UPDATE jadwal.plan_version SET content_sha256 = sha256('') WHERE version = \(next);
      COMMIT;
      """
    let seconds = try timed { try psql(url, script, in: folder) }.seconds
    // It is not what its hash says, and would be found.
    let cleaner = try Connection(Address(url))
    try cleaner.run("SET session_replication_role = replica")
    try cleaner.run("DELETE FROM jadwal.assignment WHERE version = \(next)")
    try cleaner.run("DELETE FROM jadwal.plan_version WHERE version = \(next)")
    return seconds
  }

  private func psql(_ url: String, _ script: String, in folder: URL) throws {
    let file = folder.appending(path: "script.sql")
    try script.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", url, "-f", file.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(69) }
  }

  private func timed<T>(_ body: () throws -> T) rethrows -> (seconds: Double, value: T) {
    let started = ContinuousClock.now
    let value = try body()
    return (started.duration(to: .now).seconds, value)
  }
}

extension PlanStore {
  /// Submits and approves a version by the same person.
  fileprivate func database(
    _ database: Database, approve version: Int, of programme: StoredProgramme
  ) throws {
    try ProgrammeStore(database).setPolicies(
      of: programme, onePerson: true, autoPublish: nil, as: nil)
    try submit(version, of: programme)
    try approve(version, of: programme)
  }
}
