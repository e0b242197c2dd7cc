import Foundation
import Testing

@testable import Files

@Suite struct PlanFolderTests {
  private static func set(_ text: String) -> [(name: String, bytes: [UInt8])] {
    ["assignments.csv", "plan.json", "plan.html"].map { ($0, Array(text.utf8)) }
  }

  @Test func aNewFolderAppears() throws {
    let scratch = try ScratchFolder()
    try PlanFolder(scratch.path + "/plan/").replace(with: Self.set("one"))
    #expect(try scratch.names() == ["plan"])
    #expect(try scratch.names(in: "plan") == ["assignments.csv", "plan.html", "plan.json"])
  }

  @Test func anEarlierPlanIsReplacedAsASet() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path + "/plan"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try PlanFolder(path).replace(with: Self.set("one") + [("alternative-1/plan.json", [])])
    try scratch.write(["plan/notes.txt": "mine", "plan/bound.json": "stale"])
    try PlanFolder(path).replace(with: Self.set("two"))
    #expect(try scratch.names() == ["plan"])
    #expect(
      try scratch.names(in: "plan") == ["assignments.csv", "notes.txt", "plan.html", "plan.json"])
    #expect(try scratch.text("plan/plan.json") == "two")
    #expect(try scratch.text("plan/notes.txt") == "mine")
  }

  @Test func whatIsNoPlanIsRefused() throws {
    let scratch = try ScratchFolder()
    try scratch.write(["file": "x"])
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/full/inner", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/dangling", withDestinationPath: scratch.path + "/nowhere")
    let before = try scratch.names()
    for (name, message) in [
      ("file", "is a file, not a folder"),
      ("full", "is not empty and holds no earlier plan (plan.json)"),
      ("dangling", "is a symbolic link to nothing"),
      ("none/plan", "its folder does not exist"),
      ("file/plan", "cannot be written: Not a directory"),
    ] {
      let folder = PlanFolder(scratch.path + "/" + name)
      let refusal = WritingError(path: scratch.path + "/" + name, message: message)
      #expect(throws: refusal) { try folder.check() }
      #expect(throws: refusal) { try folder.replace(with: Self.set("x")) }
    }
    #expect(try scratch.names() == before)
    #expect(throws: WritingError.self) { try PlanFolder("").check() }
  }

  @Test func aLinkToAFolderIsFollowed() throws {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/real", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "real")
    try PlanFolder(scratch.path + "/link").replace(with: Self.set("x"))
    #expect(try scratch.names() == ["link", "real"])
    #expect(try scratch.text("real/plan.json") == "x")
  }

  @Test func foldersAreExchangedAlsoInTwoSteps() throws {
    let scratch = try ScratchFolder()
    for name in ["one", "two"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/" + name, withIntermediateDirectories: false)
      try scratch.write(["\(name)/name": name])
    }
    #expect(exchangeInTwoSteps(scratch.path + "/one", scratch.path + "/two"))
    #expect(try scratch.text("one/name") == "two")
    #expect(!exchangeInTwoSteps(scratch.path + "/none", scratch.path + "/two"))
    #expect(try scratch.text("two/name") == "one")
    #expect(try scratch.names() == ["one", "two"])
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a file system"))
  func aFullDiskLeavesTheOldPlan() throws {
    let disk = try SmallDisk(kilobytes: 64)
    let plan = disk.scratch.path + "/plan"
    try PlanFolder(plan).replace(with: Self.set("old"))
    let big = Array(repeating: UInt8(ascii: "x"), count: 200_000)
    #expect(throws: WritingError.self) {
      try PlanFolder(plan).replace(with: Self.set("new") + [("bound.json", big)])
    }
    #expect(throws: WritingError.self) {
      try PlanFolder(disk.scratch.path + "/other").replace(with: [("plan.json", big)])
    }
    #expect(try disk.scratch.names() == ["plan"])
    #expect(try disk.scratch.text("plan/plan.json") == "old")
  }
}

/// A file system in memory with room for a few files, mounted on a scratch folder.
private final class SmallDisk {
  let scratch: ScratchFolder

  static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil

  init(kilobytes: Int) throws {
    scratch = try ScratchFolder()
    let options = "size=\(kilobytes)k"
    let arguments = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", scratch.path]
    guard try Self.run(arguments) == 0 else { throw CocoaError(.fileWriteNoPermission) }
  }

  deinit { _ = try? Self.run(["umount", scratch.path]) }

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
