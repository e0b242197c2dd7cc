import Foundation

/// Runs a line of shell and gives back what it says on standard output.
///
/// Foundation's `Process` would wait for whatever the line leaves running, such as a server.
@discardableResult
package func shellOutput(_ line: String) throws -> String {
  guard let stream = popen("{ \(line)\n} 2>/dev/null", "r") else {
    throw CocoaError(.executableLoad)
  }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, stream)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  guard pclose(stream) == 0 else { throw CocoaError(.executableLoad) }
  return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}
