import ArgumentParser
import Files
import Planning
import Postgres
import Store
import Training

/// A dataset and a plan for it, as commands name them: folders, or a stored programme and a version.
struct PlanSource: ParsableArguments {
  @Argument(help: "The dataset folder; with --database a stored programme.")
  var dataset: String
  @Argument(
    help: "A plan folder or an assignments.csv; with --database a version's number, or published.")
  var plan: String
  @OptionGroup var storage: StorageOptions

  /// Reads both; every fault of them is told, and ends the command.
  ///
  /// - Parameter isPlanned: takes what the other programmes of the domain have booked as absences,
  ///   where the plan is to be changed.
  func open(_ options: OutputOptions, isPlanned: Bool = false) throws -> OpenPlan {
    let source = try storage.open(dataset, at: plan, isPlanned: isPlanned, options)
    return OpenPlan(plan: try source.plan(at: plan), source: source)
  }
}

/// Where a dataset and plans of it lie: the disk, or a database.
struct StorageOptions: ParsableArguments {
  @Option(
    help: """
      Read from the database there; empty: as DATABASE_URL or the PG* variables say.
      """)
  var database: String?

  /// - Parameter version: the plan whose dataset version is wanted, where it is stored.
  func open(
    _ dataset: String, at version: String, isPlanned: Bool, _ options: OutputOptions
  ) throws -> DatasetSource {
    guard let database else {
      return DatasetSource(loaded: try LoadedDataset.read(dataset, options), stored: nil)
    }
    let opened = try openDatabase(database)
    let programme = try ProgrammeStore(opened).find(dataset)
    let stored = StoredVersions(database: opened, programme: programme)
    return DatasetSource(
      loaded: try stored.dataset(of: stored.find(version), isPlanned: isPlanned, options),
      stored: stored)
  }
}

extension StorageOptions {
  /// A dataset to plan, with its files: a folder, or the newest stored version beside what other
  /// programmes of its domain have booked.
  func openWithFiles(
    _ dataset: String, _ options: OutputOptions
  ) throws -> (loaded: LoadedDataset, files: [StoredFile], taken: [Occupation]) {
    guard let database else {
      let (loaded, files) = try LoadedDataset.readWithFiles(dataset, options)
      return (loaded, files, [])
    }
    let opened = try openDatabase(database)
    let source = try StoredSource.read(dataset, isPlanned: true, opened, options)
    let store = DatasetStore(opened)
    return (
      source.loaded, try store.files(of: source.programme, version: source.version).files,
      try store.occupied(besides: source.programme)
    )
  }
}

/// The stored versions of a programme's plan.
struct StoredVersions {
  var database: Database
  var programme: StoredProgramme

  /// The version that people call `name`: its number, or `published`.
  func find(_ name: String) throws -> StoredPlan {
    try PlanStore(database).find(number(of: name), of: programme)
  }

  /// The files of the dataset that a version is a plan of.
  func files(of plan: StoredPlan) throws -> [String: [UInt8]] {
    try DatasetStore(database).files(of: programme, version: plan.dataset).files.byName
  }

  /// The dataset that a version is a plan of: as it was made or, where it is to be changed, beside
  /// what other programmes have booked since.
  ///
  /// - Parameter options: nil: nothing is told.
  func dataset(
    of plan: StoredPlan, isPlanned: Bool, _ options: OutputOptions?
  ) throws -> LoadedDataset {
    // Another domain may have a programme of the same name.
    let name = "\(programme.domain)/\(programme.name)"
    return try isPlanned
      ? StoredSource.read(name, version: plan.dataset, isPlanned: true, database, options).loaded
      : StoredSource.read(name, asIn: plan, database, options).loaded
  }

  /// The number of that version, whether there is one or not.
  func number(of name: String) throws(Failure) -> Int {
    if name == "published", programme.publishedVersion == nil {
      throw Failure(
        ExitStatus.badData,
        "\(programme.name) has no published version: jadwal plans list \(programme.name) tells what "
          + "there is.")
    }
    guard let number = name == "published" ? programme.publishedVersion : Int(name) else {
      throw Failure(
        ExitStatus.usage,
        "\(legible(name)): with --database a plan is a version's number, or published.")
    }
    return number
  }
}

/// A dataset from wherever it lies, and the plans beside it.
struct DatasetSource {
  var loaded: LoadedDataset
  /// Nil where all lies on the disk.
  var stored: StoredVersions?

  func plan(at place: String) throws -> Plan {
    guard let stored else { return try loaded.plan(at: place) }
    return try PlanStore(stored.database).plan(
      of: stored.programme, version: stored.find(place).version, for: loaded.programme)
  }

  /// A plan to compare, which may be of another version of the dataset.
  func comparedPlan(at place: String) throws -> ComparedPlan {
    guard let stored else {
      let file = try loaded.planFile(at: place, fit: .loose)
      return ComparedPlan(
        file.plan, missing: Set(file.lines.indices.filter { file.lines[$0] == nil }),
        former: file.former)
    }
    let version = try stored.find(place)
    let (plan, former) = try PlanStore(stored.database).comparedPlan(
      of: stored.programme, version: version.version, for: loaded.programme)
    guard case .success(let own) = readDataset(in: .memory(try stored.files(of: version))) else {
      return ComparedPlan(plan, former: former)
    }
    let known = own.programme.sessionIndex
    let missing = loaded.programme.sessions.indices.filter {
      known[loaded.programme.sessions[$0].id] == nil
    }
    return ComparedPlan(plan, missing: Set(missing), former: former)
  }

  /// The certificate and the figures beside a plan.
  func certificate(at place: String) throws -> PlanCertificate {
    guard let stored else { return PlanCertificate(at: place) }
    let documents = try PlanStore(stored.database).documents(
      of: stored.programme, version: stored.number(of: place))
    return PlanCertificate(planJSON: documents.planJSON, boundJSON: documents.boundJSON)
  }
}

/// A plan that has been read, with its dataset.
struct OpenPlan {
  var plan: Plan
  var source: DatasetSource

  var loaded: LoadedDataset { source.loaded }
}
