import Training

/// Reads the files of a dataset once each, in the order of the contract's table, and keeps what
/// later files refer to.
struct DatasetReader {
  let log = FaultLog()
  var lines = Dataset.Lines()

  var stateNames = Names(kind: "state")
  var cityNames = Names(kind: "city")
  var moduleNames = Names(kind: "module")
  var cohortNames = Names(kind: "cohort")
  var trainerNames = Names(kind: "trainer")
  var venueNames = Names(kind: "venue")
  var partnerNames = Names(kind: "partner")
  var jointNames = Names(kind: "joint row")

  var states: [MemberState] = []
  var cities: [City] = []
  var travel = Travel()
  var closures: [Closure] = []
  var modules: [Module] = []
  var cohorts: [Cohort] = []
  var trainers: [Trainer] = []
  var venues: [Venue] = []
  var partners: [Partner] = []
  var joints: [Joint] = []
  var absences: [Absence] = []
  var pins: [SessionName: PinnedRow] = [:]
  var previous: [SessionName: PreviousRow] = [:]

  /// Partners are named before their file is read.
  var partnersOfTrainers: [(trainer: Int, record: Record, name: String)] = []
  /// What each cohort lists.
  var listed: Set<CohortModule> = []
  /// Cohorts whose list of modules has a fault, so that nobody can say what they lack.
  var undecided: Set<Int> = []
  /// By cohort and module: the joint row that replaces the cohort's own chain.
  var jointOf: [CohortModule: Int] = [:]
  /// By city, also where its row has another fault.
  var stateOfCity: [Int] = []

  /// Files that are there and could not be read.
  private var refused: Set<DatasetFile> = []
  private let folder: Folder
  private var digest = DatasetDigest()
  private var settings: ProgrammeFile?

  init(_ folder: Folder) { self.folder = folder }

  mutating func read() -> Result<Dataset, Faults> {
    readSettings()
    readStates()
    readCities(around: settings?.startsOn, grid: settings?.gridMinutes)
    readTravel()
    readClosures()
    readModules()
    readCohorts()
    readTrainers()
    readVenues()
    readPartners()
    readJoints()
    readAbsences()
    readPins()
    readPrevious()
    if log.total == 0 { checkSize() }
    if let refusal = log.refusal { return .failure(refusal) }
    guard let settings = settings?.settings else {
      return .failure(Faults([Fault(file: DatasetFile.programme.name, message: "is missing")]))
    }
    let programme = programme(settings)
    checkCost(of: programme)
    if let refusal = log.refusal { return .failure(refusal) }
    return .success(
      Dataset(
        programme: programme, digest: digest.text, warnings: log.warnings.inFileOrder(),
        lines: lines))
  }

  private mutating func readSettings() {
    let file = DatasetFile.programme
    guard let opened = open(file) else { return }
    guard opened.length <= Limits.bytesOfSettings else {
      return log.fault(file.name, nil, nil, "is larger than \(Limits.bytesOfSettings) bytes")
    }
    var bytes: [UInt8] = []
    do {
      while let chunk = try opened.next(), bytes.count <= Limits.bytesOfSettings { bytes += chunk }
    } catch {
      return log.fault(file.name, nil, nil, error.message)
    }
    settings = ProgrammeFile(bytes, hasPrevious: hasPrevious, log: log)
    lines.settings = settings?.lines ?? [:]
  }

  /// The plan in force is read last, and asked for first.
  private var hasPrevious: Bool {
    do { return try folder.open(DatasetFile.previous.name) != nil } catch { return true }
  }

  /// Opens the next file and puts it into the digest; nil where it is absent or refused.
  private mutating func open(_ file: DatasetFile) -> DigestedFile? {
    do {
      guard let opened = try folder.open(file.name) else {
        if file.isRequired { log.fault(file.name, nil, nil, "this file is missing") }
        return nil
      }
      return DigestedFile(opened, named: file.name, digest: digest)
    } catch {
      log.fault(file.name, nil, nil, error.message)
      refused.insert(file)
      return nil
    }
  }

  func wasRefused(_ file: DatasetFile) -> Bool { refused.contains(file) }

  /// The table of a file, nil where there is none to read.
  mutating func table(
    _ file: DatasetFile, _ columns: [Column], passing passed: [String] = [],
    atMost rowLimit: Int = Limits.rowsPerTable
  ) -> Table? {
    guard let opened = open(file) else { return nil }
    guard opened.length <= Limits.bytesPerTable else {
      log.fault(file.name, nil, nil, "is larger than \(Limits.bytesPerTable) bytes")
      refused.insert(file)
      return nil
    }
    let table = Table(
      file.name, columns: columns, passed: passed, atMost: rowLimit, log: log,
      source: { () throws(ReadingError) in try opened.next() })
    if table == nil { refused.insert(file) }
    return table
  }

  private mutating func programme(_ settings: Programme.Settings) -> Programme {
    var pinLines: [Int: Int] = [:]
    var previousLines: [Int: Int] = [:]
    let programme = Programme(
      settings: settings, states: states, cities: cities, travel: travel, closures: closures,
      modules: modules, cohorts: cohorts, trainers: trainers, venues: venues, partners: partners,
      joints: joints, absences: absences,
      pins: { index in
        pins.compactMap { name, row in
          guard let session = index[id(of: name)] else { return nil }
          pinLines[session] = row.line
          return Pin(session: session, start: row.start, lead: row.lead, venue: row.venue)
        }
      },
      previous: { index in
        var placements: [Int: Placement] = [:]
        for (name, row) in previous {
          guard let placement = row.placement, let session = index[id(of: name)] else { continue }
          placements[session] = placement
          previousLines[session] = row.line
        }
        return placements
      })
    lines.pins = pinLines
    lines.previous = previousLines
    return programme
  }
}
