/// Columns that `text` takes on a terminal.
///
/// Marks that combine take none, East Asian wide characters and emoji two. Spacing vowel signs of
/// Khmer, Burmese and Thai take one, as glibc's `wcwidth` and the terminals built on it have it.
func displayWidth(_ text: some StringProtocol) -> Int {
  guard text.utf8.contains(where: { !(0x20...0x7E).contains($0) }) else { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

/// Columns that one character takes, however many scalars it is written with.
func displayWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  if first.isASCII, scalars.count == 1 { return first.value >= 0x20 && first.value != 0x7F ? 1 : 0 }
  let isFlag = (0x1F1E6...0x1F1FF).contains(first.value) && scalars.count > 1
  let isEmoji = first.properties.isEmojiPresentation || scalars.contains { $0.value == 0xFE0F }
  if isFlag || isEmoji { return 2 }
  return scalars.reduce(0) { $0 + columns($1) }
}

private func columns(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .control, .surrogate, .lineSeparator, .paragraphSeparator:
    return 0
  case .format: return scalar.value == 0xAD ? 1 : 0
  default:
    // Vowels and final consonants of Hangul stand in the block of the consonant before them.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return isWide(scalar.value) ? 2 : 1
  }
}

/// The blocks that Unicode's `EastAsianWidth.txt` calls wide or fullwidth.
private func isWide(_ value: UInt32) -> Bool {
  switch value {
  case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
    0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD:
    true
  default: false
  }
}

/// `text` with blanks after it up to `width` columns.
func filled(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

/// A blank at which `wrapped` breaks no line; it comes out as a plain one.
let unbroken = "\u{A0}"

/// `text` in lines of at most `width` columns: broken at blanks, and inside a word only where the
/// word alone is too long, as in scripts that write without blanks.
func wrapped(_ text: String, to width: Int) -> [String] {
  let width = max(2, width)
  var lines: [String] = []
  var line = ""
  var used = 0
  func finishLine() {
    lines.append(line)
    line = ""
    used = 0
  }
  for part in text.split(separator: " ") {
    let word = part.split(separator: unbroken, omittingEmptySubsequences: false)
      .joined(separator: " ")
    let length = displayWidth(word)
    if used > 0, used + 1 + length <= width {
      line += " " + word
      used += 1 + length
      continue
    }
    if used > 0 { finishLine() }
    guard length > width else {
      line = word
      used = length
      continue
    }
    for character in word {
      let columns = displayWidth(character)
      if used + columns > width { finishLine() }
      line.append(character)
      used += columns
    }
  }
  if used > 0 || lines.isEmpty { lines.append(line) }
  return lines
}

/// `text` behind a blank margin, folded to `width` columns with another margin from the second line
/// on; nil keeps it on one line.
func folded(_ text: String, to width: Int?, indents first: Int, _ rest: Int) -> [String] {
  func margin(_ count: Int) -> String { String(repeating: " ", count: count) }
  guard let width, displayWidth(text) + first > width else {
    return [margin(first) + text.replacing(unbroken, with: " ")]
  }
  // Two blanks in a row stay two, where no line ends there.
  let lines = wrapped(text.replacing("  ", with: unbroken + " "), to: width - max(first, rest))
  return lines.enumerated().map { number, line in
    margin(number == 0 ? first : rest) + (line.last == " " ? String(line.dropLast()) : line)
  }
}

/// `1 trainer`, `2 trainers`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}
