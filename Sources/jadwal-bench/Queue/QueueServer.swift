import Foundation
import Postgres
import Store
import Training

/// A server of a measurement's own with the schema and one small programme on it.
final class QueueServer {
  let name = "bench" + String(UInt32.random(in: .min ... .max), radix: 36)
  let url: String
  let folder: String
  let programme: StoredProgramme

  /// - Parameter isDurable: waits for the disk.
  init(isDurable: Bool = true) throws {
    let mode = isDurable ? "--durable " : ""
    url = try Self.shell("scripts/database --name \(name) \(mode)start")
    folder = try Self.shell("scripts/database --name \(name) folder")
    let database = Database(try Address(url, environment: [:]))
    _ = try Migrator().migrate(database)
    let content = try StoredFolder.content(StoredFolder.small())
    _ = try DatasetStore(database).store(content, as: nil)
    programme = try ProgrammeStore(database).find(content.programme.settings.id)
  }

  deinit { _ = try? Self.shell("scripts/database --name \(name) stop") }

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

  /// Kills its first process; the others end by themselves.
  func kill() throws {
    let file = folder + "/data/postmaster.pid"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let postmaster = Int32(text.prefix { $0 != "\n" }) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    Foundation.kill(postmaster, SIGKILL)
    while let stat = try? String(contentsOfFile: "/proc/\(postmaster)/stat", encoding: .utf8),
      !stat.contains(") Z ")
    { usleep(5000) }
    if Foundation.kill(postmaster, 0) == 0 { try FileManager.default.removeItem(atPath: file) }
  }

  func restart() throws {
    for _ in 0..<100 {
      if (try? Self.shell("scripts/database --name \(name) restart")) != nil { return }
    }
    throw CocoaError(.executableLoad)
  }

  /// Stops it in order, and starts it again.
  func cycle() throws {
    let user =
      getuid() == 0 ? "cd / && setpriv --reuid=postgres --regid=postgres --init-groups --" : ""
    _ = try Self.shell(
      "bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1); "
        + "(\(user) $bin/pg_ctl -D \(folder)/data -m fast -w -s stop)")
    try restart()
  }

  /// What a line of shell says.
  @discardableResult
  static func shell(_ line: String) throws -> String {
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
}
