import Foundation
import Yams

/// What the board says in one language. A language is a file of `Page/words`; what it lacks is said
/// in English.
struct Words: Sendable {
  /// The language's tag (BCP 47), and its own name for itself.
  let language: String
  let name: String
  private let texts: [String: String]

  /// What it says itself, by key.
  var own: [String: String] { texts }

  /// The text of a key, with each `{name}` in it replaced.
  func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    var text = texts[key] ?? Self.english.texts[key] ?? key
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text
  }

  /// One of `key.one` and `key.many`, with `{count}` replaced.
  func counted(_ count: Int, _ key: String) -> String {
    callAsFunction(count == 1 ? "\(key).one" : "\(key).many", ["count": number(count)])
  }

  /// With the language's own mark between thousands.
  func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text += self("thousands") }
      text.append(digit)
    }
    return (value < 0 ? "−" : "") + text
  }

  /// Every key with its text, as templates take them.
  var all: [String: String] { Self.english.texts.merging(texts) { $1 } }

  static let english = languages["en"]!
  /// Every language, by tag.
  static let languages: [String: Words] = {
    let files = [
      PackageResources.en_yaml, PackageResources.id_yaml, PackageResources.fr_yaml,
      PackageResources.vi_yaml,
    ]
    let read = files.map { bytes -> Words in
      guard
        let texts = try? YAMLDecoder().decode(
          [String: String].self, from: String(decoding: bytes, as: UTF8.self)),
        let language = texts["language"], let name = texts["language_name"]
      else { preconditionFailure("a file of words cannot be read") }
      return Words(language: language, name: name, texts: texts)
    }
    return Dictionary(uniqueKeysWithValues: read.map { ($0.language, $0) })
  }()

  /// The first language of a list like `fr-CA,fr;q=0.8,en;q=0.5` that there is.
  static func preferred(_ header: String?) -> Words {
    let wishes = (header ?? "").split(separator: ",").prefix(20).compactMap {
      part -> (language: String, weight: Double)? in
      let pieces = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard let tag = pieces.first?.split(separator: "-").first else { return nil }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }
        .flatMap { Double($0.dropFirst(2)) }
      return (tag.lowercased(), weight ?? 1)
    }
    let ordered = wishes.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }
    for wish in ordered.map(\.element) where wish.weight > 0 {
      if let words = languages[wish.language] { return words }
    }
    return english
  }
}
