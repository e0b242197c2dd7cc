/// A seeded generator of our own, the same on every machine: xoshiro256** (Blackman and Vigna, 2018),
/// seeded by splitmix64.
package struct Random: Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  package init(seed: UInt64) {
    var state = seed
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    a = next()
    b = next()
    c = next()
    d = next()
  }

  @inline(__always)
  package mutating func word() -> UInt64 {
    let scrambled = b &* 5
    let result = ((scrambled << 7) | (scrambled >> 57)) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }

  /// 0 ..< bound; the bias of the multiplication is below bound ÷ 2³².
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: ((word() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
  }

  /// True once in `odds` draws.
  @inline(__always)
  mutating func once(in odds: Int) -> Bool { below(odds) == 0 }
}
