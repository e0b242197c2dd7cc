import Files
import Foundation
import Planning
import Postgres
import TestSupport
import Training

@testable import Store

/// Datasets and plans that are small enough to look at.
enum SmallDataset {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures").standardizedFileURL

  /// The files of the fixture of 59 sessions, with `changes` made to their text.
  static func files(
    id: String? = nil, domain: String? = nil, changes: [String: (String) -> String] = [:]
  ) throws -> [StoredFile] {
    let folder = fixtures.appending(path: "training-s")
    return try DatasetFile.allCases.compactMap { file in
      let url = folder.appending(path: file.name)
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      var text = try String(contentsOf: url, encoding: .utf8)
      if file == .programme {
        if let id { text.replace("id: training-s-1", with: "id: \(id)") }
        if let domain { text += "domain: \(domain)\n" }
      }
      if let change = changes[file.name] { text = change(text) }
      return StoredFile(name: file.name, bytes: Array(text.utf8))
    }
  }

  static func content(_ files: [StoredFile]) throws -> DatasetContent {
    let bytes = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
    return DatasetContent(
      programme: try readDataset(in: .memory(bytes)).get().programme, files: files)
  }

  static func content(id: String? = nil, domain: String? = nil) throws -> DatasetContent {
    try content(files(id: id, domain: domain))
  }

  /// The fixture's plan, judged.
  static func plan(for programme: Programme) throws -> Plan {
    let bytes = Array(try Data(contentsOf: fixtures.appending(path: "training-s/greedy.csv")))
    return try readPlan(bytes, for: programme).get().plan
  }

  /// - Parameter telling: what else the plan's document says.
  static func content(
    of plan: Plan, digest: [UInt8], telling: (inout PlanSummary) -> Void = { _ in }
  ) -> PlanContent {
    let verification = Verification(PlanView(plan))
    var summary = PlanSummary(
      verification, of: plan, datasetDigest: hexadecimal(digest), lowerBound: 0,
      made: PlanMaking(seed: .max, threads: 2, iterations: 1000, seconds: 1.25, version: "test"),
      reasons: [:])
    telling(&summary)
    return PlanContent(
      plan: plan, summary: summary, hardViolations: verification.violations.count,
      planJSON: summaryJSON(of: summary), boundJSON: Array("{}\n".utf8))
  }

  /// Stores a drawn programme, whose files say nothing, and its plan as a draft.
  static func store(
    _ plan: Plan, in database: Database, telling: (inout PlanSummary) -> Void = { _ in }
  ) throws -> StoredProgramme {
    let dataset = DatasetContent(
      programme: plan.programme,
      files: [StoredFile(name: "programme.yaml", bytes: Array("id: sample\n".utf8))])
    let imported = try DatasetStore(database).store(dataset, as: nil)
    let programme = try ProgrammeStore(database).find(plan.programme.settings.id)
    try PlanStore(database).store(
      content(of: plan, digest: dataset.digest, telling: telling), of: programme,
      dataset: imported.version, as: nil)
    return programme
  }

  /// Stores the dataset and its plan as a draft.
  @discardableResult
  static func storePlan(
    in database: Database, id: String? = nil, domain: String? = nil,
    change: (inout Plan) -> Void = { _ in }, as actor: String? = nil
  ) throws -> (programme: StoredProgramme, version: Int, plan: Plan) {
    let dataset = try content(id: id, domain: domain)
    let imported = try DatasetStore(database).store(dataset, as: actor)
    let programme = try ProgrammeStore(database).find(dataset.programme.settings.id)
    var plan = try plan(for: dataset.programme)
    change(&plan)
    let version = try PlanStore(database).store(
      content(of: plan, digest: dataset.digest), of: programme, dataset: imported.version,
      as: actor)
    return (programme, version, plan)
  }
}

/// The people of most tests, and a database each works with.
struct Office {
  let test: TestDatabase
  /// Two coordinators, a worker, a reader of one state.
  let ana: String
  let budi: String

  init() throws {
    test = try TestDatabase()
    ana = try test.login("ana", in: "jadwal_coordinator")
    budi = try test.login("budi", in: "jadwal_coordinator")
  }

  func plans(as role: String) throws -> PlanStore { PlanStore(try test.database(as: role)) }

  /// From draft to approved, by two people.
  func approve(_ version: Int, of programme: StoredProgramme) throws {
    try plans(as: ana).submit(version, of: programme)
    try plans(as: budi).approve(version, of: programme)
  }
}
