/// Why a zip was not read, in one sentence.
package struct ZipRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}

/// The files of a dataset's folder that was zipped (PKWARE's APPNOTE 6.3), by name, as
/// `Folder.memory` has them.
///
/// A folder that all of it lies in is left out of the names; folders below, and what macOS and
/// Windows put beside the files, are not opened. A zip is refused as a whole where its directory and
/// its contents do not agree to the byte, where an entry could reach outside of a folder, or where it
/// would grow beyond `Limits`: nothing is inflated before all of it was looked at.
package func zipEntries(_ bytes: [UInt8]) throws(ZipRefusal) -> [String: [UInt8]] {
  let entries = try ZipDirectory(bytes).entries()
  let wanted = try filesOfFolder(entries)
  var total = 0
  for (_, entry) in wanted {
    guard entry.size <= Limits.bytesBeforeRatio + Limits.ratioPerZip * entry.packed.count else {
      throw ZipRefusal(
        "The zip's entry \(entry.told) would grow more than \(Limits.ratioPerZip)-fold.")
    }
    total += entry.size
    guard total <= Limits.bytesPerZip else {
      throw ZipRefusal("The zip holds more than \(Limits.bytesPerZip) bytes.")
    }
  }
  var files: [String: [UInt8]] = [:]
  for (name, entry) in wanted { files[name] = try entry.content(in: bytes) }
  return files
}

/// What lies at the top, below the one folder that everything is in.
private func filesOfFolder(_ entries: [ZipEntry]) throws(ZipRefusal) -> [(String, ZipEntry)] {
  let told = entries.filter { !$0.isNoise }
  let isWithin = !told.isEmpty && told.allSatisfy { $0.isFolder || $0.path.count > 1 }
  let tops = Set(told.map { $0.path.first ?? "" })
  let depth = isWithin && tops.count == 1 ? 1 : 0
  let files = told.filter { !$0.isFolder && $0.path.count == depth + 1 }
  guard !files.isEmpty else {
    throw ZipRefusal("The zip holds no file at its top, nor in a folder that all of it lies in.")
  }
  return files.map { ($0.path[depth], $0) }
}

/// An entry as the directory tells it, and where its bytes lie.
struct ZipEntry {
  /// The parts of its name.
  var path: [String]
  var isFolder: Bool
  var isDeflated: Bool
  /// CRC-32 of what it holds.
  var check: UInt32
  /// Bytes once inflated.
  var size: Int
  /// Where it begins, with its own header.
  var start: Int
  /// Where its bytes are.
  var packed: Range<Int>

  /// Its name as a message tells it.
  var told: String { quoted(path.joined(separator: "/")) }

  /// What systems put beside people's files.
  var isNoise: Bool {
    guard let name = path.last else { return true }
    return path[0] == "__MACOSX" || name.hasPrefix("._")
      || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(name)
  }

  func content(in zip: [UInt8]) throws(ZipRefusal) -> [UInt8] {
    guard isDeflated else {
      let content = Array(zip[packed])
      guard content.count == size, crc32(of: content) == check else { throw damaged }
      return content
    }
    guard let content = inflated(zip[packed], to: size), crc32(of: content) == check else {
      throw damaged
    }
    return content
  }

  private var damaged: ZipRefusal {
    ZipRefusal("The zip's entry \(told) is damaged: it is not what the zip says of it.")
  }
}
