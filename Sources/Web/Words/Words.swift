import Foundation
import Yams

/// What the board says in one language. A language is a file; what it lacks is said in English.
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

  static let english = Languages.builtIn["en"]!

  /// - Throws: `BoardRefusal` where it is not a list of texts that names its language.
  init(yaml: some Sequence<UInt8>) throws(BoardRefusal) {
    let read: [String: String]?
    do {
      read = try YAMLDecoder().decode(
        [String: String].self, from: String(decoding: Array(yaml), as: UTF8.self))
    } catch {
      throw BoardRefusal("it is no list of texts by name, in YAML")
    }
    guard let texts = read, let language = texts["language"], let name = texts["language_name"],
      language.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}/) != nil, !name.isEmpty
    else { throw BoardRefusal("language has to be a tag such as km, and language_name its name") }
    self.init(language: language, name: name, texts: texts)
  }

  private init(language: String, name: String, texts: [String: String]) {
    self.language = language
    self.name = name
    self.texts = texts
  }
}

/// The languages that the board speaks.
package struct Languages: Sendable {
  private var byTag: [String: Words]

  /// Those that are part of the program.
  package static let builtIn: Languages = {
    let files = [
      PackageResources.en_yaml, PackageResources.id_yaml, PackageResources.fr_yaml,
      PackageResources.vi_yaml,
    ]
    var languages = Languages(byTag: [:])
    for bytes in files {
      guard let words = try? Words(yaml: bytes) else {
        preconditionFailure("a file of words cannot be read")
      }
      languages.byTag[words.language] = words
    }
    return languages
  }()

  private init(byTag: [String: Words]) { self.byTag = byTag }

  /// Those, and what a folder has in `.yaml` files; one of a language that is known takes its place.
  ///
  /// - Throws: `BoardRefusal` with the file that cannot be read, and why.
  package init(besides folder: String) throws {
    self = .builtIn
    let files: [URL]
    do {
      files = try FileManager.default.contentsOfDirectory(
        at: URL(filePath: folder), includingPropertiesForKeys: nil)
    } catch {
      throw BoardRefusal("\(folder): cannot be read")
    }
    for file in files where file.pathExtension == "yaml" {
      do {
        let words = try Words(yaml: Data(contentsOf: file))
        byTag[words.language] = words
      } catch let refusal as BoardRefusal {
        throw BoardRefusal("\(file.path): \(refusal.message)")
      } catch {
        throw BoardRefusal("\(file.path): cannot be read")
      }
    }
  }

  subscript(tag: String) -> Words? { byTag[tag] }

  /// All of them, in the order of their tags.
  var list: [Words] { byTag.values.sorted { $0.language < $1.language } }

  /// The first language of a list like `fr-CA,fr;q=0.8,en;q=0.5` that there is.
  func preferred(_ header: String?) -> Words {
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
      if let words = byTag[wish.language] { return words }
    }
    return .english
  }
}
