import Foundation

/// A document of transcripts: in its blocks marked `console`, a line that begins with `$ ` is run by the
/// shell, and the lines below it are what it prints, errors too.
///
/// `…` stands for any text in its line, and alone in a line for any number of lines.
struct Journey {
  struct Step {
    var command: String
    var told: [String]
    /// The lines of the document that `told` takes.
    var lines: Range<Int>
  }

  let url: URL
  private let lines: [String]
  let steps: [Step]

  init(at url: URL) throws {
    self.url = url
    lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    var steps: [Step] = []
    var isInside = false
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        isInside = !isInside && line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        steps.append(
          Step(command: String(line.dropFirst(2)), told: [], lines: number + 1..<number + 1))
      } else if isInside, !steps.isEmpty {
        steps[steps.count - 1].told.append(line)
        steps[steps.count - 1].lines = steps[steps.count - 1].lines.lowerBound..<number + 1
      }
    }
    self.steps = steps
  }

  /// Whether `printed` is what a step tells.
  static func agree(_ printed: [String], _ told: [String]) -> Bool {
    guard let first = told.first else { return printed.isEmpty }
    let rest = Array(told.dropFirst())
    if first == "…" {
      return (0...printed.count).contains { agree(Array(printed.dropFirst($0)), rest) }
    }
    guard let line = printed.first, isLike(line, first) else { return false }
    return agree(Array(printed.dropFirst()), rest)
  }

  private static func isLike(_ line: String, _ told: String) -> Bool {
    let parts = told.components(separatedBy: "…")
    guard parts.count > 1 else { return line == told }
    guard line.hasPrefix(parts[0]) else { return false }
    var rest = line.dropFirst(parts[0].count)
    for part in parts.dropFirst().dropLast() {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(parts[parts.count - 1])
  }

  /// Writes what was printed in the place of what does not agree with it.
  func rewrite(_ printed: [[String]]) throws {
    var text = lines
    for (step, lines) in zip(steps, printed).reversed() where !Self.agree(lines, step.told) {
      text.replaceSubrange(step.lines, with: lines)
    }
    try text.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
