import Testing

@testable import Files

@Suite struct CSVReaderTests {
  private func rows(_ chunks: [[UInt8]]) -> (rows: [[String]], problems: [CSVReader.Problem]) {
    var left = chunks.filter { !$0.isEmpty }[...]
    var reader = CSVReader { () throws(ReadingError) in left.popFirst() }
    var rows: [[String]] = []
    var problems: [CSVReader.Problem] = []
    while reader.next() {
      rows.append((0..<reader.row.cellCount).map { reader.row.cell($0) })
      if let problem = reader.row.problem { problems.append(problem) }
    }
    if let failure = reader.failure { problems.append(failure) }
    return (rows, problems)
  }

  private func rows(_ text: String) -> (rows: [[String]], problems: [CSVReader.Problem]) {
    rows([Array(text.utf8)])
  }

  @Test func readsQuotedCellsOverLines() {
    let read = rows("a,b\n\"x \"\"y\"\"\",\"1\r\n2\"\n,\"\"\nlast,\"z\"")
    #expect(read.rows == [["a", "b"], ["x \"y\"", "1\r\n2"], ["", ""], ["last", "z"]])
    #expect(read.problems.isEmpty)
  }

  @Test func chunksMayEndAnywhere() {
    let text = "\u{FEFF}a,b\r\n\"Hà, Nội\",\"1\r\n\"\"2\"\r\n\r\n"
    let bytes = Array(text.utf8)
    let whole = rows([bytes])
    #expect(whole.rows == [["a", "b"], ["Hà, Nội", "1\r\n\"2"]])
    for cut in 0...bytes.count {
      #expect(rows([Array(bytes[..<cut]), Array(bytes[cut...])]).rows == whole.rows)
    }
    #expect(rows(bytes.map { [$0] }).rows == whole.rows)
  }

  @Test func linesAreThoseOfTheRows() {
    var reader = CSVReader(once("a\n\"1\n2\"\nb\n"))
    var lines: [Int] = []
    while reader.next() { lines.append(reader.row.line) }
    #expect(lines == [1, 2, 4])
  }

  @Test(
    arguments: [
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
      [0xE1, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    let read = rows([Array("a,b\nx,".utf8), bytes, Array("\n".utf8)])
    #expect(
      read.problems == [CSVReader.Problem(line: 2, cell: 1, message: "is not valid UTF-8")])
  }

  @Test(arguments: [
    ("a\0\n", "holds the control character U+0000"),
    ("a\u{1B}[31m\n", "holds the control character U+001B"),
    ("a\u{7F}\n", "holds the control character U+007F"),
    ("a\rb\rc", "a carriage return without a line feed"),
    ("a\r", "a carriage return without a line feed"),
    ("\"a\rb\"\n", "a carriage return without a line feed"),
    ("\"a\nb", "a quote is opened and never closed"),
    ("\"a\"b\n", "text after the closing quote"),
    ("\"a\" \n", "text after the closing quote"),
    (
      "a\"b\n",
      "a quote inside a cell without quotes: put the cell in quotes and double the quote"
    ),
    ("a\n\nb\n", "a blank line between rows"),
  ])
  func refuses(_ text: String, _ message: String) {
    #expect(rows(text).problems.map(\.message) == [message])
  }

  @Test func refusesUTF16() {
    #expect(
      rows([[0xFF, 0xFE, 0x61, 0x00]]).problems.map(\.message) == [
        "is UTF-16: save it as UTF-8"
      ])
  }

  @Test func anEmptyFileHasNoRows() {
    #expect(rows("").rows.isEmpty)
    #expect(rows("\u{FEFF}").rows.isEmpty)
    #expect(rows("\n\n").rows.isEmpty)
  }
}

/// One text as a source of bytes.
func once(_ text: String) -> CSVReader.Source {
  var left: [UInt8]? = Array(text.utf8)
  return { () throws(ReadingError) in
    defer { left = nil }
    return left?.isEmpty == true ? nil : left
  }
}
