import Foundation
import TestSupport

/// A PostgreSQL of a test's own, which waits for the disk and may be killed.
final class KillableServer {
  let name = "worker" + String(UInt32.random(in: .min ... .max), radix: 36)
  let url: String
  let folder: String

  init(_ settings: String...) throws {
    let quoted = settings.map { "\"\($0)\"" }.joined(separator: " ")
    url = try shellOutput("\(WorkerOffice.script) --name \(name) --durable start \(quoted)")
    folder = try shellOutput("\(WorkerOffice.script) --name \(name) folder")
  }

  deinit { _ = try? shellOutput("\(WorkerOffice.script) --name \(name) stop") }

  /// Its first process is killed; the others end by themselves when they notice.
  func kill() throws {
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

  func restart() throws {
    for attempt in 1...100 {
      if (try? shellOutput("\(WorkerOffice.script) --name \(name) restart")) != nil { return }
      if attempt == 100 { throw CocoaError(.executableLoad) }
    }
  }

  private static func lives(_ process: Int32) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status.map { !$0.contains(") Z ") } ?? false
  }
}

/// A copy of a server that follows it, until it is promoted.
final class Standby {
  let folder: String
  private let bin: String

  init(of server: KillableServer) throws {
    folder = try shellOutput("mktemp -d /tmp/jadwal.XXXXXX")
    bin = try shellOutput("ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1")
    _ = try shellOutput(
      """
      [ $(id -u) != 0 ] || chown postgres:postgres \(folder)
      \(Self.user) \(bin)/pg_basebackup -R -X stream -c fast -D \(folder)/data -d 'host=\(server.folder) user=app'
      sed -i "s|^unix_socket_directories.*|unix_socket_directories = '\(folder)'|" \(folder)/data/postgresql.conf
      \(Self.user) \(bin)/pg_ctl -D \(folder)/data -l \(folder)/log -w -s start
      """)
  }

  deinit {
    _ = try? shellOutput(
      "\(Self.user) \(bin)/pg_ctl -D \(folder)/data -m immediate -w -s stop; rm -rf \(folder)")
  }

  func promote() throws {
    _ = try shellOutput("\(Self.user) \(bin)/pg_ctl -D \(folder)/data -w -s promote")
  }

  private static let user =
    getuid() == 0 ? "cd / && setpriv --reuid=postgres --regid=postgres --init-groups --" : ""
}
