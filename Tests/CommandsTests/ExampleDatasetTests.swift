import Foundation
import Testing

@testable import Commands

/// Runs `body` with a folder of its own, and takes the folder away afterwards.
private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "jadwal-example-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

private func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

private func table(_ name: String) throws -> [[Substring]] {
  let file = try #require(ExampleDataset.files.first { $0.name == name })
  return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
}

@Suite struct ExampleDatasetTests {
  private var allNames: [String] { ExampleDataset.files.map(\.name).sorted() }

  @Test func carriesEveryFileOfItsFolder() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Commands/Example")
    for file in ExampleDataset.files {
      #expect(
        try Data(contentsOf: sources.appending(path: file.name)) == Data(file.bytes), "\(file.name)"
      )
    }
    #expect(try names(in: sources) == allNames)
  }

  @Test func isPlainText() {
    for file in ExampleDataset.files {
      #expect(String(validating: file.bytes, as: UTF8.self) != nil, "\(file.name)")
      #expect(file.bytes.last == UInt8(ascii: "\n"), "\(file.name)")
      #expect(!file.bytes.contains(UInt8(ascii: "\r")), "\(file.name)")
    }
  }

  @Test func servesCohortsInElevenStates() throws {
    let stateOfCity = Dictionary(
      uniqueKeysWithValues: try table("cities.csv").dropFirst().map { ($0[0], $0[1]) })
    let served = Set(try table("cohorts.csv").dropFirst().map { stateOfCity[$0[1]] })
    #expect(served == Set(try table("states.csv").dropFirst().map { $0[0] }))
    #expect(served.count == 11)
  }

  @Test func countsWhatItHoldsInItsReadme() throws {
    let readme = try #require(ExampleDataset.files.last)
    let text = String(decoding: readme.bytes, as: UTF8.self)
    for name in ["cohorts", "trainers", "venues"] {
      #expect(text.contains("\(try table("\(name).csv").count - 1) \(name)"), "\(name)")
    }
  }

  @Test func writesANewFolder() throws {
    try withFolder { folder in
      let target = folder.appending(path: "to/come")
      try ExampleDataset.write(to: target)
      #expect(try names(in: target) == allNames)
      #expect(try names(in: target.deletingLastPathComponent()) == ["come"])
      for file in ExampleDataset.files {
        #expect(try Data(contentsOf: target.appending(path: file.name)) == Data(file.bytes))
      }
    }
  }

  @Test func writesAnEmptyFolder() throws {
    try withFolder { folder in
      try ExampleDataset.write(to: folder)
      #expect(try names(in: folder) == allNames)
    }
  }

  @Test func refusesAFolderThatHoldsSomething() throws {
    try withFolder { folder in
      try Data("mine".utf8).write(to: folder.appending(path: "notes.txt"))
      let path = folder.standardizedFileURL.resolvingSymlinksInPath().path
      #expect(throws: ExampleDataset.WriteError.notEmpty(path: path)) {
        try ExampleDataset.write(to: folder)
      }
      #expect(try names(in: folder) == ["notes.txt"])
    }
  }

  @Test func refusesAFile() throws {
    try withFolder { folder in
      let file = folder.appending(path: "notes.txt")
      try Data("mine".utf8).write(to: file)
      let path = file.standardizedFileURL.resolvingSymlinksInPath().path
      #expect(throws: ExampleDataset.WriteError.notFolder(path: path)) {
        try ExampleDataset.write(to: file)
      }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }

  @Test func leavesNothingWhereItCannotWrite() throws {
    try withFolder { folder in
      let file = folder.appending(path: "notes.txt")
      try Data("mine".utf8).write(to: file)
      #expect(throws: ExampleDataset.WriteError.self) {
        try ExampleDataset.write(to: file.appending(path: "example"))
      }
      #expect(try names(in: folder) == ["notes.txt"])
    }
  }
}
