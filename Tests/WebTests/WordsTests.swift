import Testing

@testable import Web

@Suite struct WordsTests {
  @Test(arguments: Words.languages.values.map(\.language).sorted())
  func everyLanguageSaysAllThatEnglishSays(language: String) throws {
    let words = try #require(Words.languages[language])
    #expect(Set(words.own.keys) == Set(Words.english.own.keys))
  }

  @Test(arguments: Words.languages.values.map(\.language).sorted())
  func textsTakeTheSameValues(language: String) throws {
    let words = try #require(Words.languages[language])
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
    #expect(Words.preferred(header).language == language)
  }

  @Test func numbersHaveTheMarksOfTheLanguage() {
    #expect(Words.english.number(1_234_567) == "1,234,567")
    #expect(Words.english.number(-999) == "−999")
    #expect(Words.languages["id"]?.number(1234) == "1.234")
    #expect(Words.languages["fr"]?.number(1234) == "1\u{202F}234")
  }
}
