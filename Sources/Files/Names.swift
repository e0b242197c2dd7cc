import Training

/// The ids of one kind, by the order of their rows.
struct Names {
  /// What an id of them is called in a message: `city`, `module`.
  let kind: String
  /// Whether the file lacks rows that it was meant to have; then an id that is not here may exist.
  var isIncomplete = false
  private(set) var list: [String] = []
  /// The line of each row.
  private(set) var lines: [Int] = []
  private var indices: [String: Int] = [:]

  init(kind: String) { self.kind = kind }

  /// Ids that are known to be in order.
  init(kind: String, _ names: [String]) {
    self.kind = kind
    list = names
    indices = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var count: Int { list.count }

  /// Ids are compared by their bytes; text that is no id names nothing, however it looks.
  func index(of name: String) -> Int? { isIdentifier(name) ? indices[name] : nil }

  /// Takes and gives back the id of a new row, empty where it has none; a second one of the same name is a fault and keeps the first.
  ///
  /// A row without a readable id gets an index all the same, so that indices follow the rows.
  mutating func add(_ column: Column, of record: Record) -> String {
    let name = record.id(column)
    if name == nil { isIncomplete = true }
    if let name, let first = indices[name] {
      record.fault(column, "\(quoted(name)) is given twice, first on line \(lines[first])")
    } else if let name {
      indices[name] = list.count
    }
    list.append(name ?? "")
    lines.append(record.line)
    return name ?? ""
  }
}

extension Names {
  /// Notes after the last row whether the file lacked some; nil is a file that was not read at all.
  mutating func close(after table: Table?) {
    if table?.isIncomplete ?? true { isIncomplete = true }
  }
}

extension Names {
  func party(_ name: String) -> Party { index(of: name).map { .known($0) } ?? .unknown(name) }
}
