/// The directory at a zip's end, held against what lies before it.
struct ZipDirectory {
  private let zip: [UInt8]

  init(_ zip: [UInt8]) { self.zip = zip }

  /// Every entry, where all of them are sound and lie beside each other.
  func entries() throws(ZipRefusal) -> [ZipEntry] {
    let directory = try directory()
    var reader = ZipFields(zip, at: directory.place.lowerBound)
    var entries: [ZipEntry] = []
    var names: Set<String> = []
    for _ in 0..<directory.count {
      let entry = try entry(&reader, before: directory.place)
      // Systems that tell no cases apart would write one over the other.
      guard names.insert(entry.path.joined(separator: "/").lowercased()).inserted else {
        throw ZipRefusal("The zip holds \(entry.told) twice.")
      }
      entries.append(entry)
    }
    guard reader.position == directory.place.upperBound else { throw Self.lying }
    let inOrder = entries.sorted { $0.start < $1.start }
    for (one, next) in Swift.zip(inOrder, inOrder.dropFirst())
    where one.packed.upperBound > next.start {
      throw ZipRefusal("The zip's entries \(one.told) and \(next.told) overlap.")
    }
    return entries
  }

  /// Where the directory is, and of how many entries.
  private func directory() throws(ZipRefusal) -> (place: Range<Int>, count: Int) {
    let end = try end()
    // Four bytes of signature, then the numbers of two disks, which nobody has any more.
    var reader = ZipFields(zip, at: end + 4)
    let (disk, first) = (reader.short(), reader.short())
    let (here, count) = (reader.short(), reader.short())
    let (size, offset) = (reader.long(), reader.long())
    if hasLocator(before: end) || count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      throw Self.large
    }
    guard disk == 0, first == 0, here == count else {
      throw ZipRefusal("The zip is one part of several, which are not put together here.")
    }
    guard count <= Limits.entriesPerZip else {
      throw ZipRefusal("The zip has more than \(Limits.entriesPerZip) entries.")
    }
    guard offset + size == end else { throw Self.lying }
    return (offset..<end, count)
  }

  /// Where the end of the directory is told: the record that reaches, with its comment, to the end of
  /// the file.
  private func end() throws(ZipRefusal) -> Int {
    let length = 22
    guard zip.starts(with: [0x50, 0x4B]) else { throw ZipRefusal("This is not a zip.") }
    guard zip.count >= length else { throw Self.cut }
    let ends = (max(0, zip.count - length - 0xFFFF)...(zip.count - length)).filter { place in
      var reader = ZipFields(zip, at: place)
      guard zip[place] == 0x50, reader.long() == Signature.end else { return false }
      var comment = ZipFields(zip, at: place + length - 2)
      return place + length + comment.short() == zip.count
    }
    guard let end = ends.first else { throw Self.cut }
    guard ends.count == 1 else { throw Self.lying }
    return end
  }

  private func hasLocator(before end: Int) -> Bool {
    var reader = ZipFields(zip, at: end - 20)
    return end >= 20 && reader.long() == Signature.largeLocator
  }

  private func entry(
    _ reader: inout ZipFields, before directory: Range<Int>
  ) throws(ZipRefusal) -> ZipEntry {
    guard reader.position + 46 <= directory.upperBound, reader.long() == Signature.entry else {
      throw Self.lying
    }
    reader.skip(4)
    let (flags, method) = (reader.short(), reader.short())
    reader.skip(4)
    let (check, packed, size) = (reader.long(), reader.long(), reader.long())
    let (nameLength, extraLength, commentLength) = (reader.short(), reader.short(), reader.short())
    let disk = reader.short()
    reader.skip(2)
    let (attributes, start) = (reader.long(), reader.long())
    let rest = nameLength + extraLength + commentLength
    guard reader.position + rest <= directory.upperBound else { throw Self.lying }
    let name = zip[reader.position..<reader.position + nameLength]
    reader.skip(rest)
    if [packed, size, start].contains(0xFFFF_FFFF) || disk == 0xFFFF { throw Self.large }
    guard disk == 0 else { throw Self.lying }
    var entry = ZipEntry(
      path: try path(name), isFolder: name.last == UInt8(ascii: "/"), isDeflated: method == 8,
      check: UInt32(check), size: size, start: start, packed: 0..<0)
    try checkKind(of: entry, flags: flags, method: method, attributes: attributes)
    entry.packed = try place(
      of: entry, name, flags: flags, method: method, packed: packed,
      before: directory.lowerBound)
    return entry
  }

  private func checkKind(
    of entry: ZipEntry, flags: Int, method: Int, attributes: Int
  ) throws(ZipRefusal) {
    guard flags & Flag.encrypted == 0 else {
      throw ZipRefusal("The zip's entry \(entry.told) is encrypted.")
    }
    guard method == 0 || method == 8, flags & Flag.patched == 0 else {
      throw ZipRefusal(
        "The zip's entry \(entry.told) is packed in another way than deflate: make a plain zip.")
    }
    // The upper half are the file's mode, whatever system says to have made it.
    let kind = attributes >> 16 & 0o170000
    guard [0, 0o100000, 0o040000].contains(kind) else {
      throw ZipRefusal(
        kind == 0o120000
          ? "The zip's entry \(entry.told) is a symbolic link."
          : "The zip's entry \(entry.told) is neither a file nor a folder.")
    }
    guard entry.isFolder ? entry.size == 0 : kind != 0o040000 else { throw Self.lying }
  }

  /// Where an entry's bytes are, as its own header says, which has to say the same as the directory.
  private func place(
    of entry: ZipEntry, _ name: ArraySlice<UInt8>, flags: Int, method: Int, packed: Int,
    before directory: Int
  ) throws(ZipRefusal) -> Range<Int> {
    guard entry.start + 30 <= directory else { throw Self.lying }
    var header = ZipFields(zip, at: entry.start)
    let signature = header.long()
    header.skip(2)
    let (ownFlags, ownMethod) = (header.short(), header.short())
    header.skip(4)
    let own = [header.long(), header.long(), header.long()]
    let (nameLength, extraLength) = (header.short(), header.short())
    let first = entry.start + 30 + nameLength + extraLength
    guard signature == Signature.file, ownMethod == method,
      (ownFlags ^ flags) & Flag.encrypted == 0, first + packed <= directory,
      zip[header.position..<header.position + nameLength] == name
    else { throw Self.lying }
    // Whoever wrote the zip in one go knew these only when the entry was over.
    let isAgreed = Swift.zip(own, [Int(entry.check), packed, entry.size]).allSatisfy {
      $0 == $1 || ownFlags & Flag.later != 0 && $0 == 0 || $0 == 0xFFFF_FFFF
    }
    guard isAgreed else { throw Self.lying }
    guard method == 8 || packed == entry.size else { throw Self.lying }
    return first..<first + packed
  }

  /// The parts of a name that stays within the folder wherever it is unpacked.
  private func path(_ name: ArraySlice<UInt8>) throws(ZipRefusal) -> [String] {
    let text = String(decoding: name, as: UTF8.self)
    func refusal(_ why: String) -> ZipRefusal {
      ZipRefusal("The zip's entry \(quoted(text)) \(why).")
    }
    guard !name.isEmpty, !name.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw refusal("has a name that no file can have")
    }
    guard !name.contains(UInt8(ascii: "\\")) else { throw refusal("has a backslash in its name") }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    guard parts.first != "", parts[0].dropFirst().first != ":" else {
      throw refusal("has an absolute path")
    }
    guard !parts.contains("..") else { throw refusal("has a path that leaves the folder") }
    guard !parts.contains(where: { $0.isEmpty || $0 == "." }) else {
      throw refusal("has a path that is not plain")
    }
    return parts
  }

  private enum Signature {
    static let file = 0x0403_4B50
    static let entry = 0x0201_4B50
    static let end = 0x0605_4B50
    static let largeLocator = 0x0706_4B50
  }

  private enum Flag {
    /// Encrypted, strongly so, or with its directory hidden.
    static let encrypted = 1 << 0 | 1 << 6 | 1 << 13
    /// Sizes follow the content.
    static let later = 1 << 3
    static let patched = 1 << 5
  }

  private static let cut = ZipRefusal("The zip is cut short, or something else follows it.")
  private static let lying = ZipRefusal(
    "The zip is damaged: its directory is not of what it holds.")
  private static let large = ZipRefusal("The zip is of the kind for more than 4 GiB (zip64).")
}

/// Numbers in a zip, least significant byte first; 0 beyond its end.
private struct ZipFields {
  private let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  mutating func skip(_ count: Int) { position += count }

  mutating func short() -> Int { number(2) }

  mutating func long() -> Int { number(4) }

  private mutating func number(_ count: Int) -> Int {
    defer { position += count }
    guard position >= 0, position + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }
}
