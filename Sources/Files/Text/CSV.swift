/// Reads RFC 4180 text row by row from chunks of bytes, in memory bounded by `Limits`.
///
/// Our own reader, because a coordinator has to be told what is wrong and where: SwiftCSV passes
/// ragged rows and unclosed quotes without a word, knows no line numbers, and holds the whole text
/// in memory. Accepted are a byte order mark, LF and CRLF line ends and blank lines at the end.
///
/// A row with a `problem` was read to its end, and reading goes on; after a `failure` the rest of
/// the file means nothing, and it stops.
package struct CSVReader {
  /// What is wrong, and in which cell of its row.
  package struct Problem: Equatable, Sendable {
    package var line: Int
    package var cell: Int
    package var message: String
  }

  /// Gives the next bytes, an empty chunk never, nil at the end.
  package typealias Source = () throws(ReadingError) -> [UInt8]?

  /// The row last read.
  package struct Row: Sendable {
    /// The line on which it starts, from 1.
    package fileprivate(set) var line = 0
    /// What is wrong with it; its cells are then a best guess.
    package fileprivate(set) var problem: Problem?
    fileprivate var bytes: [UInt8] = []
    fileprivate var ends: [Int] = []

    package var cellCount: Int { ends.count }

    package func cell(_ index: Int) -> String {
      String(decoding: bytes[range(of: index)], as: UTF8.self)
    }

    package func isEmpty(_ index: Int) -> Bool { range(of: index).isEmpty }

    fileprivate func range(of index: Int) -> Range<Int> {
      (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
  }

  package private(set) var row = Row()
  package private(set) var failure: Problem?

  private enum State { case cellStart, plain, quoted, quoteInQuoted, afterReturn }

  private let source: Source
  private var chunk: [UInt8] = []
  private var position = 0
  private var currentLine = 1
  private var isASCII = true
  private var hasReturn = false
  private var started = false
  private var blankLine: Int?

  package init(_ source: @escaping Source) { self.source = source }

  /// Advances to the next row; false at the end of the file or after a failure.
  package mutating func next() -> Bool {
    guard failure == nil, started || skipByteOrderMark() else { return false }
    started = true
    while readRow() {
      if row.ends.count == 1, row.bytes.isEmpty, row.problem == nil {
        blankLine = blankLine ?? row.line
        continue
      }
      if let blankLine {
        self.blankLine = nil
        if row.problem == nil {
          row.problem = Problem(line: blankLine, cell: 0, message: "a blank line between rows")
        }
      }
      return true
    }
    return false
  }
}

extension CSVReader {
  private mutating func readRow() -> Bool {
    row.bytes.removeAll(keepingCapacity: true)
    row.ends.removeAll(keepingCapacity: true)
    row.problem = nil
    isASCII = true
    hasReturn = false
    row.line = currentLine
    var state = State.cellStart
    var isAtStart = true
    while let byte = nextByte() {
      isAtStart = false
      if byte >= 0x80 { isASCII = false }
      switch (state, byte) {
      case (.afterReturn, UInt8(ascii: "\n")): return endRow()
      case (.afterReturn, _): return fail("a carriage return without a line feed")
      case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
      case (.quoted, UInt8(ascii: "\n")):
        currentLine += 1
        append(byte)
      case (.quoted, UInt8(ascii: "\r")):
        hasReturn = true
        append(byte)
      case (.quoted, _): appendChecked(byte)
      case (.quoteInQuoted, UInt8(ascii: "\"")):
        append(byte)
        state = .quoted
      case (_, UInt8(ascii: "\n")): return endRow()
      case (_, UInt8(ascii: "\r")): state = .afterReturn
      case (_, UInt8(ascii: ",")):
        endCell()
        state = .cellStart
      case (.cellStart, UInt8(ascii: "\"")): state = .quoted
      case (.quoteInQuoted, _):
        report("text after the closing quote")
        appendChecked(byte)
        state = .plain
      case (_, UInt8(ascii: "\"")):
        report("a quote inside a cell without quotes: put the cell in quotes and double the quote")
        append(byte)
        state = .plain
      default:
        appendChecked(byte)
        state = .plain
      }
      if failure != nil { return false }
    }
    if failure != nil || isAtStart { return false }
    switch state {
    case .quoted: return fail("a quote is opened and never closed")
    case .afterReturn: return fail("a carriage return without a line feed")
    default: return endRow()
    }
  }

  private mutating func endRow() -> Bool {
    endCell()
    guard failure == nil else { return false }
    currentLine += 1
    if isASCII, !hasReturn { return true }
    for index in row.ends.indices where row.problem == nil {
      let cell = row.bytes[row.range(of: index)]
      if !isASCII, String(validating: cell, as: UTF8.self) == nil {
        row.problem = Problem(line: row.line, cell: index, message: "is not valid UTF-8")
      } else if hasReturn, hasLoneReturn(cell) {
        row.problem = Problem(
          line: row.line, cell: index, message: "a carriage return without a line feed")
      }
    }
    return true
  }

  private func hasLoneReturn(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.indices.contains {
      cell[$0] == UInt8(ascii: "\r")
        && ($0 + 1 == cell.endIndex || cell[$0 + 1] != UInt8(ascii: "\n"))
    }
  }

  private mutating func endCell() {
    guard row.ends.count < Limits.columnsPerTable else {
      _ = fail("a row has more than \(Limits.columnsPerTable) cells")
      return
    }
    row.ends.append(row.bytes.count)
  }

  private mutating func appendChecked(_ byte: UInt8) {
    if byte < 0x20 || byte == 0x7F {
      report("holds the control character U+" + hexadecimal(byte))
    }
    append(byte)
  }

  private mutating func append(_ byte: UInt8) {
    row.bytes.append(byte)
    if row.bytes.count - (row.ends.last ?? 0) > Limits.bytesPerCell {
      _ = fail("a cell is longer than \(Limits.bytesPerCell) bytes")
    } else if row.bytes.count > Limits.bytesPerRow {
      _ = fail("a row is longer than \(Limits.bytesPerRow) bytes")
    }
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  private mutating func report(_ message: String) {
    if row.problem == nil {
      row.problem = Problem(line: row.line, cell: row.ends.count, message: message)
    }
  }

  private mutating func fail(_ message: String) -> Bool {
    if failure == nil {
      failure = Problem(line: row.line, cell: row.ends.count, message: message)
    }
    return false
  }
}

extension CSVReader {
  private mutating func nextByte() -> UInt8? {
    if position == chunk.count {
      guard load() else { return nil }
    }
    defer { position += 1 }
    return chunk[position]
  }

  private mutating func load() -> Bool {
    do {
      guard let next = try source(), !next.isEmpty else { return false }
      chunk = next
      position = 0
      return true
    } catch {
      return fail(error.message)
    }
  }

  /// False where the file cannot be text that we read.
  private mutating func skipByteOrderMark() -> Bool {
    row.line = 1
    var head: [UInt8] = []
    while head.count < 3, load() { head += chunk }
    guard failure == nil else { return false }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return fail("is UTF-16: save it as UTF-8")
    }
    chunk = head
    position = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return true
  }
}
