/// Writes RFC 4180 text with LF line ends, quoting only where it must.
package struct CSVWriter {
  package enum Cell: Sendable {
    /// An id, a number or an instant: written as it is.
    case value(String)
    /// Words that somebody wrote; a spreadsheet must not take them for a formula.
    case text(String)
    case number(Int)
    case empty
  }

  package private(set) var bytes: [UInt8] = []

  package init(header: [String]) { row(header.map { .value($0) }) }

  package mutating func row(_ cells: [Cell]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .value(let text): append(text)
      case .text(let text): append(Self.neutralised(text))
      case .number(let number): append(String(number))
      case .empty: break
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// With an apostrophe before what a spreadsheet would run: `=`, `+`, `-`, `@`, also in full width
  /// or after blanks, and a tab or line end at the start.
  package static func neutralised(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    let start = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" && $0 != "\u{3000}" }
    let runs: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
    let isRisky =
      ["\t", "\r", "\n"].contains(first) || start.map { runs.contains($0) || $0 == "\t" } ?? false
    return isRisky ? "'" + text : text
  }

  private mutating func append(_ text: String) {
    let needsQuotes =
      text.utf8.contains { byte in
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
          || byte == UInt8(ascii: "\r")
      } || text.utf8.first == UInt8(ascii: " ") || text.utf8.last == UInt8(ascii: " ")
    guard needsQuotes else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
