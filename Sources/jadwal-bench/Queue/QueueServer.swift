import Faults
import Foundation
import Postgres
import Store
import Training

/// A server of a measurement's own with the schema and one small programme on it.
final class QueueServer {
  private let server: KillableServer
  var name: String { server.name }
  var url: String { server.url }
  var folder: String { server.folder }
  let programme: StoredProgramme

  /// - Parameter isDurable: waits for the disk.
  init(isDurable: Bool = true) throws {
    server = try KillableServer(by: "scripts/database", isDurable: isDurable)
    let database = Database(try Address(server.url, environment: [:]))
    _ = try Migrator().migrate(database)
    let content = try StoredFolder.content(StoredFolder.small())
    _ = try DatasetStore(database).store(content, as: nil)
    programme = try ProgrammeStore(database).find(content.programme.settings.id)
  }

  func address() throws -> Address { try Address(url, environment: [:]) }

  func connection() throws -> Connection { try Connection(address()) }

  /// Puts jobs of nobody into the queue.
  func fill(_ count: Int) throws {
    try connection().run(
      """
      INSERT INTO jadwal.job (domain_id, programme_id, kind, asked_by)
      SELECT \(programme.domainNumber)::int, \(programme.number)::int, 'allocate', 'bench'
      FROM generate_series(1, \(count)::int)
      """)
    try connection().run("ANALYZE jadwal.job")
  }

  func kill() throws { try server.kill() }

  func restart() throws { try server.restart() }

  /// Stops it in order, and starts it again.
  func cycle() throws {
    let user =
      getuid() == 0 ? "cd / && setpriv --reuid=postgres --regid=postgres --init-groups --" : ""
    _ = try shellOutput(
      "bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1); "
        + "(\(user) $bin/pg_ctl -D \(folder)/data -m fast -w -s stop)")
    try restart()
  }
}
