import CPostgres

/// What a statement gave back; frees the server library's memory when the last row goes.
package final class Rows: RandomAccessCollection {
  private let result: OpaquePointer
  package let startIndex = 0
  package let endIndex: Int
  private let columns: Int32
  /// Filled where somebody asks by name.
  private lazy var columnNumbers: [String: Int32] = {
    var numbers: [String: Int32] = [:]
    for column in 0..<columns {
      guard let name = PQfname(result, column) else { continue }
      numbers[String(cString: name)] = column
    }
    return numbers
  }()

  /// Takes the result over.
  init(_ result: OpaquePointer) {
    self.result = result
    endIndex = Int(PQntuples(result))
    columns = PQnfields(result)
  }

  deinit { PQclear(result) }

  package subscript(row: Int) -> Row {
    precondition(row >= 0 && row < endIndex, "there is no such row")
    return Row(rows: self, index: Int32(row))
  }

  /// Rows that an INSERT, UPDATE, DELETE or COPY touched.
  package var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  func column(named name: String) throws(PostgresError) -> Int32 {
    guard let number = columnNumbers[name] else {
      throw PostgresError(.unexpected, "the result has no column \(name)")
    }
    return number
  }

  /// The cell's bytes for as long as `body` runs; nil for NULL.
  func cell<T>(_ row: Int32, _ column: Int32, _ body: (Cell?) throws(PostgresError) -> T)
    throws(PostgresError) -> T
  {
    guard column >= 0, column < columns else {
      throw PostgresError(.unexpected, "the result has \(columns) columns, not \(column + 1)")
    }
    guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else {
      return try body(nil)
    }
    let bytes = UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, column)))
    return try body(Cell(bytes: bytes, isBinary: PQfformat(result, column) == 1))
  }
}

/// One row of a result.
package struct Row {
  let rows: Rows
  let index: Int32

  /// The value in a column, counted from 0.
  package subscript<T: Readable>(_ column: Int) -> T {
    get throws(PostgresError) {
      try rows.cell(index, Int32(column)) { cell throws(PostgresError) in try T.read(cell) }
    }
  }

  /// The value in the column of that name.
  package subscript<T: Readable>(_ name: String) -> T {
    get throws(PostgresError) {
      let column = try rows.column(named: name)
      return try rows.cell(index, column) { cell throws(PostgresError) in try T.read(cell) }
    }
  }
}

/// The bytes of one value that is not NULL.
package struct Cell {
  let bytes: UnsafeRawBufferPointer
  let isBinary: Bool

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A signed number of 2, 4 or 8 bytes, most significant first.
  var integer: Int? {
    guard [1, 2, 4, 8].contains(bytes.count), let first = bytes.first else { return nil }
    return bytes.dropFirst().reduce(Int(Int8(bitPattern: first))) { $0 << 8 | Int($1) }
  }
}

/// What a cell can be read as.
package protocol Readable {
  static func read(_ cell: Cell?) throws(PostgresError) -> Self
}

extension Readable {
  fileprivate static func present(_ cell: Cell?) throws(PostgresError) -> Cell {
    guard let cell else { throw PostgresError(.unexpected, "a value is NULL that should not be") }
    return cell
  }

  fileprivate static func checked(_ value: Self?) throws(PostgresError) -> Self {
    guard let value else { throw PostgresError(.unexpected, "a value is no \(Self.self)") }
    return value
  }
}

extension Int: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> Int {
    let cell = try present(cell)
    return try checked(cell.isBinary ? cell.integer : Int(cell.text))
  }
}

extension Bool: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> Bool {
    let cell = try present(cell)
    return cell.isBinary ? cell.bytes.first == 1 : cell.text == "t"
  }
}

extension Double: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> Double {
    let cell = try present(cell)
    guard cell.isBinary else { return try checked(Double(cell.text)) }
    return try checked(
      cell.bytes.count == 8
        ? Double(bitPattern: cell.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) : nil)
  }
}

extension String: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> String { try present(cell).text }
}

extension Timestamp: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> Timestamp {
    let cell = try present(cell)
    guard cell.isBinary, let microseconds = cell.integer else { return try checked(nil) }
    return Timestamp(seconds: epoch + microseconds / 1_000_000)
  }
}

/// What a cell can be read as a list of: bytes, texts, numbers.
package protocol ReadableElement {
  static func list(_ cell: Cell) throws(PostgresError) -> [Self]
}

extension Array: Readable where Element: ReadableElement {
  package static func read(_ cell: Cell?) throws(PostgresError) -> [Element] {
    try Element.list(present(cell))
  }
}

extension UInt8: ReadableElement {
  /// The bytes of a `bytea`: as they are in binary, from `\x…` in text.
  package static func list(_ cell: Cell) throws(PostgresError) -> [UInt8] {
    if cell.isBinary { return Array(cell.bytes) }
    guard cell.bytes.count.isMultiple(of: 2), cell.bytes.starts(with: Array("\\x".utf8)) else {
      throw PostgresError(.unexpected, "a value is no bytea")
    }
    func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }
    return stride(from: 2, to: cell.bytes.count, by: 2).map {
      digit(cell.bytes[$0]) << 4 | digit(cell.bytes[$0 + 1])
    }
  }
}

extension Int: ReadableElement {
  package static func list(_ cell: Cell) throws(PostgresError) -> [Int] { try cell.items() }
}

extension String: ReadableElement {
  package static func list(_ cell: Cell) throws(PostgresError) -> [String] { try cell.items() }
}

extension Cell {
  /// The items of an array, which only the binary form tells apart without guessing.
  fileprivate func items<T: Readable>() throws(PostgresError) -> [T] {
    guard isBinary else { throw PostgresError(.unexpected, "an array is read in binary") }
    var reader = BinaryReader(bytes)
    return try reader.items()
  }
}

extension Optional: Readable where Wrapped: Readable {
  package static func read(_ cell: Cell?) throws(PostgresError) -> Wrapped? {
    guard let cell else { return nil }
    return try Wrapped.read(cell)
  }
}
