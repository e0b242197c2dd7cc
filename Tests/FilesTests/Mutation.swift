/// A seeded generator (SplitMix64), so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Breaks text the way editors, spreadsheets and attackers do.
struct Mutation {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func mutate(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...Int.random(in: 0..<4, using: &random) { step(&bytes) }
    return bytes
  }

  private mutating func step(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = token()
      return
    }
    let range = range(in: bytes)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: bytes[range.lowerBound] = UInt8.random(in: .min ... .max, using: &random)
    case 1: bytes.removeSubrange(range)
    case 2: bytes.insert(contentsOf: token(), at: range.lowerBound)
    case 3: bytes.replaceSubrange(range, with: token())
    case 4: bytes.insert(contentsOf: bytes[range], at: range.upperBound)
    case 5: bytes.removeLast(bytes.count - range.upperBound)
    case 6: replaceCell(&bytes)
    case 7: swapCells(&bytes)
    default: bytes[range.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
  }

  private mutating func token() -> [UInt8] { Self.tokens.randomElement(using: &random) ?? [] }

  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = Int.random(in: 0..<bytes.count, using: &random)
    return start..<min(bytes.count, start + Int.random(in: 1...12, using: &random))
  }

  private mutating func cell(in bytes: [UInt8]) -> Range<Int> {
    let ends: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: ":")]
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let from = bytes[..<start].lastIndex(where: ends.contains).map { $0 + 1 } ?? 0
    return from..<max(from, bytes[start...].firstIndex(where: ends.contains) ?? bytes.count)
  }

  private mutating func replaceCell(_ bytes: inout [UInt8]) {
    bytes.replaceSubrange(cell(in: bytes), with: token())
  }

  private mutating func swapCells(_ bytes: inout [UInt8]) {
    let cells = [cell(in: bytes), cell(in: bytes)].sorted { $0.lowerBound < $1.lowerBound }
    guard cells[0].upperBound <= cells[1].lowerBound else { return }
    let (one, other) = (Array(bytes[cells[0]]), Array(bytes[cells[1]]))
    bytes.replaceSubrange(cells[1], with: one)
    bytes.replaceSubrange(cells[0], with: other)
  }

  private static let tokens: [[UInt8]] = {
    let texts = [
      "", ",", "\"", "\"\"", "\n", "\r", "\r\n", ";", ":", "/", "-", "+5", "-1", "0", "1", "24:00",
      "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "1e309", "NaN",
      "0x10", "0.5", "7.5", "007", "٣", "๒๕๗๐", "2026-02-30", "9999-12-31", "0000-01-01",
      "2570-01-01", "2026-08-03T24:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z",
      "2026-08-03T00:00:00+0630", "Mon-Sun 00:00-24:00", "Sun-Mon 10:00-09:00", "JKT", "HAN", "ID",
      "VN", "SAFE", "AI", "WEB", "J1", "J2", "H1", "X1", "T1", "V1", "P1", "J1/SAFE/1", "X1/AI/3",
      "H1/WEB/18446744073709551616", "//", "SAFE;AI;WEB", "AI;AI", "in_person", "online", "hybrid",
      "\u{FEFF}", "\u{202E}", "\u{200D}", "\u{0}", "\u{1B}[31m", "e\u{301}", "\u{212A}", "＝", "=1",
      "&a ", "*a", "!!int ", "!x ", "<<: ", "---\n", "...\n", "? ", "- ", "[", "]", "{", "}", "|\n",
      ">\n", "# ", "%YAML 1.1\n", "'", "\t", "  ", "weights:\n", "  unplaced: 1000000\n", "Asia/",
      "UTC", "GMT+7", "Etc/GMT-14", "a:\n",
    ]
    return texts.map { Array($0.utf8) } + [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE1], [0xF5], [0xFF, 0xFE], [0x80], [0x85],
      Array(repeating: UInt8(ascii: "a"), count: 70),
      Array(repeating: UInt8(ascii: ","), count: 300),
    ]
  }()
}
