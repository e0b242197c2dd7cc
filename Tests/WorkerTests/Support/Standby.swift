import Faults
import Foundation

/// A copy of a server that follows it, until it is promoted.
final class Standby {
  let folder: String
  private let bin: String

  /// - Parameter isStarted: else it is a copy of the moment, for `recover(from:until:)`.
  init(of server: KillableServer, isStarted: Bool = true) throws {
    folder = try shellOutput("mktemp -d")
    bin = try shellOutput("ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1")
    _ = try shellOutput(
      """
      [ $(id -u) != 0 ] || chown postgres:postgres \(folder)
      \(Self.user) \(bin)/pg_basebackup -R -X stream -c fast -D \(folder)/data -d 'host=\(server.folder) user=app'
      sed -i "s|^unix_socket_directories.*|unix_socket_directories = '\(folder)'|" \(folder)/data/postgresql.conf
      """)
    if isStarted { try start() }
  }

  private func start() throws {
    _ = try shellOutput(
      "\(Self.user) \(bin)/pg_ctl -D \(folder)/data -l \(folder)/log -w -s start")
  }

  /// Does again what an archive of the log tells, until a moment, and takes writes from then on.
  func recover(from archive: String, until moment: String) throws {
    _ = try shellOutput(
      """
      cd \(folder)/data && mv standby.signal recovery.signal && cat >>postgresql.auto.conf <<'END'
      restore_command = 'cp \(archive)/%f %p'
      recovery_target_time = '\(moment)'
      recovery_target_action = promote
      END
      """)
    try start()
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
