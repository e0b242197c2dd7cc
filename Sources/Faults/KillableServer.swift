import Foundation

/// A PostgreSQL of somebody's own, which may be killed.
package final class KillableServer {
  package let name = "killable" + String(UInt32.random(in: .min ... .max), radix: 36)
  package let url: String
  package let folder: String
  private let script: String

  /// - Parameters:
  ///   - script: where `scripts/database` is.
  ///   - isDurable: waits for the disk.
  ///   - settings: of the server, as `max_connections = 20`.
  package init(by script: String, isDurable: Bool, _ settings: [String] = []) throws {
    self.script = script
    let quoted = settings.map { "\"\($0)\"" }.joined(separator: " ")
    let mode = isDurable ? "--durable " : ""
    url = try shellOutput("\(script) --name \(name) \(mode)start \(quoted)")
    folder = try shellOutput("\(script) --name \(name) folder")
  }

  deinit { _ = try? shellOutput("\(script) --name \(name) stop") }

  /// Its first process is killed; the others end by themselves when they notice.
  package func kill() throws {
    let file = folder + "/data/postmaster.pid"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let postmaster = Int32(text.prefix { $0 != "\n" }) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    Foundation.kill(postmaster, SIGKILL)
    while Self.lives(postmaster) { usleep(5_000) }
    // Nobody may have buried it, and its number would keep the next one from starting.
    if Foundation.kill(postmaster, 0) == 0 { try FileManager.default.removeItem(atPath: file) }
  }

  /// - Parameter environment: of the server, as the shell takes it before a command.
  package func restart(in environment: String = "") throws {
    for attempt in 1...100 {
      if (try? shellOutput("\(environment) \(script) --name \(name) restart")) != nil { return }
      if attempt == 100 { throw CocoaError(.executableLoad) }
    }
  }

  private static func lives(_ process: Int32) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status.map { !$0.contains(") Z ") } ?? false
  }
}
