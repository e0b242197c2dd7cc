import Crypto

/// The SHA-256 that names a dataset by its content (dataset.md §5), fed as the files are read.
final class DatasetDigest {
  private var hash = SHA256()

  /// A file's name and length come before its bytes.
  func begin(_ name: String, length: Int) {
    hash.update(data: Array(name.utf8) + [0] + Array(String(length).utf8) + [0])
  }

  func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

  var text: String { hexadecimal(hash.finalize()) }
}

/// A file whose bytes go into the digest on their way to the reader.
final class DigestedFile {
  let length: Int
  private let file: OpenFile
  private let digest: DatasetDigest
  private var count = 0

  init(_ file: OpenFile, named name: String, digest: DatasetDigest) {
    self.file = file
    self.digest = digest
    length = file.length
    digest.begin(name, length: length)
  }

  /// The next bytes, nil at the end; a file that changes meanwhile is refused, for its digest
  /// would be that of no state it ever had.
  func next() throws(ReadingError) -> [UInt8]? {
    let bytes = try file.next()
    count += bytes?.count ?? 0
    guard count == length || (bytes != nil && count < length) else {
      throw ReadingError(message: "changed while it was read")
    }
    if let bytes { digest.update(bytes) }
    return bytes
  }
}

/// Two lower-case digits a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
