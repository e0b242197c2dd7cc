import Training

/// Text that people wrote, made safe to show: control characters and those that turn the direction
/// of the text around them are spelled out (`⟨U+202E⟩`).
///
/// Joiners and zero-width spaces stay: Khmer, Lao, Burmese and emoji are written with them.
package func legible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isHidden) else { return text }
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if isHidden(scalar) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
      shown.append(contentsOf: "⟨U+\(zeros)\(digits)⟩".unicodeScalars)
    } else {
      shown.append(scalar)
    }
  }
  return String(shown)
}

/// Controls (C0, DEL, C1), line and paragraph separators, and the marks, embeddings, overrides and
/// isolates of UAX #9.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
    true
  default: false
  }
}

/// Text for HTML, between tags or inside a quoted attribute.
func htmlText(_ text: String) -> String {
  var html = ""
  for character in legible(text).unicodeScalars {
    switch character {
    case "&": html += "&amp;"
    case "<": html += "&lt;"
    case ">": html += "&gt;"
    case "\"": html += "&quot;"
    case "'": html += "&#39;"
    default: html.unicodeScalars.append(character)
    }
  }
  return html
}

/// `1,234,567`.
func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var text = value < 0 ? "−" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// Tenths of a percent, rounded down, and never 100 where something is missing.
func percent(_ part: Int, of whole: Int) -> String {
  let thousandths = whole == 0 ? 1000 : Int(Int128(1000) * Int128(part) / Int128(whole))
  return "\(thousandths / 10).\(thousandths % 10) %"
}

/// Minutes as hours, to the nearest tenth: `12,340.5`.
func hours(_ minutes: Int) -> String {
  let tenths = (minutes + 3) / 6
  return "\(grouped(tenths / 10)).\(tenths % 10)"
}

/// `3 August 2026`.
package func longDate(_ date: LocalDate) -> String {
  let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  let (year, month, day) = date.civil
  return "\(day) \(months[month - 1]) \(year)"
}
