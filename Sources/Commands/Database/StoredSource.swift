import ArgumentParser
import Files
import Foundation
import Planning
import Postgres
import Store
import Training
import Worker

/// A dataset that is stored: its programme, its version, and what it is made of.
struct StoredSource {
  var programme: StoredProgramme
  var version: Int
  var loaded: LoadedDataset

  /// The dataset version that a plan was made from, with what was frozen then, so that it is judged as
  /// it was made.
  ///
  /// - Parameter options: nil: nothing is told.
  static func read(
    _ name: String, asIn plan: StoredPlan, _ database: Database, _ options: OutputOptions?
  ) throws -> StoredSource {
    let programme = try ProgrammeStore(database).find(name)
    let origin = try PlanStore(database).origin(of: plan, in: programme)
    guard let origin else {
      return try read(name, version: plan.dataset, isPlanned: false, database, options)
    }
    var (number, files) = try DatasetStore(database).files(of: programme, version: plan.dataset)
    var loaded = try LoadedDataset.read(.memory(files.byName), named: name, options)
    if let base = origin.base { files.replace(with: base.file) }
    let request = SolveRequest(
      now: origin.now, digest: loaded.dataset.digest, week: origin.week,
      hasPublished: origin.base != nil, taken: [], seed: 1, threads: 1)
    do throws(JobProblem.Refusal) {
      try loaded.judge(by: JobProblem(request, files))
    } catch {
      throw Failure(ExitStatus.badData, "Version \(plan.version): \(legible(error.message))")
    }
    if let base = origin.base, let until = loaded.programme.settings.freezeUntil {
      options?.output.warn(
        "Version \(plan.version) was made near version \(base.version), with everything before "
          + "\(until) as it was there, and is judged so.")
    }
    return StoredSource(programme: programme, version: number, loaded: loaded)
  }

  /// The newest dataset version of a stored programme, or another.
  ///
  /// - Parameter isPlanned: takes what the other programmes of the domain have published as absences
  ///   of whom and what they share (service.md §1).
  static func read(
    _ name: String, version: Int? = nil, isPlanned: Bool, _ database: Database,
    _ options: OutputOptions?
  ) throws -> StoredSource {
    let programme = try ProgrammeStore(database).find(name)
    let (number, files) = try DatasetStore(database).files(of: programme, version: version)
    var loaded = try LoadedDataset.read(.memory(files.byName), named: name, options)
    if isPlanned { try loaded.occupy(DatasetStore(database).occupied(besides: programme)) }
    return StoredSource(programme: programme, version: number, loaded: loaded)
  }

  /// Stores the dataset of a folder, which has no fault.
  static func store(
    _ path: String, as actor: String?, _ database: Database, _ options: OutputOptions
  ) throws -> (source: StoredSource, isNew: Bool) {
    let (loaded, files) = try LoadedDataset.readWithFiles(path, options)
    let imported = try DatasetStore(database).store(
      DatasetContent(programme: loaded.programme, files: files), as: actor)
    let settings = loaded.programme.settings
    let programme = try ProgrammeStore(database).find("\(settings.domain)/\(settings.id)")
    return (
      StoredSource(programme: programme, version: imported.version, loaded: loaded),
      imported.isNew
    )
  }
}

extension LoadedDataset {
  /// Marks whom other programmes have booked as away meanwhile.
  mutating func occupy(_ occupations: [Occupation]) throws(Failure) {
    try occupy(programme.absences(from: occupations))
  }

  /// A dataset's folder and the very bytes that it was read from.
  static func readWithFiles(
    _ path: String, _ options: OutputOptions
  ) throws -> (LoadedDataset, [StoredFile]) {
    let folder = Folder.disk(path: path)
    var files: [StoredFile] = []
    if folder.refusal == nil {
      for file in DatasetFile.allCases {
        // What cannot be read is told with all other faults below.
        guard let opened = try? folder.open(file.name), opened.length <= Limits.bytesPerTable
        else { continue }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(opened.length)
        while let chunk = try? opened.next() { bytes += chunk }
        files.append(StoredFile(name: file.name, bytes: bytes))
      }
    }
    let loaded = try read(path, options)
    let content = DatasetContent(programme: loaded.programme, files: files)
    guard Store.hexadecimal(content.digest) == loaded.dataset.digest else {
      throw Failure(ExitStatus.badData, "\(legible(path)): changed while it was read")
    }
    return (loaded, files)
  }
}

extension Programme {
  /// What others have booked, of the parties that the programme knows, as if they were away.
  func absences(from occupations: [Occupation]) -> [Absence] {
    func index(_ names: [String]) -> [String: Int] {
      Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let cohorts = index(self.cohorts.map(\.id))
    let trainers = index(self.trainers.map(\.id))
    let venues = index(self.venues.map(\.id))
    return occupations.compactMap { taken -> Absence? in
      let who: Absence.Who? =
        switch taken.kind {
        case "cohort": cohorts[taken.name].map(Absence.Who.cohort)
        case "trainer": trainers[taken.name].map(Absence.Who.trainer)
        case "venue": venues[taken.name].map(Absence.Who.venue)
        default: nil
        }
      return who.map { Absence(who: $0, from: taken.from, to: taken.to) }
    }
  }
}
