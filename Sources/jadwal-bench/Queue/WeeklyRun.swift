import ArgumentParser
import Files
import Foundation
import Postgres
import Store
import Training

/// The weekly allocation of a dataset after three trainers have fallen ill: how long it takes, what it
/// moves, and what it costs, beside a plan that nobody has published before.
struct WeeklyRun {
  let jadwal: String
  let dataset: String
  let searchSeconds: Double

  /// - Parameter tell: told of each allocation when it is done.
  func measure(_ tell: (QueueFigures.Weekly) -> Void) throws {
    let server = try QueueServer()
    let database = Database(try server.address())
    let files = try StoredFolder.files(in: dataset)
    let content = try StoredFolder.content(files)
    _ = try DatasetStore(database).store(content, as: nil)
    let programme = try ProgrammeStore(database).find(
      "\(content.programme.settings.domain)/\(content.programme.settings.id)")
    try ProgrammeStore(database).setPolicies(
      of: programme, onePerson: nil, autoPublish: true, as: nil)
    let worker = try BenchWorker(jadwal, server.url, ["--poll-seconds", "1"])
    defer { worker.end() }
    let start = content.programme.settings.startsOn
    let first = try allocate(programme, isoWeek(start), searchSeconds, database)
    tell(try figures("first plan", first))
    let load = Dictionary(
      grouping: try database.read(
        """
        SELECT lead FROM jadwal.assignment a JOIN jadwal.programme p
          ON (p.domain_id, p.programme_id, p.published_version) = (a.domain_id, a.programme_id, a.version)
        WHERE p.programme_id = \(programme.number)
        """
      ).map { row -> String in try row[0] }, by: { $0 }
    ).mapValues(\.count)
    let busiest = load.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
    let (from, to) = (start.adding(days: 14), start.adding(days: 28))
    let rows = busiest.map { "trainer,\($0),\(from)T00:00:00Z,\(to)T00:00:00Z\n" }.joined()
    let changed = files.map { file in
      file.name == "absences.csv"
        ? StoredFile(name: file.name, bytes: file.bytes + Array(rows.utf8)) : file
    }
    _ = try DatasetStore(database).store(StoredFolder.content(changed), as: nil)
    let second = try allocate(programme, isoWeek(start.adding(days: 7)), searchSeconds, database)
    tell(try figures("after \(busiest.joined(separator: ", ")) are away for two weeks", second))
  }

  private func isoWeek(_ monday: LocalDate) -> String {
    let thursday = monday.adding(days: 3)
    let year = thursday.civil.year
    let days = thursday.days - (LocalDate(year: year, month: 1, day: 1)?.days ?? 0)
    return String(format: "%ld-W%02ld", year, days / 7 + 1)
  }

  private func allocate(
    _ programme: StoredProgramme, _ week: String, _ seconds: Double, _ database: Database
  ) throws -> (job: StoredJob, seconds: Double) {
    let jobs = JobStore(database)
    let started = ContinuousClock.now
    let asked = try jobs.allocate(
      programme, week: week, how: JobArguments(seconds: seconds, publish: true), as: nil)
    while true {
      let job = try jobs.find(asked.job)
      if job.hasEnded { return (job, started.duration(to: .now).seconds) }
      usleep(50_000)
    }
  }

  private func figures(
    _ name: String, _ run: (job: StoredJob, seconds: Double)
  ) throws -> QueueFigures.Weekly {
    guard let outcome = run.job.outcome else {
      throw ValidationError("\(name): \(run.job.state): \(run.job.lastError ?? "")")
    }
    return QueueFigures.Weekly(
      name: name, seconds: run.seconds, changed: outcome.changed, moved: outcome.moved ?? 0,
      reassigned: outcome.reassigned ?? 0, relocated: outcome.relocated ?? 0, cost: outcome.cost,
      unplaced: outcome.unplaced, state: outcome.state)
  }
}

/// A dataset's folder as it is stored.
enum StoredFolder {
  static func files(in folder: String) throws -> [StoredFile] {
    let files = try read(folder)
    let start = try content(files).programme.settings.startsOn
    // Nothing of it has been held yet: whole weeks later, all dates alike.
    let today = Int(Date().timeIntervalSince1970) / 86_400
    let shift = 7 * max(0, (today - start.days) / 7 + 8)
    return files.map { file in
      guard ["programme.yaml", "absences.csv", "closures.csv"].contains(file.name) else {
        return file
      }
      let text = String(decoding: file.bytes, as: UTF8.self).replacing(#/20\d\d-\d\d-\d\d/#) {
        match in
        LocalDate(match.output)?.adding(days: shift).description ?? String(match.output)
      }
      return StoredFile(name: file.name, bytes: Array(text.utf8))
    }
  }

  /// The smallest dataset that is drawn at random.
  static func small() throws -> [StoredFile] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "jadwal-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let request = DatasetRequest(
      size: .small, seed: 1, tightness: 0.5, joint: false, absences: false, partners: false,
      weeks: 4,
      cities: nil)
    try DatasetWriter(DatasetGenerator(request).programme()).write(to: folder)
    return try read(folder.path)
  }

  private static func read(_ folder: String) throws -> [StoredFile] {
    try DatasetFile.allCases.compactMap { file in
      let path = folder + "/" + file.name
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return StoredFile(
        name: file.name, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    }
  }

  static func content(_ files: [StoredFile]) throws -> DatasetContent {
    let bytes = files.byName
    return DatasetContent(
      programme: try readDataset(in: .memory(bytes)).get().programme, files: files)
  }
}
