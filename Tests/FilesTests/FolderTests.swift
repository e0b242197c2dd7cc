import Foundation
import Testing

@testable import Files

/// What may stand in a dataset folder in place of a file.
@Suite struct FolderTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    try scratch.write(TinyDataset.files)
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: scratch.path + "/" + name)
  }

  private func link(_ name: String, to target: String) throws {
    try remove(name)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/" + name, withDestinationPath: target)
  }

  private var faults: [String] { readDataset(at: scratch.path).failureLines }

  @Test func aFolderReadsLikeItsBytes() throws {
    let one = try readDataset(at: scratch.path).get()
    let other = try readDataset(in: TinyDataset.folder()).get()
    #expect(one.digest == other.digest)
  }

  @Test func aMissingFolderIsAFault() throws {
    #expect(readDataset(at: "").failureLines == ["\"\": is not a path"])
    let file = scratch.path + "/states.csv"
    #expect(readDataset(at: file).failureLines.map { $0.hasSuffix(": is not a folder") } == [true])
    let none = scratch.path + "/none"
    #expect(readDataset(at: none).failureLines.map { $0.hasSuffix(": no such folder") } == [true])
  }

  @Test func aMissingFileIsAFault() throws {
    try remove("venues.csv")
    #expect(faults == ["venues.csv: this file is missing"])
  }

  @Test func aFolderIsNoFile() throws {
    try remove("venues.csv")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/venues.csv", withIntermediateDirectories: false)
    #expect(faults == ["venues.csv: is a folder, not a file"])
  }

  @Test func aPipeIsNotWaitedFor() throws {
    try remove("venues.csv")
    #expect(mkfifo(scratch.path + "/venues.csv", 0o600) == 0)
    #expect(faults == ["venues.csv: is not a regular file"])
  }

  @Test func linksMayNotLeaveTheFolder() throws {
    let other = try ScratchFolder()
    try other.write(["venues.csv": TinyDataset.files["venues.csv"] ?? ""])
    try link("venues.csv", to: other.path + "/venues.csv")
    #expect(faults == ["venues.csv: is a symbolic link that leaves the folder"])
    try link("venues.csv", to: "/dev/zero")
    #expect(faults == ["venues.csv: is a symbolic link that leaves the folder"])
    try link("venues.csv", to: "nowhere")
    #expect(faults == ["venues.csv: is a symbolic link to nothing"])
    try link("venues.csv", to: "venues.csv")
    #expect(faults == ["venues.csv: is a symbolic link to nothing"])
  }

  @Test func linksWithinTheFolderAreFollowed() throws {
    try scratch.write(["rooms.csv": TinyDataset.files["venues.csv"] ?? ""])
    try link("venues.csv", to: "rooms.csv")
    #expect(faults == [])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func anUnreadableFileIsAFault() throws {
    chmod(scratch.path + "/venues.csv", 0)
    #expect(faults == ["venues.csv: cannot be read: Permission denied"])
  }

  @Test func aHugeFileIsRefusedUnread() throws {
    for name in ["venues.csv", "programme.yaml"] {
      #expect(truncate(scratch.path + "/" + name, 1 << 30) == 0)
    }
    #expect(
      faults == [
        "programme.yaml: is larger than 1048576 bytes",
        "venues.csv: is larger than 268435456 bytes",
      ])
  }
}
