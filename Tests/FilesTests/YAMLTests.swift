import Testing

@testable import Files

@Suite struct YAMLTests {
  private func refusal(_ text: String) -> String? {
    do throws(YAMLFlaw) {
      _ = try readYAML(Array(text.utf8))
      return nil
    } catch {
      return error.message
    }
  }

  private static let aliases = "anchors and aliases (& and *) are not accepted"

  @Test func textStaysText() throws {
    let entries = try readYAML(Array("a: 1.0\nb: \"x\\ty\"\nc: >\n  one\n  two\nd: no\n".utf8))
    let texts = entries.map { entry in
      if case .text(let text) = entry.value { text } else { "" }
    }
    #expect(texts == ["1.0", "x\ty", "one two\n", "no"])
    #expect(entries.map(\.line) == [1, 2, 3, 6])
  }

  @Test func bombsAreRefused() {
    let levels = (1...9).map { level in
      "l\(level): &l\(level) ["
        + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ",")
        + "]\n"
    }.joined()
    #expect(refusal("l0: &l0 lol\n" + levels) == Self.aliases)
    #expect(refusal("l0: &l0 [lol]\n? [*l0, *l0]\n: x\n") != nil)
    #expect(refusal("a: &a [*a]\n") == Self.aliases)
    #expect(refusal("a: &a {x: 1}\nb:\n  <<: *a\n") != nil)
    #expect(refusal((0..<100_000).map { "k\($0): &a\($0) x\n" }.joined()) == Self.aliases)
  }

  @Test func textMayHoldAmpersandsAndStars() {
    #expect(refusal("title: Skills & work * 2 \n# a *star*\nb: 'R &D'\n") == nil)
  }

  @Test(arguments: [
    "a: !!binary aGVsbG8=\n", "a: !!swift/int 5\n", "a: !<tag:x,2000:y> 5\n", "!!map\na: 5\n",
    "a: !!seq [1]\n",
  ])
  func tagsAreRefused(_ text: String) {
    #expect(refusal(text) == "tags (!) are not accepted")
  }

  @Test func depthIsRefusedWithoutAStackOverflow() {
    for text in [
      String(repeating: "[", count: 500_000), String(repeating: "{a: ", count: 200_000),
      "a: " + String(repeating: "- ", count: 300_000), String(repeating: "- ", count: 400_000),
      String(repeating: "? ", count: 400_000), "a: " + String(repeating: "{", count: 100),
    ] {
      #expect(refusal(text) != nil)
    }
    #expect(refusal(String(repeating: "[", count: 500_000)) == "is nested too deeply")
  }

  @Test func aLineOfAMegabyteIsReadQuickly() {
    #expect(refusal("a: " + String(repeating: "x ", count: 500_000)) == nil)
    #expect(refusal(String(repeating: "\"x\": ", count: 200_000)) != nil)
  }
}
