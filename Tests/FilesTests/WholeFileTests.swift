import Foundation
import Testing

@testable import Files

@Suite struct WholeFileTests {
  @Test func aFileAppearsAndIsReplaced() throws {
    let scratch = try ScratchFolder()
    let file = WholeFile(scratch.path + "/a.ics")
    try file.write(Array("one".utf8))
    #expect(try scratch.text("a.ics") == "one")
    chmod(scratch.path + "/a.ics", 0o640)
    try file.write(Array("two".utf8))
    #expect(try scratch.text("a.ics") == "two")
    var status = stat()
    #expect(stat(scratch.path + "/a.ics", &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(try scratch.names() == ["a.ics"])
  }

  @Test func aLinkIsFollowedAndNothingElseIsReplaced() throws {
    let scratch = try ScratchFolder()
    try scratch.write(["real": "x"])
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: scratch.path + "/real")
    try files.createSymbolicLink(
      atPath: scratch.path + "/dangling", withDestinationPath: scratch.path + "/nowhere")
    try files.createDirectory(
      atPath: scratch.path + "/folder", withIntermediateDirectories: false)
    #expect(mkfifo(scratch.path + "/pipe", 0o600) == 0)
    let before = try scratch.names()
    try WholeFile(scratch.path + "/link").write(Array("y".utf8))
    #expect(try scratch.text("real") == "y")
    for (name, message) in [
      ("dangling", "is a symbolic link to nothing"), ("folder", "is a folder, not a file"),
      ("pipe", "is not a regular file"),
      ("none/file", "cannot be written: No such file or directory"),
    ] {
      let path = scratch.path + "/" + name
      #expect(throws: WritingError(path: path, message: message)) {
        try WholeFile(path).write(Array("z".utf8))
      }
    }
    #expect(try scratch.names() == before)
  }
}
