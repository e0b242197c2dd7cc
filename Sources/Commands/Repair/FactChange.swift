import Files
import Training

/// A change of the facts as a coordinator writes it: `+trainer T-NEW like T-VN-03 city=DAD`,
/// `-venue V-HAN-LAB1`, `trainer T-VN-03 max_hours_week=30`, `closed MM 2026-08-10..14`,
/// `away T-VN-03 2026-08-10..14`, `weight idle=5`.
enum FactChange: Equatable {
  enum Kind: String, CaseIterable {
    case trainer, venue, cohort

    var file: DatasetFile {
      switch self {
      case .trainer: .trainers
      case .venue: .venues
      case .cohort: .cohorts
      }
    }

    /// What a row of it may say beside its id (dataset.md §1).
    var columns: [String] {
      switch self {
      case .trainer:
        [
          "city", "languages", "skills", "modes", "available", "hours_week", "max_hours_week",
          "max_hours_day", "travels_to", "partner",
        ]
      case .venue: ["city", "seats", "equipment", "open"]
      case .cohort:
        [
          "city", "audience", "size", "languages", "modules", "available", "preferred", "needs",
          "groups", "max_per_day", "priority",
        ]
      }
    }
  }

  case add(Kind, id: String, like: String?, values: [String: String])
  case remove(Kind, id: String)
  case set(Kind, id: String, values: [String: String])
  case closed(place: String, from: LocalDate, until: LocalDate)
  case away(id: String, from: LocalDate, until: LocalDate)
  /// By the names of the cost terms.
  case weigh([String: Int])

  static let forms =
    "such as \"+trainer T-NEW like T-VN-03\", \"-venue V-HAN-LAB1\", \"trainer T-VN-03 max_hours_week=30\", "
    + "\"closed MM 2026-08-10..14\", \"away T-VN-03 2026-08-10..14\" or \"weight idle=5\""

  init(_ text: String) throws(Failure) {
    func refuse(_ message: String) -> Failure {
      Failure(ExitStatus.usage, "\(legible(text)): \(message)")
    }
    var words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { throw refuse("a change is \(Self.forms).") }
    words.removeFirst()
    var verb = first
    // A shell's word may stand apart from its sign, and an option parser has no use for a minus.
    if ["+", "-", "without", "with"].contains(verb), let next = words.first {
      verb = (verb == "+" || verb == "with" ? "+" : "-") + next
      words.removeFirst()
    }
    if verb == "closed" || verb == "away" {
      guard words.count == 2, let dates = Self.dates(words[1]) else {
        throw refuse("it takes an id and dates: \(verb) ID 2026-08-10..14.")
      }
      self =
        verb == "closed"
        ? .closed(place: words[0], from: dates.0, until: dates.1)
        : .away(id: words[0], from: dates.0, until: dates.1)
      return
    }
    if verb == "weight" {
      self = .weigh(try Self.weights(words, refuse))
      return
    }
    let sign = verb.first == "+" || verb.first == "-" ? verb.removeFirst() : " "
    guard let kind = Kind(rawValue: verb) else {
      var nearest = Nearest()
      let known = Kind.allCases.map(\.rawValue) + ["closed", "away", "weight"]
      throw refuse(
        "\(legible(verb)) is nothing that can change"
          + "\(nearest.suggestion(for: verb, among: known)); a change is \(Self.forms).")
    }
    guard let id = words.first, !id.contains("=") else {
      throw refuse("which \(kind.rawValue)? Its id comes next.")
    }
    words.removeFirst()
    var like: String?
    if sign == "+", words.first == "like" {
      guard words.count > 1 else { throw refuse("like whom? An id comes next.") }
      like = words[1]
      words.removeFirst(2)
    }
    let values = try Self.values(words, of: kind, refuse)
    switch sign {
    case "+": self = .add(kind, id: id, like: like, values: values)
    case "-" where values.isEmpty: self = .remove(kind, id: id)
    case "-": throw refuse("what is taken away needs no values.")
    default:
      guard !values.isEmpty else {
        throw refuse("what is to change? Say column=value, or + or - before \(kind.rawValue).")
      }
      self = .set(kind, id: id, values: values)
    }
  }

  /// `idle=5 away=0`.
  private static func weights(
    _ words: [String], _ refuse: (String) -> Failure
  ) throws(Failure) -> [String: Int] {
    let names = Weights.names.map(\.name)
    guard !words.isEmpty else {
      throw refuse("which weight? Say weight NAME=NUMBER of \(names.joined(separator: ", ")).")
    }
    var weights: [String: Int] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let weight = Int(parts[1]), (0...1_000_000).contains(weight) else {
        throw refuse("\(legible(word)) is no NAME=NUMBER with a whole number from 0 to 1,000,000.")
      }
      let name = String(parts[0])
      guard names.contains(name) else {
        var nearest = Nearest()
        throw refuse(
          "there is no weight \(legible(name))\(nearest.suggestion(for: name, among: names)); "
            + "there are \(names.joined(separator: ", ")).")
      }
      weights[name] = weight
    }
    return weights
  }

  /// `column=value`, where a value goes on to the next `column=`.
  private static func values(
    _ words: [String], of kind: Kind, _ refuse: (String) -> Failure
  ) throws(Failure) -> [String: String] {
    var values: [String: String] = [:]
    var column: String?
    for word in words {
      if let sign = word.firstIndex(of: "=") {
        let name = String(word[..<sign])
        guard kind.columns.contains(name) else {
          var nearest = Nearest()
          throw refuse(
            "a \(kind.rawValue) has no \(legible(name))"
              + "\(nearest.suggestion(for: name, among: kind.columns)); it has "
              + "\(kind.columns.joined(separator: ", ")).")
        }
        values[name] = String(word[word.index(after: sign)...])
        column = name
      } else if let column {
        values[column, default: ""] += " " + word
      } else {
        throw refuse("\(legible(word)) is no column=value.")
      }
    }
    return values
  }

  /// `2026-08-10`, `2026-08-10..2026-08-14` or `2026-08-10..14`.
  private static func dates(_ text: String) -> (LocalDate, LocalDate)? {
    guard let range = text.firstRange(of: "..") else {
      return LocalDate(text).map { ($0, $0) }
    }
    let first = text[..<range.lowerBound]
    let last = text[range.upperBound...]
    guard let from = LocalDate(first),
      let until = LocalDate(last)
        ?? LocalDate(first.prefix(8) + (last.count == 1 ? "0" : "") + last),
      from <= until
    else { return nil }
    return (from, until)
  }
}
