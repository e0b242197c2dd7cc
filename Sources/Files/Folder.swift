import Foundation

/// Why a file could not be read, as a message to follow its name.
package struct ReadingError: Error, Sendable, Equatable {
  package var message: String
}

/// Where the files of a dataset or a plan are: in a folder, or in memory.
package enum Folder: Sendable {
  case disk(path: String)
  /// Bytes by name.
  case memory([String: [UInt8]])

  /// Opens a file of the folder; nil where it has none of that name.
  package func open(_ name: String) throws(ReadingError) -> OpenFile? {
    switch self {
    case .disk(let path): return try OpenFile(path: path + "/" + name, within: path)
    case .memory(let files): return files[name].map { OpenFile(bytes: $0) }
    }
  }

  /// What is wrong with the folder itself; nil where it can be read.
  package var refusal: String? {
    guard case .disk(let path) = self else { return nil }
    guard !path.isEmpty, !path.utf8.contains(0) else { return "is not a path" }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return errno == ENOENT ? "no such folder" : "cannot be read: \(systemMessage())"
    }
    return status.st_mode & S_IFMT == S_IFDIR ? nil : "is not a folder"
  }
}

/// A file that is open for reading, once and from start to end.
package final class OpenFile {
  /// Bytes in all, known before the first is read.
  package let length: Int
  private let descriptor: Int32
  private var remaining: [UInt8]?

  init(bytes: [UInt8]) {
    length = bytes.count
    descriptor = -1
    remaining = bytes
  }

  /// Opens a regular file and nothing else: never waits for a pipe, follows links only within
  /// the folder, and looks at what was opened, so that nobody can swap it in between.
  init?(path: String, within folder: String?) throws(ReadingError) {
    var opened = Self.open(path)
    if opened < 0, errno == ELOOP {
      opened = Self.open(try Self.target(of: path, within: folder))
    }
    guard opened >= 0 else {
      if errno == ENOENT { return nil }
      throw ReadingError(
        message: errno == ENXIO ? "is not a regular file" : "cannot be read: \(systemMessage())")
    }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let message = systemMessage()
      close(opened)
      throw ReadingError(message: "cannot be read: \(message)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw ReadingError(message: isFolder ? "is a folder, not a file" : "is not a regular file")
    }
    descriptor = opened
    length = Int(status.st_size)
    remaining = nil
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The next bytes, nil at the end.
  package func next() throws(ReadingError) -> [UInt8]? {
    if descriptor < 0 {
      defer { remaining = nil }
      return remaining.flatMap { $0.isEmpty ? nil : $0 }
    }
    var count = 0
    var failure: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, filled in
      repeat {
        count = read(descriptor, buffer.baseAddress, buffer.count)
      } while count < 0
        && errno == EINTR
      failure = errno
      filled = max(0, count)
    }
    guard count >= 0 else {
      throw ReadingError(message: "cannot be read: \(systemMessage(failure))")
    }
    return count == 0 ? nil : chunk
  }

  private static func open(_ path: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    #else
      Darwin.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    #endif
  }

  private static func target(of link: String, within folder: String?) throws(ReadingError) -> String
  {
    guard let target = resolved(link) else {
      throw ReadingError(message: "is a symbolic link to nothing")
    }
    guard let folder else { return target }
    guard let root = resolved(folder), target.hasPrefix(root == "/" ? "/" : root + "/") else {
      throw ReadingError(message: "is a symbolic link that leaves the folder")
    }
    return target
  }

  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(validatingCString: pointer)
  }
}

/// What the system says of its last refusal.
func systemMessage(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
