import Testing

@testable import Commands

@Suite("Columns on a terminal")
struct DisplayWidthTests {
  @Test(
    "Marks take none, wide characters two",
    arguments: [
      ("", 0), ("abc", 3),
      ("Hà Nội", 6), ("Ha\u{300} No\u{302}\u{323}i", 6),  // Latin, composed or not
      ("ไทย", 3), ("กี่", 1), ("น้ำ", 2),  // Thai: marks above take none, sara am one
      ("ລາວ", 3), ("ພື້ນ", 2),  // Lao
      ("ខ្មែរ", 4), ("မြန်မာ", 5),  // Khmer and Burmese: spacing signs take one
      ("数字", 4), ("ｱ", 1), ("Ａ", 2), ("한글", 4),  // East Asian
      ("🙂", 2), ("👩‍💻", 2), ("🇹🇭", 2), ("❤️", 2),  // Emoji, joined or not
      ("a\u{200B}b", 2), ("\u{1B}", 0),
    ])
  func width(text: String, columns: Int) { #expect(displayWidth(text) == columns) }

  @Test("Lines break at blanks, and inside a word that is longer than a line")
  func wrapping() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("กรุงเทพมหานคร", to: 5) == ["กรุงเท", "พมหาน", "คร"])
    #expect(wrapped("数字技能", to: 5) == ["数字", "技能"])
    #expect(wrapped("", to: 5) == [""])
  }

  @Test("No line is wider than it may be", arguments: [2, 5, 13, 40])
  func wrappedWidths(width: Int) {
    let text = "Kỹ năng số 数字技能 သင်တန်း 👩‍💻 averyveryverylongwordindeed ទក្ខភាព"
    for line in wrapped(text, to: width) { #expect(displayWidth(line) <= width) }
  }

  @Test("Blanks fill up to the width")
  func filling() {
    #expect(filled("ไทย", to: 5) == "ไทย  ")
    #expect(filled("数字", to: 3) == "数字")
  }
}
