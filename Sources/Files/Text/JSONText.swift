/// A JSON value whose keys keep the order in which they are written.
package indirect enum JSONText: Sendable {
  case object([(String, JSONText)])
  case list([JSONText])
  case text(String)
  case whole(Int)
  case large(UInt64)
  /// To a thousandth; what is no finite number becomes 0.
  case decimal(Double)
  case truth(Bool)
  /// `null`
  case nothing

  /// Two blanks a level, a line end at the end.
  package var bytes: [UInt8] {
    var text = ""
    write(into: &text, depth: 0)
    return Array((text + "\n").utf8)
  }

  private func write(into text: inout String, depth: Int) {
    switch self {
    case .object(let members):
      write(members, "{", "}", into: &text, depth) { member, text in
        text += Self.quoted(member.0) + ": "
        member.1.write(into: &text, depth: depth + 1)
      }
    case .list(let items):
      write(items, "[", "]", into: &text, depth) { item, text in
        item.write(into: &text, depth: depth + 1)
      }
    case .text(let value): text += Self.quoted(value)
    case .whole(let value): text += String(value)
    case .large(let value): text += String(value)
    case .truth(let value): text += value ? "true" : "false"
    case .nothing: text += "null"
    case .decimal(let value): text += Self.thousandths(value)
    }
  }

  private func write<Item>(
    _ items: [Item], _ open: String, _ close: String, into text: inout String, _ depth: Int,
    one: (Item, inout String) -> Void
  ) {
    guard !items.isEmpty else {
      text += open + close
      return
    }
    text += open + "\n"
    for (index, item) in items.enumerated() {
      text += String(repeating: "  ", count: depth + 1)
      one(item, &text)
      text += index + 1 < items.count ? ",\n" : "\n"
    }
    text += String(repeating: "  ", count: depth) + close
  }

  private static func thousandths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "0" }
    let thousandths = Int((abs(value) * 1000).rounded())
    let digits = String(thousandths % 1000)
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    return (value < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000).\(fraction)"
  }

  /// Safe also inside a page's script and on a terminal: `<`, `&`, the line separators, controls and
  /// marks of direction are escaped.
  package static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "<", ">", "&", "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}",
        "\u{200E}"..."\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
