import Files

/// A table of a dataset as text, to change a few of its cells.
struct TableText {
  private(set) var header: [String]
  var rows: [[String]] = []

  init(header: [String]) { self.header = header }

  /// - Parameter bytes: of a table that was read without a fault.
  init(_ bytes: [UInt8]) {
    var rest: [UInt8]? = bytes.isEmpty ? nil : bytes
    var reader = CSVReader { () throws(ReadingError) -> [UInt8]? in
      defer { rest = nil }
      return rest
    }
    header = []
    var isFirst = true
    while reader.next() {
      let cells = (0..<reader.row.cellCount).map { reader.row.cell($0) }
      if isFirst { header = cells } else { rows.append(cells) }
      isFirst = false
    }
  }

  var bytes: [UInt8] {
    var writer = CSVWriter(header: header)
    for row in rows { writer.row(row.map { .value($0) }) }
    return writer.bytes
  }

  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  func row(of id: String) -> Int? {
    guard let column = column("id") else { return nil }
    return rows.firstIndex { $0[column] == id }
  }

  var ids: [String] { column("id").map { column in rows.map { $0[column] } } ?? [] }

  /// Adds the column where the table has none of that name.
  mutating func set(_ name: String, to value: String, in row: Int) {
    let column =
      self.column(name)
      ?? {
        header.append(name)
        for index in rows.indices { rows[index].append("") }
        return header.count - 1
      }()
    rows[row][column] = value
  }

  mutating func append(_ values: [String: String]) {
    rows.append(Array(repeating: "", count: header.count))
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      set(name, to: value, in: rows.count - 1)
    }
  }

  mutating func removeRows(where condition: (_ cell: (String) -> String) -> Bool) {
    let header = header
    rows.removeAll { row in
      condition { name in header.firstIndex(of: name).map { row[$0] } ?? "" }
    }
  }
}
