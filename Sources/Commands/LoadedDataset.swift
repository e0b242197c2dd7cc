import ArgumentParser
import Files
import Planning
import Training

/// A dataset without any fault, of form or against the rules, ready to be planned or judged.
struct LoadedDataset: Sendable {
  var dataset: Dataset
  var facts: Facts
  var freeze: FreezeState
  /// What the files alone say, where `facts` know of other programmes' bookings too: whoever has the
  /// files proves a lower bound again from these.
  private var unbooked: (facts: Facts, freeze: FreezeState)?
  /// Of form, then chains that nobody can serve.
  var warnings: [Fault]

  var programme: Programme { dataset.programme }
  var ofFiles: (facts: Facts, freeze: FreezeState) { unbooked ?? (facts, freeze) }

  private init(dataset: Dataset, facts: Facts, freeze: FreezeState, warnings: [Fault]) {
    self.dataset = dataset
    self.facts = facts
    self.freeze = freeze
    self.warnings = warnings
  }

  /// Marks people and rooms as away when others have booked them.
  ///
  /// - Throws: where a pin asks for what is booked.
  mutating func occupy(_ absences: [Absence]) throws(Failure) {
    guard !absences.isEmpty else { return }
    unbooked = ofFiles
    dataset.programme = programme.adding(absences: absences)
    facts = Facts(dataset.programme)
    freeze = FreezeState(facts)
    let faults = Self.pinFaults(dataset, facts, freeze)
    guard faults.isEmpty else {
      let faults = Faults(faults, warnings: [])
      throw Failure(
        ExitStatus.badData,
        "Beside what other programmes have booked, pins ask for what cannot be:\n"
          + faults.description, document: faultsJSON(faults))
    }
  }

  /// Weighs cost terms otherwise.
  ///
  /// - Throws: where a cost would be more than a machine's integer holds.
  mutating func weigh(_ weights: [String: Int]) throws(Failure) {
    guard !weights.isEmpty else { return }
    var settings = programme.settings
    for (name, weight) in weights { settings.weights[name] = weight }
    dataset.programme = programme.adjusting(settings)
    if let fault = costFault(of: programme) { throw Failure(ExitStatus.badData, fault) }
    facts = Facts(programme)
    freeze = FreezeState(facts)
  }

  /// Judges as a job did that made a plan from these files at another moment.
  mutating func judge(by problem: JobProblem) {
    dataset.programme = problem.facts.programme
    facts = problem.facts
    freeze = problem.freeze
  }

  /// What is short whatever is planned; on the largest datasets not all of it is looked for.
  var shortages: [ToldShortage] {
    Prover(ofFiles.facts, freeze: ofFiles.freeze, effort: 0, cpuSeconds: 10).prove().shortages
      .map { $0.told(in: programme) }
  }

  /// Whether a bound that the files prove holds for plans around the bookings too: not where bookings
  /// let sessions go that the files freeze.
  var keepsBoundOfFiles: Bool { ofFiles.freeze.released == freeze.released }

  /// Reads and checks the folder; every fault is told on standard error, and ends the command.
  static func read(_ path: String, _ options: OutputOptions) throws -> LoadedDataset {
    try read(.disk(path: path), named: path, options)
  }

  /// Likewise from wherever the files are.
  ///
  /// - Parameters:
  ///   - path: what people call it.
  ///   - options: nil: nothing is told, and faults are thrown all the same.
  static func read(
    _ folder: Folder, named path: String, _ options: OutputOptions?
  ) throws -> LoadedDataset {
    switch load(folder) {
    case .success(let loaded):
      if let options, !options.json { options.output.warn(of: loaded.warnings) }
      return loaded
    case .failure(let faults):
      options?.output.warn(of: faults.warnings)
      throw Failure(
        ExitStatus.badData,
        faults.description + (isThere(path) ? "\n" + advice(faults, on: path) : ""),
        document: faultsJSON(faults))
    }
  }

  /// Whether there is a folder to mend.
  private static func isThere(_ path: String) -> Bool { Folder.disk(path: path).refusal == nil }

  private static func advice(_ faults: Faults, on path: String) -> String {
    let path = legible(path)
    let them = faults.total == 1 ? "it" : "them"
    return "\(path) has \(counted(faults.total, "fault")): mend \(them), then run "
      + "jadwal check \(path) again."
  }

  /// Likewise, where nothing is told.
  static func load(_ folder: Folder) -> Result<LoadedDataset, Faults> {
    switch readDataset(in: folder) {
    case .failure(let faults): return .failure(faults)
    case .success(let dataset):
      let facts = Facts(dataset.programme)
      let freeze = FreezeState(facts)
      let pinFaults = pinFaults(dataset, facts, freeze)
      guard pinFaults.isEmpty else {
        return .failure(Faults(pinFaults, warnings: dataset.warnings))
      }
      let unserved = ChainService(facts, freeze: freeze).unserved.map {
        warning(of: $0, in: dataset)
      }
      return .success(
        LoadedDataset(
          dataset: dataset, facts: facts, freeze: freeze, warnings: dataset.warnings + unserved))
    }
  }

  private static func pinFaults(
    _ dataset: Dataset, _ facts: Facts, _ freeze: FreezeState
  ) -> [Fault] {
    PinChecks(facts, freeze: freeze).faults.map {
      dataset.pinFault(session: $0.session, column: $0.column, message: $0.message)
    }
  }

  /// Where the row stands that asks for the chain: its cohort's, or its joint one.
  private static func warning(of unserved: UnservedChain, in dataset: Dataset) -> Fault {
    let chain = dataset.programme.chains[unserved.chain]
    let joint = dataset.programme.joints.firstIndex {
      chain.cohorts.count > 1 && $0.module == chain.module && $0.cohorts == chain.cohorts
    }
    let file = joint == nil ? DatasetFile.cohorts : .joint
    let line =
      joint.map { dataset.lines.joints[$0] } ?? dataset.lines.cohorts[chain.cohorts[0]]
    return Fault(
      file: file.name, line: line, column: joint == nil ? "modules" : "module",
      message: "\(chain.id) cannot be given at all: \(unserved.reason)")
  }
}

extension Output {
  fileprivate func warn(of warnings: [Fault]) {
    for warning in warnings { warn("warning: \(warning)") }
  }
}

/// Faults and warnings as `--json` tells them.
func faultsJSON(_ faults: Faults) -> JSONText {
  .object([
    ("faults", .list(faults.list.map(faultJSON))),
    ("fault_count", .whole(faults.total)),
    ("warnings", .list(faults.warnings.map(faultJSON))),
  ])
}

func faultJSON(_ fault: Fault) -> JSONText {
  var members: [(String, JSONText)] = [("file", .text(fault.file))]
  if let line = fault.line { members.append(("line", .whole(line))) }
  if let column = fault.column { members.append(("column", .text(column))) }
  return .object(members + [("message", .text(fault.message))])
}
