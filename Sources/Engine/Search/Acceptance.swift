/// Which worse steps pass: annealing in whole numbers, the same on every machine.
///
/// A step that costs `delta` more passes with probability e^(−delta ÷ T) (Kirkpatrick, Gelatt and
/// Vecchi, 1983), here as delta ≤ T × x for x drawn from a table of −ln(u).
struct Annealing: Sendable {
  /// −ln((i + ½) ÷ 1024) in 65 536ths.
  static let draws: [Int32] = (0..<1024).map { index in
    // ln v = log₂ v × ln 2, with log₂ by squaring, bit by bit.
    let value = UInt64(2 * index + 1)
    return Int32((11 * 65_536 - log2(value)) * 45_426 / 65_536)
  }

  /// log₂ of a whole number, in 65 536ths.
  static func log2(_ value: UInt64) -> Int {
    let whole = 63 - value.leadingZeroBitCount
    var mantissa = (value << UInt64(63 - whole)) >> 32
    var result = whole
    for _ in 0..<16 {
      mantissa = (mantissa * mantissa) >> 31
      result <<= 1
      if mantissa >= 1 << 32 {
        mantissa >>= 1
        result |= 1
      }
    }
    return result
  }

  /// 2^(`exponent` ÷ 65 536), times 65 536; for exponents from −16 to 40 times 65 536.
  static func exp2(_ exponent: Int) -> Int {
    let whole = exponent >> 16
    var value = UInt64(1) << 31
    for bit in 0..<16 where exponent >> bit & 1 == 1 { value = (value * roots[15 - bit]) >> 31 }
    let shift = 31 - 16 - whole
    return shift >= 0 ? Int(value >> UInt64(shift)) : Int(value << UInt64(-shift))
  }

  /// 2^(1/2), 2^(1/4), … in 2³¹sts.
  private static let roots: [UInt64] = (1..<16).reduce(into: [3_037_000_500]) { roots, _ in
    roots.append(squareRoot(roots[roots.count - 1] << 31))
  }

  /// The whole part of the square root of a number below 2⁶³.
  private static func squareRoot(_ value: UInt64) -> UInt64 {
    var low: UInt64 = 0
    var high: UInt64 = 1 << 32
    while low < high {
      let middle = (low + high + 1) / 2
      if middle * middle <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Temperatures in 256ths of a unit of cost, at the start and at the end.
  let start: Int
  let end: Int
  private var temperature: Int

  init(start: Int, end: Int) {
    self.start = max(1, start)
    self.end = max(1, min(start, end))
    temperature = self.start
  }

  /// Cools geometrically to where the budget stands, in 65 536ths.
  mutating func cool(spent: Int) {
    let from = Self.log2(UInt64(start))
    let to = Self.log2(UInt64(end))
    temperature = Self.exp2(from + (to - from) * min(spent, 65_536) / 65_536) >> 16
  }

  /// The largest worsening that passes this time.
  @inline(__always)
  func allowance(_ random: inout Random, _ draws: UnsafePointer<Int32>) -> Int {
    (temperature &* Int(draws[random.below(1024)])) >> 24
  }
}
