import Foundation
import Testing

@testable import Web

@Suite struct WordsTests {
  @Test(arguments: Languages.builtIn.list.map(\.language))
  func everyLanguageSaysAllThatEnglishSays(language: String) throws {
    let words = try #require(Languages.builtIn[language])
    #expect(Set(words.own.keys) == Set(Words.english.own.keys))
  }

  @Test(arguments: Languages.builtIn.list.map(\.language))
  func textsTakeTheSameValues(language: String) throws {
    let words = try #require(Languages.builtIn[language])
    for (key, text) in Words.english.own {
      #expect(
        text.matches(of: /\{[a-z]+\}/).map(\.output).sorted()
          == (words.own[key] ?? "").matches(of: /\{[a-z]+\}/).map(\.output).sorted(), "\(key)")
    }
  }

  @Test(arguments: [
    ("fr-CA,fr;q=0.8,en;q=0.5", "fr"), ("de, vi;q=0.3, id;q=0.7", "id"), ("", "en"),
    ("xx", "en"), ("vi;q=0, en", "en"), (";;;,q=,-", "en"), ("ID", "id"),
  ])
  func theFirstLanguageThatThereIsIsSpoken(header: String, language: String) {
    #expect(Languages.builtIn.preferred(header).language == language)
  }

  @Test func numbersHaveTheMarksOfTheLanguage() {
    #expect(Words.english.number(1_234_567) == "1,234,567")
    #expect(Words.english.number(-999) == "−999")
    #expect(Languages.builtIn["id"]?.number(1234) == "1.234")
    #expect(Languages.builtIn["fr"]?.number(1234) == "1\u{202F}234")
  }

  @Test func aLanguageIsAddedAsAFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "words-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("language: lo\nlanguage_name: ລາວ\nsite: ຈັດວາລ\n".utf8).write(
      to: folder.appending(path: "lo.yaml"))
    try Data("no language".utf8).write(to: folder.appending(path: "README"))
    let languages = try Languages(besides: folder.path)
    let lao = try #require(languages["lo"])
    #expect(lao("site") == "ຈັດວາລ")
    #expect(lao("skip") == Words.english("skip"))
    #expect(languages.list.map(\.language) == ["en", "fr", "id", "lo", "vi"])
    for text in [
      "", "- a", "language: Lao\nlanguage_name: ລາວ", "language: lo", "language: [lo", "a: b",
    ] {
      try Data(text.utf8).write(to: folder.appending(path: "lo.yaml"))
      #expect(throws: BoardRefusal.self, "\(text)") { try Languages(besides: folder.path) }
    }
    #expect(throws: BoardRefusal.self) { try Languages(besides: folder.path + "/none") }
  }
}
