extension CBCTT {
  /// A word of a file and the line on which it stands.
  struct Word {
    var text: String
    var line: Int

    /// What makes two words the same: their bytes. Strings would also equate what Unicode holds
    /// equivalent.
    var bytes: [UInt8] { Array(text.utf8) }

    /// In quotes and safe to print: cut after 60 characters, what does not show is spelled out.
    var quoted: String {
      var shown = ""
      for (count, scalar) in text.unicodeScalars.enumerated() {
        guard count < 60 else { return "\"\(shown)…\"" }
        switch scalar {
        case "\\", "\"": shown += "\\\(scalar)"
        default:
          switch scalar.properties.generalCategory {
          case .control, .format, .surrogate, .privateUse, .unassigned:
            shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
          default: shown.unicodeScalars.append(scalar)
          }
        }
      }
      return "\"\(shown)\""
    }
  }

  /// The words of a text in order. White space of any kind and length parts them.
  struct Words: IteratorProtocol {
    /// From 1: the line on which the next word is looked for.
    private(set) var line = 1
    private var scalars: String.UnicodeScalarView.Iterator

    init(_ text: String) { scalars = text.unicodeScalars.makeIterator() }

    mutating func next() -> Word? {
      var text = String.UnicodeScalarView()
      while let scalar = scalars.next() {
        guard Self.isSpace(scalar) else {
          text.append(scalar)
          continue
        }
        defer { if scalar == "\n" { line += 1 } }
        if !text.isEmpty { return Word(text: String(text), line: line) }
      }
      return text.isEmpty ? nil : Word(text: String(text), line: line)
    }

    /// Unicode's white space and the four separators of ASCII.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
  }
}
