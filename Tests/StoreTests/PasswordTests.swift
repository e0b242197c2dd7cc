import Testing

@testable import Store

@Suite struct PasswordTests {
  private let cheap = Password.Cost(logarithm: 4, blockSize: 1, parallelism: 1)

  private func hash(_ password: String, salt: String = "a salt of 16 byt") throws -> String {
    try Password.hash(password, cost: cheap, salt: Array(salt.utf8))
  }

  /// RFC 7914 §12: N = 16384, r = 8, p = 1, 64 bytes; the first half here, for what is kept is 32
  /// bytes, and each block of PBKDF2 stands by itself.
  @Test func theHashIsThatOfTheStandard() throws {
    let cost = Password.Cost(logarithm: 14, blockSize: 8, parallelism: 1)
    let text = try Password.hash(
      "pleaseletmein", cost: cost, salt: Array("SodiumChloride".utf8))
    let expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    let bytes = stride(from: 0, to: 64, by: 2).map { place -> UInt8 in
      let start = expected.index(expected.startIndex, offsetBy: place)
      return UInt8(expected[start...].prefix(2), radix: 16) ?? 0
    }
    #expect(text == "scrypt$14$8$1$U29kaXVtQ2hsb3JpZGU$" + base64URL(bytes))
  }

  @Test func aPasswordMatchesItsHashAndNoOther() throws {
    let text = try Password.hash("correct horse battery")
    #expect(text.hasPrefix("scrypt$15$8$1$") && !Password.isOutdated(text))
    #expect(Password.matches("correct horse battery", text))
    for other in ["correct horse batterY", "", "correct horse battery "] {
      #expect(!Password.matches(other, text))
    }
    #expect(try Password.hash("correct horse battery") != text)
    let empty = try hash("")
    #expect(Password.matches("", empty) && !Password.matches("x", empty))
    // However a keyboard composes it.
    #expect(Password.matches("Cafe\u{301}", try hash("Caf\u{E9}")))
  }

  @Test func whatCostsOtherwiseIsOutdated() throws {
    let text = try hash("correct horse battery")
    #expect(Password.isOutdated(text) && Password.matches("correct horse battery", text))
    #expect(Password.isOutdated(""))
  }

  /// Whatever stands in a table: no trap, no memory without bound, no match.
  @Test func whatIsNoHashMatchesNothing() throws {
    let parts = try hash("x").split(separator: "$").map(String.init)
    func with(_ place: Int, _ text: String) -> String {
      var parts = parts
      parts[place] = text
      return parts.joined(separator: "$")
    }
    #expect(Password.matches("x", with(1, "4")))
    let broken = [
      "", "x", "$$$$$", with(0, "bcrypt"), with(1, "0"), with(1, "25"), with(1, "-1"), with(1, "x"),
      with(1, "99999999999999999999"), with(2, "0"), with(2, "17"), with(3, "0"), with(3, "17"),
      with(1, "24"), with(4, "short"), with(4, "!!!!!!!!!!!!!!!!!!!!!!"), with(4, parts[4] + "=="),
      with(5, "AAAA"), with(5, parts[5] + "A"), parts.joined(separator: "$") + "$",
      with(5, String(parts[5].reversed())),
    ]
    for text in broken { #expect(!Password.matches("x", text), "\(text)") }
  }

  @Test func secretsAreLongAndAllDifferent() {
    let secrets = (0..<100).map { _ in Secret(prefix: Secret.tokenPrefix) }
    #expect(Set(secrets.map(\.text)).count == 100)
    for secret in secrets {
      #expect(secret.text.wholeMatch(of: /jdw_[A-Za-z0-9_-]{43}/) != nil)
      #expect(secret.hash == Secret.hash(of: secret.text) && secret.hash.count == 32)
    }
    // FIPS 180-2, appendix B.1.
    #expect(hexadecimal(Secret.hash(of: "abc")).hasPrefix("ba7816bf8f01cfea414140de5dae2223"))
  }
}
