import Faults
import Foundation
import TestSupport
import Testing

@testable import Postgres

extension ServerTests {
  /// Several hosts in one address.
  @Suite struct Hosts {
    private let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/database").standardizedFileURL.path

    private func withServer(_ body: (_ folder: String) throws -> Void) throws {
      let name = "host" + String(UInt32.random(in: .min ... .max), radix: 36)
      _ = try shellOutput("\(script) --name \(name) start")
      defer { _ = try? shellOutput("\(script) --name \(name) stop") }
      try body(shellOutput("\(script) --name \(name) folder"))
    }

    private func address(_ hosts: String..., more: String = "") throws -> Address {
      try Address(
        "host=\(hosts.joined(separator: ",")) user=app dbname=postgres \(more)", environment: [:])
    }

    @Test func theNextIsTriedWhereOneIsDown() throws {
      try withServer { folder in
        let connection = try Connection(address("/nowhere", folder))
        #expect(try connection.run("SELECT 1")[0][0] == 1)
        #expect {
          try Connection(address("/nowhere", "/neither"))
        } throws: { ($0 as? PostgresError)?.kind == .connection }
      }
    }

    /// F14: whoever looks for a server to write to finds the one that takes writes, also when that is
    /// another than before.
    @Test func onlyAServerThatTakesWritesIsWrittenTo() throws {
      try withServer { first in
        try withServer { second in
          let writing = try address(first, second, more: "target_session_attrs=read-write")
          let database = Database(writing, pause: { _ in })
          let folder: SQL = "SELECT split_part(current_setting('unix_socket_directories'), ',', 1)"
          #expect(try database.read(folder)[0][0] == first)
          let owner = try Connection(address(first))
          try owner.run("ALTER SYSTEM SET default_transaction_read_only = on")
          try owner.run("SELECT pg_reload_conf()")
          while try Connection(address(first)).run("SHOW default_transaction_read_only")[0][0]
            != "on"
          {}
          try owner.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'app'"
          )
          let moved: String = try database.transaction { connection in
            try connection.run("CREATE TABLE written (x int)")
            return try connection.run(folder)[0][0]
          }
          #expect(moved == second)
        }
      }
    }
  }
}
