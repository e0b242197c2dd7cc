/// English names of the languages that programmes in the region are held in.
enum LanguageNames {
  private static let names: [String: String] = [
    "ceb": "Cebuano", "en": "English", "fil": "Filipino", "id": "Indonesian", "jv": "Javanese",
    "km": "Khmer", "lo": "Lao", "ms": "Malay", "my": "Burmese", "pt": "Portuguese",
    "shn": "Shan", "su": "Sundanese", "ta": "Tamil", "tet": "Tetum", "th": "Thai",
    "tl": "Filipino", "vi": "Vietnamese", "zh": "Chinese",
  ]

  /// The name of a tag, by its language alone where the whole tag has none; else the tag.
  static func name(of tag: String) -> String {
    if let name = names[tag.lowercased()] { return name }
    let language = tag.lowercased().prefix { $0 != "-" }
    return names[String(language)].map { "\($0) (\(tag))" } ?? tag
  }

  /// `Malay or English`: what a cohort speaks, any of which will do.
  static func told(_ tags: [String]) -> String {
    tags.map(name(of:)).joined(separator: " or ")
  }
}
