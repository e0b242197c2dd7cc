import Training

/// A dataset without faults of form and reference, with what reports about it need.
///
/// Faults that take a rule to see (a pin that breaks H5, say) are not looked for here; `lines`
/// tells where the rows stand, so that whoever finds one can say it the same way.
package struct Dataset: Sendable {
  package var programme: Programme
  /// SHA-256 of the files read (dataset.md §5), in lower-case hexadecimal digits.
  package var digest: String
  package var warnings: [Fault]
  package var lines: Lines

  /// The line of each row, by index in the programme's lists.
  package struct Lines: Sendable {
    package var states: [Int] = []
    package var cities: [Int] = []
    package var closures: [Int] = []
    package var modules: [Int] = []
    package var cohorts: [Int] = []
    package var trainers: [Int] = []
    package var venues: [Int] = []
    package var partners: [Int] = []
    package var joints: [Int] = []
    package var absences: [Int] = []
    /// By session.
    package var pins: [Int: Int] = [:]
    /// By session: rows that place one.
    package var previous: [Int: Int] = [:]
    /// By key of `programme.yaml`; a weight's is `weights.unplaced`.
    package var settings: [String: Int] = [:]
  }

  /// A fault of the row that pins `session`.
  package func pinFault(session: Int, column: String?, message: String) -> Fault {
    Fault(
      file: DatasetFile.pinned.name, line: lines.pins[session], column: column, message: message)
  }
}

/// Reads the dataset in the folder at `path`, or says everything that is wrong with it.
package func readDataset(at path: String) -> Result<Dataset, Faults> {
  readDataset(in: .disk(path: path))
}

/// Reads a dataset wherever its files are.
package func readDataset(in folder: Folder) -> Result<Dataset, Faults> {
  if let refusal = folder.refusal, case .disk(let path) = folder {
    return .failure(Faults([Fault(file: path, message: refusal)]))
  }
  var reader = DatasetReader(folder)
  return reader.read()
}
