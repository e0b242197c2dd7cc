/// What is wrong with a file that was handed in, and where.
package struct Fault: Hashable, Sendable {
  /// The file's name within its folder.
  package var file: String
  /// The line on which the row or key stands, from 1.
  package var line: Int?
  /// The column, or the key of a YAML file.
  package var column: String?
  /// What is wrong, with the nearest valid value where there is one.
  package var message: String

  package init(file: String, line: Int? = nil, column: String? = nil, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
}

extension Fault: CustomStringConvertible {
  /// `cohorts.csv:17: city: unknown city "HNA" (did you mean "HAN"?)`.
  package var description: String {
    var text = named(file)
    if let line { text += ":\(line)" }
    if let column { text += ": " + escaped(column) }
    return text + ": " + message
  }
}

/// Why a dataset or a plan was refused: every fault, up to 100 of them, in the order of the files.
package struct Faults: Error, Sendable {
  /// Reports stop here; the rest is only counted.
  package static let reported = 100

  package var list: [Fault]
  /// How many there are in all.
  package var total: Int
  /// What a reader should know beside: a column nobody knows often explains a missing one.
  package var warnings: [Fault]

  /// Sorts by file and line and keeps the first hundred.
  package init(_ faults: [Fault], total: Int? = nil, warnings: [Fault] = []) {
    list = Array(faults.inFileOrder().prefix(Self.reported))
    self.total = max(total ?? faults.count, faults.count)
    self.warnings = warnings
  }
}

extension Faults: CustomStringConvertible {
  /// A line a fault, and how many more there are.
  package var description: String {
    let more = total - list.count
    return (list.map(\.description) + (more > 0 ? ["and \(more) more"] : []))
      .joined(separator: "\n")
  }
}

extension [Fault] {
  /// By the order of the contract's table of files (dataset.md §1), then by line, what has none
  /// last; else as found.
  package func inFileOrder() -> [Fault] {
    enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      let ranks = (DatasetFile.rank(of: one.file), DatasetFile.rank(of: other.file))
      guard ranks.0 == ranks.1 else { return ranks.0 < ranks.1 }
      guard one.file == other.file else { return one.file < other.file }
      let lines = (one.line ?? .max, other.line ?? .max)
      return lines.0 == lines.1 ? left.offset < right.offset : lines.0 < lines.1
    }.map(\.element)
  }
}

/// A path as a message begins with it.
func named(_ path: String) -> String { path.isEmpty ? quoted(path) : escaped(path, atMost: 1000) }

/// The value in quotes, safe to print: cut after 60 characters, what does not show is spelled out.
func quoted(_ value: some StringProtocol) -> String { "\"" + escaped(value) + "\"" }

/// Text from a file as it may stand in a message: no control, no bidirectional override, not long.
func escaped(_ value: some StringProtocol, atMost limit: Int = 60) -> String {
  var text = ""
  for (count, scalar) in value.unicodeScalars.enumerated() {
    guard count < limit else { return text + "…" }
    switch scalar {
    case "\\", "\"": text += "\\" + String(scalar)
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
  return text
}
