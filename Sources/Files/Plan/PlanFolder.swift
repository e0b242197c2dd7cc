import Foundation

/// Why something could not be written, and where.
package struct WritingError: Error, Sendable, Equatable, CustomStringConvertible {
  package var path: String
  package var message: String

  package var description: String { "\(named(path)): \(message)" }
}

/// A folder of plan files that is replaced as a whole, so that nobody ever meets half of a plan.
///
/// The new files are written and synced in a folder beside it, which then takes its name in one
/// step. Where anything fails, the old plan stands as it was.
package struct PlanFolder {
  /// The file that tells an earlier plan from somebody else's folder.
  package static let mark = "plan.json"

  private static let mountPoint = "is a mount point: give a folder inside it"

  private let path: String

  package init(_ path: String) { self.path = path }

  /// Refuses what a plan may not or cannot be written to, without writing; worth asking before a
  /// long search.
  package func check() throws(WritingError) {
    let target = try target()
    let parent = (target.path as NSString).deletingLastPathComponent
    guard access(parent, W_OK | X_OK) == 0 else {
      throw refusal("cannot be written: \(systemMessage())")
    }
    var own = stat()
    var outer = stat()
    if lstat(target.path, &own) == 0, stat(parent, &outer) == 0, own.st_dev != outer.st_dev {
      throw refusal(Self.mountPoint)
    }
  }

  /// Puts `files` in the place of all plan files in the folder.
  ///
  /// - Parameter files: by name; a name may hold one folder, as in `alternative-1/plan.json`.
  package func replace(with files: [(name: String, bytes: [UInt8])]) throws(WritingError) {
    let target = try target()
    let staging = try makeStaging(beside: target.path)
    do {
      for file in files { try write(file.bytes, as: file.name, in: staging) }
      try sync(staging)
      if let mode = target.mode { chmod(staging, mode) }
      try swap(staging, with: target)
    } catch {
      remove(staging)
      throw error
    }
    // The plan stands: what is left of the old one can no longer harm it.
    if target.isPlan {
      keepStrangers(of: staging, in: target.path)
      remove(staging)
    }
    try? sync((target.path as NSString).deletingLastPathComponent)
  }

  private struct Target {
    var path: String
    /// The permissions of the folder, nil where there is none.
    var mode: mode_t?
    var isPlan: Bool
  }

  private func target() throws(WritingError) -> Target {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw refusal("is not a path") }
    var status = stat()
    if lstat(path, &status) != 0 {
      guard errno == ENOENT else { throw refusal("cannot be written: \(systemMessage())") }
      let url = URL(fileURLWithPath: path)
      let parent = url.deletingLastPathComponent().path
      guard stat(parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw refusal("its folder does not exist")
      }
      return Target(path: url.path, mode: nil, isPlan: false)
    }
    guard stat(path, &status) == 0, let real = realpath(path, nil) else {
      throw refusal("is a symbolic link to nothing")
    }
    defer { free(real) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw refusal("is a file, not a folder") }
    let resolved = String(cString: real)
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: resolved) } catch {
      throw refusal("cannot be read")
    }
    let isPlan = names.contains(Self.mark)
    guard isPlan || names.isEmpty else {
      throw refusal("is not empty and holds no earlier plan (\(Self.mark))")
    }
    return Target(path: resolved, mode: status.st_mode & 0o7777, isPlan: isPlan)
  }

  private func refusal(_ message: String) -> WritingError {
    WritingError(path: path, message: message)
  }
}

extension PlanFolder {
  private func makeStaging(beside target: String) throws(WritingError) -> String {
    let parent = (target as NSString).deletingLastPathComponent
    let name = (target as NSString).lastPathComponent
    for _ in 0..<100 {
      let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
      let staging = "\(parent == "/" ? "" : parent)/.\(name.prefix(100)).\(suffix)"
      if mkdir(staging, 0o777) == 0 { return staging }
      guard errno == EEXIST else { break }
    }
    throw refusal("cannot be written: \(systemMessage())")
  }

  private func write(_ bytes: [UInt8], as name: String, in staging: String) throws(WritingError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    precondition(
      (1...2).contains(parts.count) && parts.allSatisfy { !["", ".", ".."].contains($0) },
      "a plan's files have plain names")
    if parts.count == 2 {
      let folder = staging + "/" + parts[0]
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw refusal("cannot be written: \(systemMessage())")
      }
    }
    let descriptor = open(
      staging + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw refusal("\(name) cannot be written: \(systemMessage())")
    }
    let failure = Self.write(bytes, to: descriptor)
    // Some file systems tell only now that there was no room.
    let closing = close(descriptor) == 0 ? 0 : errno
    let code = failure ?? closing
    guard code == 0 else { throw refusal("\(name) cannot be written: \(systemMessage(code))") }
    if parts.count == 2 { try sync(staging + "/" + parts[0]) }
  }

  /// The system's error; nil when every byte is on the disk.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      written += count
    }
    return fsync(descriptor) == 0 ? nil : errno
  }

  private func sync(_ folder: String) throws(WritingError) {
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw refusal("cannot be written: \(systemMessage())") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw refusal("cannot be written: \(systemMessage())")
    }
  }

  /// Gives `staging` the target's name; an earlier plan gets that of `staging`.
  private func swap(_ staging: String, with target: Target) throws(WritingError) {
    let succeeded =
      target.isPlan ? exchangeFolders(staging, target.path) : rename(staging, target.path) == 0
    guard !succeeded else { return }
    throw refusal(
      errno == EBUSY || errno == EXDEV
        ? Self.mountPoint : "cannot be written: \(systemMessage())")
  }

  /// Files that no plan has were not ours to take away.
  private func keepStrangers(of old: String, in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: old)) ?? []
    for name in names where !isPlanFile(name) {
      guard !FileManager.default.fileExists(atPath: folder + "/" + name) else { continue }
      rename(old + "/" + name, folder + "/" + name)
    }
  }

  /// `plan.json`, `assignments.csv`, `bound.json`, and numbered ones such as `alternative-1`.
  private func isPlanFile(_ name: String) -> Bool {
    let stem = name.prefix { $0 != "." }
    let own = ["assignments", "plan", "bound", "alternative", "alternatives"]
    return own.contains { word in
      stem == word
        || (stem.hasPrefix(word + "-") && stem.dropFirst(word.count + 1).utf8.allSatisfy(isDigit))
    }
  }

  private func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
}
