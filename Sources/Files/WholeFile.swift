import Foundation

/// A file that appears whole or not at all: written and synced beside its place, then renamed.
package struct WholeFile {
  private let path: String

  package init(_ path: String) { self.path = path }

  /// Puts `bytes` at the path; what stood there stays until they are on the disk, and its
  /// permissions are kept.
  package func write(_ bytes: [UInt8]) throws(WritingError) {
    let (target, mode) = try target()
    let folder = (target as NSString).deletingLastPathComponent
    let name = (target as NSString).lastPathComponent
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let staging = "\(folder == "/" ? "" : folder)/.\(name.prefix(100)).\(suffix)"
    let descriptor = open(staging, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal("cannot be written: \(systemMessage())") }
    var code = Self.write(bytes, to: descriptor)
    if code == 0, let mode, fchmod(descriptor, mode) != 0 { code = errno }
    // Some file systems tell only now that there was no room.
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(staging, target) != 0 { code = errno }
    guard code == 0 else {
      unlink(staging)
      throw refusal("cannot be written: \(systemMessage(code))")
    }
  }

  /// Where the file is to stand, links followed, and the permissions of what stands there.
  private func target() throws(WritingError) -> (path: String, mode: mode_t?) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw refusal("is not a path") }
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw refusal("cannot be written: \(systemMessage())") }
      return (URL(fileURLWithPath: path).path, nil)
    }
    guard stat(path, &status) == 0, let real = realpath(path, nil) else {
      throw refusal("is a symbolic link to nothing")
    }
    defer { free(real) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return (String(cString: real), status.st_mode & 0o7777)
    case S_IFDIR: throw refusal("is a folder, not a file")
    default: throw refusal("is not a regular file")
    }
  }

  /// The system's error; 0 when every byte is on the disk.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      rest = rest.dropFirst(count)
    }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  private func refusal(_ message: String) -> WritingError {
    WritingError(path: path, message: message)
  }
}
