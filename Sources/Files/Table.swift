/// A column that the contract knows.
struct Column: Sendable {
  enum Presence: Sendable {
    /// The column has to be there, and no cell of it is empty.
    case required
    /// The column has to be there, its cells may be empty.
    case optionalCells
    /// Neither has to be there.
    case optional
  }

  /// Where it stands in its table's list.
  let index: Int
  let name: String
  let presence: Presence

  init(_ index: Int, _ name: String, _ presence: Presence = .required) {
    self.index = index
    self.name = name
    self.presence = presence
  }
}

/// The rows of one CSV file, found by the names in its header; faults of form go into the log.
struct Table {
  let file: String
  let log: FaultLog
  /// Whether rows may be missing that the file was meant to have: then nobody can say that an id
  /// is unknown.
  private(set) var isIncomplete = false
  private let columns: [Column]
  private var reader: CSVReader
  private var width = 0
  private var isStopped = false
  private let rowLimit: Int
  private var rowCount = 0
  /// By column: the cell that holds it, nil where the file has no such column.
  private var cells: [Int?]
  private var header: [String] = []

  /// Reads the header; nil where there is none to go by.
  /// - Parameter passed: names of further columns that are known and not read.
  init?(
    _ file: String, columns: [Column], passed: [String] = [],
    atMost rowLimit: Int = Limits.rowsPerTable, log: FaultLog, source: @escaping CSVReader.Source
  ) {
    self.file = file
    self.columns = columns
    self.log = log
    self.rowLimit = rowLimit
    cells = Array(repeating: nil, count: columns.count)
    reader = CSVReader(source)
    guard reader.next() else {
      if let failure = reader.failure {
        log.fault(file, failure.line, nil, failure.message)
      } else {
        log.fault(file, 1, nil, "has no header row")
      }
      return nil
    }
    width = reader.row.cellCount
    header = (0..<width).map { reader.row.cell($0) }
    if let problem = reader.row.problem {
      log.fault(file, problem.line, "cell \(problem.cell + 1)", problem.message)
      return nil
    }
    var given: Set<String> = []
    for (position, name) in header.enumerated() {
      if !given.insert(name).inserted {
        log.fault(file, 1, name, "this column is given twice")
      } else if let column = columns.first(where: { $0.name == name }) {
        cells[column.index] = position
      } else if !passed.contains(name) {
        let absent = columns.map(\.name).filter { !header.contains($0) }
        let suggestion = log.nearest.suggestion(for: name, among: absent)
        let shown = name.isEmpty ? "cell \(position + 1)" : name
        log.warn(file, 1, shown, "unknown column" + suggestion)
      }
    }
    for column in columns where cells[column.index] == nil && column.presence != .optional {
      log.fault(file, 1, column.name, "this column is missing")
      isIncomplete = true
    }
  }

  /// The next row, or nil at the end.
  mutating func next() -> Record? {
    guard !isStopped else { return nil }
    guard reader.next() else {
      if let failure = reader.failure {
        isIncomplete = true
        log.fault(file, failure.line, name(ofCell: failure.cell), failure.message)
      }
      return nil
    }
    rowCount += 1
    guard rowCount <= rowLimit else {
      stop("more than \(rowLimit) rows")
      return nil
    }
    var isBroken = false
    if let problem = reader.row.problem {
      isBroken = true
      log.fault(file, problem.line, name(ofCell: problem.cell), problem.message)
    } else if reader.row.cellCount != width {
      isBroken = true
      let count = reader.row.cellCount
      log.fault(
        file, reader.row.line, nil,
        "\(count) \(count == 1 ? "cell" : "cells"), but the header has \(width)")
    }
    return Record(
      file: file, row: reader.row, log: log, cells: cells, isBroken: isBroken)
  }

  /// Reads no further, because of the row just read.
  mutating func stop(_ message: String) {
    isIncomplete = true
    isStopped = true
    log.fault(file, reader.row.line, nil, message)
  }

  private func name(ofCell cell: Int) -> String? {
    guard header.indices.contains(cell), !header[cell].isEmpty else { return "cell \(cell + 1)" }
    return header[cell]
  }
}
