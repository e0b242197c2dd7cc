/// Text in the form of RFC 5545: content lines, folded, each ended by CRLF.
struct CalendarText {
  private(set) var bytes: [UInt8] = []

  /// Octets of a line, its end not counted (RFC 5545 §3.1).
  static let octetsPerLine = 75

  /// A line whose value is written as it is.
  mutating func line(_ name: String, _ value: String) { fold("\(name):\(value)") }

  /// A line whose value is TEXT (§3.3.11).
  mutating func text(_ name: String, _ value: String) { line(name, Self.escaped(value)) }

  /// Backslash, comma and semicolon are escaped, and each line end, a lone CR too, becomes `\n`.
  ///
  /// Readers that split at every line end of Unicode must not see one either; other controls, which
  /// TEXT may not hold, are replaced.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where last == "\r": break
      case "\r", "\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}":
        escaped.append(contentsOf: ["\\", "n"])
      case "\\", ",", ";": escaped.append(contentsOf: ["\\", scalar])
      case "\t": escaped.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
      last = scalar
    }
    return String(escaped)
  }

  /// A parameter's value, in quotes where it needs them (§3.2).
  static func parameter(_ value: String) -> String {
    let plain = value.filter { $0 != "\"" && !$0.isNewline }
    return plain.contains { ",;:".contains($0) } ? "\"\(plain)\"" : plain
  }

  /// Breaks between characters as people see them; one that fills a line by itself between its
  /// scalars.
  private mutating func fold(_ line: String) {
    var room = Self.octetsPerLine
    func pieces(of character: Character) -> [String] {
      character.utf8.count < Self.octetsPerLine
        ? [String(character)] : character.unicodeScalars.map { String($0) }
    }
    for character in line {
      for piece in pieces(of: character) {
        if piece.utf8.count > room {
          bytes += Array("\r\n ".utf8)
          room = Self.octetsPerLine - 1
        }
        bytes += Array(piece.utf8)
        room -= piece.utf8.count
      }
    }
    bytes += Array("\r\n".utf8)
  }
}
