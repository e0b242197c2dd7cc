import Testing

@testable import Files

/// A dataset that is broken in one place, as `broken-datasets.txt` tells it.
struct BrokenDataset: CustomTestStringConvertible, Sendable {
  var file = ""
  var old: String?
  var new: String?
  var faults: [String] = []

  var testDescription: String { "\(file): \(old ?? "all of it") becomes \(new ?? "nothing")" }

  static let all: [BrokenDataset] = {
    guard let bytes = try? Fixtures.bytes("broken-datasets.txt") else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !$0.hasPrefix("#") }.split(separator: "").map(BrokenDataset.init)
  }()

  private init(_ lines: ArraySlice<Substring>) {
    for line in lines {
      let rest = String(line.dropFirst(2))
      switch line.prefix(2) {
      case "- ": old = Self.unescaped(rest)
      case "+ ", "+": new = Self.unescaped(rest)
      case "> ": faults.append(rest)
      default: file = String(line)
      }
    }
  }

  private static func unescaped(_ text: String) -> String {
    let names: [Character: Character] = ["n": "\n", "r": "\r", "t": "\t", "a": "\u{7}"]
    var result = ""
    var isEscape = false
    for character in text {
      if !isEscape, character == "\\" {
        isEscape = true
      } else {
        result.append(isEscape ? names[character] ?? character : character)
        isEscape = false
      }
    }
    return result
  }
}

@Suite struct BrokenDatasetTests {
  @Test func thereAreMany() { #expect(BrokenDataset.all.count >= 80) }

  @Test(arguments: BrokenDataset.all)
  func everyFaultIsTold(of broken: BrokenDataset) {
    var files = TinyDataset.files
    if let new = broken.new, let old = broken.old {
      files[broken.file] = files[broken.file]?.replacing(old, with: new)
      #expect(files[broken.file] != TinyDataset.files[broken.file])
    } else {
      files[broken.file] = broken.new
    }
    switch readDataset(in: TinyDataset.folder(files)) {
    case .success: Issue.record("no fault was found")
    case .failure(let faults):
      #expect(faults.list.map(\.description) == broken.faults)
      #expect(faults.total == broken.faults.count)
    }
  }
}
