import Foundation

@testable import Commands

/// A folder of a test's own, which goes when the test does; what processes say is kept beside it.
final class Scratch {
  let url: URL
  let logs: URL
  private let home: URL

  /// - Parameter datasets: `example` for the one that `init` writes, `small` for the fixture.
  init(_ datasets: String...) throws {
    home = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "jadwal-commands-\(UUID().uuidString)", directoryHint: .isDirectory)
    url = home.appending(path: "work", directoryHint: .isDirectory)
    logs = home.appending(path: "logs", directoryHint: .isDirectory)
    for folder in [url, logs] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    for dataset in datasets {
      if dataset == "example" {
        try ExampleDataset.write(to: url.appending(path: dataset))
      } else {
        try FileManager.default.copyItem(at: Self.smallFixture, to: url.appending(path: dataset))
      }
    }
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  /// 59 sessions, and `greedy.csv`, a plan for them.
  static let smallFixture = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/training-s").standardizedFileURL

  func file(_ path: String) -> URL { url.appending(path: path) }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: file(path)) }

  func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      at: file(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file(path))
  }

  /// Puts `new` for the first `old` in a file.
  func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try text(path)
    guard let range = text.range(of: old) else { throw CocoaError(.fileReadCorruptFile) }
    try write(text.replacingCharacters(in: range, with: new), to: path)
  }

  /// Names in a folder, hidden ones too.
  func names(_ path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(path).path).sorted()
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: file(path).path) }
}

/// The files of a plan folder.
let planFiles = ["assignments.csv", "bound.json", "plan.html", "plan.json"]
