import Foundation

/// Runs a line of shell and gives back what it says on standard output.
///
/// Foundation's `Process` would wait for whatever the line leaves running, such as a server.
@discardableResult
package func shellOutput(_ line: String) throws -> String {
  keepToOurselves()
  let complaints = FileManager.default.temporaryDirectory.appending(path: "shell.\(UUID())").path
  defer { try? FileManager.default.removeItem(atPath: complaints) }
  guard let stream = popen("{ \(line)\n} 2>'\(complaints)'", "r") else {
    throw CocoaError(.executableLoad)
  }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, stream)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  let status = pclose(stream)
  guard status == 0 else {
    let told = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
    throw ShellFailure(description: "\(line)\nended with \(status >> 8): \(told)")
  }
  return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

/// Nothing that is open here is handed on: a server counts what it inherits among the files that it may
/// open, and does not start where the tests before it have left too many.
private func keepToOurselves() {
  let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
  for descriptor in open.compactMap(Int32.init) where descriptor > 2 {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }
}

/// What a line of the shell complained of.
package struct ShellFailure: Error, CustomStringConvertible {
  package let description: String
}
