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
      scripts/database url says it. Storing and \\copy take turns, and the best of each counts.
      """)

  @Option(help: "A superuser's URL; its database is only connected to.")
  var database: String
  @Option(help: "How many sessions, several with commas.")
  var sessions = "10000,100000"
  @Option(help: "How often each is stored.")
  var rounds = 3

  func run() async throws {
    for text in sessions.split(separator: ",") {
      guard let count = Int(text), count >= 100 else {
        throw ValidationError("--sessions are whole numbers, 100 or more.")
      }
      try measure(count)
    }
  }

  private func measure(_ count: Int) throws {
    let name = "jadwal_bench_" + String(UInt32.random(in: .min ... .max), radix: 36)
    let server = try Connection(Address(database))
    try server.run("CREATE DATABASE \(identifier: name)")
    defer { _ = try? server.run("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)") }
    guard let mark = database.firstIndex(of: "?"), let slash = database[..<mark].lastIndex(of: "/")
    else { throw ValidationError("--database is a URL with a database and a host.") }
    let url = String(database[...slash] + name + database[mark...])
    let own = Database(try Address(url))
    _ = try Migrator().migrate(own)
    let sample = SamplePlan(sessions: count)
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
    let second = try store(sample.changed)
    try plans.database(own, approve: second, of: programme)
    let (changing, some) = try timed { try plans.publish(second, of: programme, seen: first) }
    let (verifying, report) = try timed { try Verifier(own).verify() }
    guard report.faults.isEmpty else { throw ExitCode(70) }
    print(
      String(
        format: """
          %ld sessions: import %.2f s; store %.2f s, psql \\copy %.2f s, ratio %.2f (at most 1.50)
            first publish %.2f s (%ld slots, %.1f us each); 1 %% changed %.2f s (%ld booked, %ld freed), \
          ratio %.3f (at most 0.100); verify %.2f s
          """,
        count, importing, storing, copying, storing / copying, publishing, all.booked,
        publishing * 1e6 / Double(max(1, all.booked)), changing, some.booked, some.freed,
        changing / publishing, verifying))
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

/// A plan of so many sessions that nobody is in twice, ten to a cohort, each with a trainer and a room.
private struct SamplePlan {
  let programme: Programme
  let plan: Plan
  /// The same with one session in a hundred on another day.
  let changed: Plan

  init(sessions count: Int) {
    let starts = LocalDate(days: 20_668)
    guard let zone = Zone("Asia/Bangkok", around: starts) else {
      preconditionFailure("the zone database knows Bangkok")
    }
    let cohorts = (0..<count / 10).map { index in
      Cohort(
        id: "C-\(index)", city: 0, audience: .youth, size: 20, languages: ["th"], modules: [0],
        available: .always)
    }
    let trainers = cohorts.indices.map { index in
      Trainer(
        id: "T-\(index)", city: 0, languages: ["th"], skills: ["1.1": 4], available: .always,
        wishedMinutesPerWeek: 2400, maxMinutesPerWeek: 2400, maxMinutesPerDay: 480)
    }
    let venues = cohorts.indices.map { Venue(id: "V-\($0)", city: 0, seats: 30, open: .always) }
    let programme = Programme(
      settings: Programme.Settings(
        id: "bench", title: "A programme to measure with", startsOn: starts, weeks: 4,
        gridMinutes: 30),
      states: [MemberState(code: "TH", name: "Thailand")],
      cities: [City(id: "BKK", state: 0, name: "Bangkok", zone: zone)],
      modules: [
        Module(
          id: "M", title: "Module", competence: "1.1", level: 1, sessions: 10, minutes: 90,
          mode: .inPerson)
      ], cohorts: cohorts, trainers: trainers, venues: venues)
    func place(_ session: Int, onDay day: Int) -> Placement {
      Placement(
        start: Instant(seconds: (starts.days + day) * 86_400 + 2 * 3600),
        lead: .known(session / 10),
        venue: .known(session / 10))
    }
    let placements = programme.sessions.indices.map { place($0, onDay: $0 % 10) }
    self.programme = programme
    plan = Plan(programme: programme, placements: placements)
    var changed = placements
    for session in stride(from: 9, to: changed.count, by: 100) {
      changed[session] = place(session, onDay: 20)
    }
    self.changed = Plan(programme: programme, placements: changed)
  }

  func content(_ plan: Plan) -> PlanContent {
    let terms = Weights.names.map { TermCost(name: $0.name, amount: 0, weight: 1) }
    let summary = PlanSummary(
      programmeID: "bench", datasetDigest: "", terms: terms, placed: plan.placements.count,
      unplaced: 0, released: [], states: [], groups: [], lowerBound: 0, seed: 1, threads: 1,
      iterations: 0, seconds: 0, version: "bench", reasons: [:])
    return PlanContent(
      plan: plan, summary: summary, hardViolations: 0, planJSON: Array("{}\n".utf8),
      boundJSON: Array("{}\n".utf8))
  }
}
