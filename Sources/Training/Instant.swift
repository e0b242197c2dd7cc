/// A point on the world's clock: whole seconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Codable, Sendable {
  package var seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  package func adding(minutes: Int) -> Instant { Instant(seconds: seconds + minutes * 60) }
}

extension Instant: CustomStringConvertible {
  /// The contract's form, `2026-08-03T02:00:00Z`.
  package var description: String { WallTime(seconds: seconds).text(withSeconds: true) + "Z" }

  /// An RFC 3339 instant with its offset (`Z`, `+07:00`), to the whole second; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    func digits(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[from..<from + count] {
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    guard bytes.count == 20 || bytes.count == 25, bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let date = LocalDate(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = digits(11, 2), hour < 24, let minute = digits(14, 2), minute < 60,
      let second = digits(17, 2), second < 60
    else { return nil }
    var offset = 0
    if bytes.count == 20 {
      guard bytes[19] == UInt8(ascii: "Z") else { return nil }
    } else {
      guard let hours = digits(20, 2), hours < 24, bytes[22] == UInt8(ascii: ":"),
        let minutes = digits(23, 2), minutes < 60
      else { return nil }
      switch bytes[19] {
      case UInt8(ascii: "+"): offset = (hours * 60 + minutes) * 60
      case UInt8(ascii: "-"): offset = -(hours * 60 + minutes) * 60
      default: return nil
      }
    }
    seconds = date.days * 86_400 + (hour * 60 + minute) * 60 + second - offset
  }
}
