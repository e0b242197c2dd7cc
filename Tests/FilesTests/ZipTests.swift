import CZlib
import Foundation
import Testing

@testable import Files

/// Zips made by hand, byte by byte, so that each may lie.
struct ZipMaker {
  struct Entry {
    var name: [UInt8]
    var packed: [UInt8]
    var method = 8
    var flags = 0
    var check: UInt32
    var size: Int
    var attributes = 0
    /// Before its bytes: its own name where that is another, its own sizes where they are others.
    var ownName: [UInt8]?
    var own: (check: UInt32, packed: Int, size: Int)?
    /// Where the directory says that it is; nil: where it is.
    var start: Int?

    init(_ name: String, _ content: [UInt8] = Array("id\n".utf8), isStored: Bool = false) {
      self.init(
        name, packed: isStored ? content : deflated(content), check: crc32(of: content),
        size: content.count)
      method = isStored ? 0 : 8
    }

    init(_ name: String, packed: [UInt8], check: UInt32, size: Int) {
      self.name = Array(name.utf8)
      self.packed = packed
      self.check = check
      self.size = size
    }

    func with(_ change: (inout Entry) -> Void) -> Entry {
      var entry = self
      change(&entry)
      return entry
    }
  }

  var entries: [Entry]
  var comment: [UInt8] = []
  /// What the end says, where it says something else.
  var count: Int?
  var offset = 0
  var disk = 0
  /// Before the end, after the directory.
  var between: [UInt8] = []

  init(_ entries: Entry...) { self.entries = entries }
  init(_ entries: [Entry]) { self.entries = entries }

  var bytes: [UInt8] {
    var zip: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = entry.start ?? zip.count
      let own = entry.own ?? (entry.check, entry.packed.count, entry.size)
      let name = entry.ownName ?? entry.name
      zip += long(0x0403_4B50) + short(20) + short(entry.flags) + short(entry.method) + long(0)
      zip += long(Int(own.check)) + long(own.packed) + long(own.size)
      zip += short(name.count) + short(0) + name + entry.packed
      directory += long(0x0201_4B50) + short(0x031E) + short(20) + short(entry.flags)
      directory += short(entry.method) + long(0) + long(Int(entry.check))
      directory += long(entry.packed.count) + long(entry.size) + short(entry.name.count)
      directory += short(0) + short(0) + short(0) + short(0) + long(entry.attributes)
      directory += long(start) + entry.name
    }
    let count = count ?? entries.count
    let end =
      long(0x0605_4B50) + short(disk) + short(0) + short(count) + short(count)
      + long(directory.count + between.count) + long(zip.count + offset) + short(comment.count)
    return zip + directory + between + end + comment
  }

  private func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

  private func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16) }
}

/// Raw deflate.
func deflated(_ content: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  var input = content
  let room = Int(deflateBound(nil, uLong(content.count))) + 64
  return input.withUnsafeMutableBufferPointer { input in
    [UInt8](unsafeUninitializedCapacity: room) { output, count in
      deflateInit2_(
        &stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      stream.next_in = input.baseAddress
      stream.avail_in = uInt(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = uInt(room)
      #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      count = Int(stream.total_out)
      deflateEnd(&stream)
    }
  }
}

@Suite struct ZipTests {
  private typealias Entry = ZipMaker.Entry

  private func names(_ zip: ZipMaker) throws -> [String] { try zipEntries(zip.bytes).keys.sorted() }

  private func refusal(of bytes: [UInt8]) -> String? {
    do throws(ZipRefusal) {
      _ = try zipEntries(bytes)
      return nil
    } catch {
      return error.description
    }
  }

  /// Refused in one sentence that has these words in it.
  private func expect(
    _ words: String, _ zip: ZipMaker, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let told = refusal(of: zip.bytes)
    #expect(told?.contains(words) == true, "\(told ?? "read")", sourceLocation: sourceLocation)
    let isSentence = told?.hasSuffix(".") == true && told?.contains("\n") == false
    #expect(isSentence, sourceLocation: sourceLocation)
  }

  @Test func aDatasetIsReadAsItsFolderIs() throws {
    let files = TinyDataset.files.mapValues { Array($0.utf8) }
    for isStored in [true, false] {
      for folder in ["", "asean/"] {
        var entries = files.keys.sorted().map {
          Entry(folder + $0, files[$0] ?? [], isStored: isStored)
        }
        if !folder.isEmpty { entries.insert(Entry(folder, [], isStored: true), at: 0) }
        var zip = ZipMaker(entries)
        zip.comment = Array("made by hand".utf8)
        let read = try zipEntries(zip.bytes)
        #expect(read == files)
        #expect(throws: Never.self) { try readDataset(in: .memory(read)).get() }
      }
    }
  }

  /// What the system's own zip makes, in one go into a pipe too, where sizes follow the content.
  @Test func whatPythonZipsIsRead() throws {
    let script = """
      import io, sys, zipfile
      class Pipe(io.RawIOBase):
          def writable(self): return True
          def write(self, b): sys.stdout.buffer.write(b); return len(b)
      with zipfile.ZipFile(Pipe() if sys.argv[1] == "pipe" else sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as z:
          z.writestr("asean/programme.yaml", "id: x\\n" * 100)
          z.writestr("asean/empty.csv", "")
      """
    for way in ["pipe", "file"] {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", script, way]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let bytes = Array(try pipe.fileHandleForReading.readToEnd() ?? Data())
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
      let read = try zipEntries(bytes)
      #expect(read.keys.sorted() == ["empty.csv", "programme.yaml"])
      #expect(read["programme.yaml"]?.count == 600 && read["empty.csv"] == [])
    }
  }

  @Test func foldersBelowAndWhatSystemsAddAreNotOpened() throws {
    // None of these could be inflated.
    let closed = [
      "a/plan/plan.json", "__MACOSX/a/._x.csv", "a/.DS_Store", "a/._x.csv", "desktop.ini",
    ]
    let entries =
      closed.map { Entry($0, packed: [0xFF, 0xFF], check: 1, size: 1 << 30) } + [Entry("a/x.csv")]
    #expect(try names(ZipMaker(entries)) == ["x.csv"])
    #expect(try names(ZipMaker(Entry("x.csv"), Entry("a/y.csv"))) == ["x.csv"])
    // A zip within is a file like others.
    let nested = ZipMaker(Entry("inner.csv")).bytes
    #expect(try zipEntries(ZipMaker(Entry("inner.zip", nested)).bytes) == ["inner.zip": nested])
    for zip in [
      ZipMaker(), ZipMaker(Entry("a/", [])), ZipMaker(Entry("a/x.csv"), Entry("b/y.csv")),
      ZipMaker(Entry(".DS_Store")),
    ] { expect("holds no file at its top", zip) }
  }

  @Test func aNameStaysWithinTheFolder() {
    let cases = [
      ("../../etc/passwd", "leaves the folder"), ("a/../x.csv", "leaves the folder"),
      ("..", "leaves the folder"), ("/etc/passwd", "absolute"), ("C:/x.csv", "absolute"),
      ("/", "absolute"), ("a\\x.csv", "backslash"), ("a\0.csv", "no file can have"),
      ("a\n.csv", "no file can have"), ("", "no file can have"), ("a//x.csv", "not plain"),
      ("./x.csv", "not plain"), ("a/./x.csv", "not plain"),
    ]
    for (name, words) in cases { expect(words, ZipMaker(Entry("x.csv"), Entry(name))) }
    // What a terminal would obey is spelled out.
    #expect(
      refusal(of: ZipMaker(Entry("\u{202E}\u{1B}[2J")).bytes)?.contains("\\u{202E}\\u{1B}[2J")
        == true)
  }

  @Test func whatIsNoPlainFileIsRefused() {
    func mode(_ kind: Int) -> Entry { Entry("x.csv").with { $0.attributes = kind << 16 } }
    expect("symbolic link", ZipMaker(mode(0o120777)))
    for kind in [0o010644, 0o020644, 0o060644, 0o140644] {
      expect("neither a file nor a folder", ZipMaker(mode(kind)))
    }
    #expect(throws: Never.self) { try zipEntries(ZipMaker(mode(0o100644)).bytes) }
    for flag in [1 << 0, 1 << 6, 1 << 13] {
      expect("encrypted", ZipMaker(Entry("x.csv").with { $0.flags = flag }))
    }
    for method in [1, 9, 12, 14, 93, 99] {
      expect("another way than deflate", ZipMaker(Entry("x.csv").with { $0.method = method }))
    }
    expect("another way than deflate", ZipMaker(Entry("x.csv").with { $0.flags = 1 << 5 }))
  }

  @Test func oneNameIsOneFile() {
    for other in ["a/x.csv", "A/X.CSV", "a/x.csv/"] {
      let entry = other.hasSuffix("/") ? Entry(other, [], isStored: true) : Entry(other)
      expect("twice", ZipMaker(Entry("a/x.csv"), entry))
    }
    expect("twice", ZipMaker(Entry("caf\u{E9}.csv"), Entry("cafe\u{301}.csv")))
  }

  /// As in a better zip bomb (D. Fifield, 2019): the body of one entry is the whole of another.
  @Test func overlappingEntriesAreRefused() {
    let body = ZipMaker(Entry("b.csv", Array("in\n".utf8), isStored: true)).bytes
    let outer = Entry("a.csv", body, isStored: true)
    let start = 30 + outer.name.count
    let inner = Entry("b.csv", Array("in\n".utf8), isStored: true).with { $0.start = start }
    expect("overlap", ZipMaker(outer, inner))
    #expect(throws: Never.self) { try zipEntries(ZipMaker(outer).bytes) }
    // Several of one body cannot have names of their own.
    expect("twice", ZipMaker(outer, outer.with { $0.start = 0 }))
    expect(
      "damaged: its",
      ZipMaker(
        outer,
        outer.with {
          $0.start = 0
          $0.name = Array("c.csv".utf8)
        }))
  }

  @Test func bombsAreRefusedBeforeAnythingIsInflated() {
    let size = 20 << 20
    let bomb = [UInt8](repeating: 0, count: size)
    let packed = deflated(bomb)
    #expect(size / packed.count > 1000)
    let entry = Entry("x.csv", packed: packed, check: crc32(of: bomb), size: size)
    expect("200-fold", ZipMaker(entry))
    // Small ones may be as dense as they like.
    let small = [UInt8](repeating: 0, count: Limits.bytesBeforeRatio)
    #expect(throws: Never.self) { try zipEntries(ZipMaker(Entry("x.csv", small)).bytes) }
    // In all: nothing is inflated, or its check sum would be missed.
    let many = (0..<3).map {
      Entry("x\($0).csv", packed: [UInt8](repeating: 0, count: 1 << 20), check: 0, size: 100 << 20)
    }
    expect("more than \(Limits.bytesPerZip) bytes", ZipMaker(many))
    expect("more than \(Limits.entriesPerZip) entries", ZipMaker((0...1000).map { Entry("\($0)") }))
  }

  @Test func whatIsNotWhatItSaysIsRefused() {
    let content = Array("id,name\n".utf8)
    func lie(_ change: (inout Entry) -> Void) -> ZipMaker {
      ZipMaker(Entry("x.csv", content).with(change))
    }
    expect("damaged: it is not", lie { $0.check ^= 1 })
    for wrong in [0, content.count - 1, content.count + 1, 1000] {
      expect("damaged: it is not", lie { $0.size = wrong })
    }
    expect("damaged: it is not", lie { $0.packed.removeLast() })
    expect("damaged: it is not", lie { $0.packed.append(0) })
    expect("damaged: it is not", lie { $0.packed = [0xFF, 0xFF] })
    expect(
      "damaged: it is not", ZipMaker(Entry("x.csv", content, isStored: true).with { $0.check ^= 1 })
    )
    expect("damaged: its", ZipMaker(Entry("x.csv", content, isStored: true).with { $0.size += 1 }))
    expect("damaged: its", lie { $0.ownName = Array("y.csv".utf8) })
    expect("damaged: its", lie { $0.own = ($0.check, $0.packed.count, 7) })
    expect("damaged: its", lie { $0.own = ($0.check, 0, $0.size) })
    expect("damaged: its", lie { $0.start = 1 })
    expect("damaged: its", lie { $0.start = 1 << 30 })
    expect("damaged: its", ZipMaker(Entry("x/", content)))
    expect("damaged: its", lie { $0.attributes = 0o040755 << 16 })
    func end(_ change: (inout ZipMaker) -> Void) -> ZipMaker {
      var zip = ZipMaker(Entry("x.csv", content))
      change(&zip)
      return zip
    }
    expect("damaged: its", end { $0.count = 0 })
    expect("damaged: its", end { $0.count = 2 })
    expect("damaged: its", end { $0.offset = 1 })
    expect("damaged: its", end { $0.offset = -1 })
    expect("damaged: its", end { $0.between = [0] })
    expect("several", end { $0.disk = 1 })
    // Two ends, of which each reader may take another.
    let whole = ZipMaker(Entry("x.csv", content)).bytes
    expect("damaged: its", end { $0.comment = Array(whole.suffix(22)) })
    #expect(refusal(of: Array("id,name\n".utf8)) == "This is not a zip.")
    #expect(refusal(of: []) == "This is not a zip.")
    for length in 2..<whole.count {
      #expect(refusal(of: Array(whole[..<length])) != nil, "\(length) of \(whole.count) bytes")
    }
    #expect(refusal(of: whole + [0])?.contains("something else follows") == true)
  }

  @Test func sizesMayFollowTheContentAndNeedNotBeLarge() {
    let later = Entry("x.csv").with {
      $0.flags = 1 << 3
      $0.own = (0, 0, 0)
    }
    #expect(throws: Never.self) { try zipEntries(ZipMaker(later).bytes) }
    expect("damaged: its", ZipMaker(later.with { $0.flags = 0 }))
    let unused = Entry("x.csv").with { $0.own = ($0.check, 0xFFFF_FFFF, 0xFFFF_FFFF) }
    #expect(throws: Never.self) { try zipEntries(ZipMaker(unused).bytes) }
  }

  @Test func zip64IsRefused() {
    var zip = ZipMaker(Entry("x.csv"))
    zip.between = [0x50, 0x4B, 0x06, 0x07] + [UInt8](repeating: 0, count: 16)
    expect("zip64", zip)
    zip.between = []
    zip.count = 0xFFFF
    expect("zip64", zip)
    expect("zip64", ZipMaker(Entry("x.csv").with { $0.size = 0xFFFF_FFFF }))
    expect("zip64", ZipMaker(Entry("x.csv").with { $0.start = 0xFFFF_FFFF }))
  }
}
