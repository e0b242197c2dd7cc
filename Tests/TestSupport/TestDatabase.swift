import Foundation
import Postgres
import Store

/// A database of a test's own on the server that `scripts/test` starts, which goes when the test does.
package final class TestDatabase: @unchecked Sendable {
  /// The server's URL; nil where the tests were started without one.
  package static let server = ProcessInfo.processInfo.environment["JADWAL_TEST_DATABASE"]

  /// What a test says that is skipped.
  package static let missing =
    "no server: scripts/database start says what JADWAL_TEST_DATABASE is to be"

  package let name: String
  private let server: String
  private let lock = NSLock()
  private var logins: [String] = []

  /// - Parameters:
  ///   - server: another server than the tests' own.
  ///   - migrations: applied at once; none leaves the database empty.
  package init(on server: String? = nil, migrations: [Migration] = Migration.all) throws {
    guard let server = server ?? Self.server else {
      throw PostgresError(.connection, Self.missing)
    }
    self.server = server
    name = "jadwal_test_" + String(UInt64.random(in: .min ... .max), radix: 36)
    try Self.administer(server) { try $0.run("CREATE DATABASE \(identifier: name)") }
    guard !migrations.isEmpty else { return }
    _ = try Migrator(migrations).migrate(database())
    // scripts/mutate-schema takes a guard out, to see which test misses it.
    if let mutation = ProcessInfo.processInfo.environment["JADWAL_TEST_MUTATION"] {
      try connection().run(script: mutation)
    }
  }

  deinit {
    try? Self.administer(server) { connection in
      try connection.run("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
      for login in logins { try connection.run("DROP ROLE IF EXISTS \(identifier: login)") }
    }
  }

  private static func administer(
    _ server: String, _ body: (Connection) throws -> Void
  ) throws {
    try body(Connection(Address(server)))
  }

  /// Where it is, for `role`; the server's own user by default.
  package func url(as role: String? = nil) -> String {
    guard let mark = server.firstIndex(of: "?"), let slash = server[..<mark].lastIndex(of: "/")
    else {
      preconditionFailure("the server's URL has a database and options")
    }
    let url = server[...slash] + name + server[mark...]
    guard let role else { return String(url) }
    let options = url.split(separator: "&").filter { !$0.hasPrefix("user=") }
    return options.joined(separator: "&") + "&user=\(role)"
  }

  package func address(as role: String? = nil) throws -> Address {
    try Address(url(as: role), environment: [:])
  }

  package func database(as role: String? = nil) throws -> Database {
    Database(try address(as: role), applicationName: "jadwal-test")
  }

  package func connection(as role: String? = nil) throws -> Connection {
    try Connection(address(as: role), applicationName: "jadwal-test")
  }

  /// A login that is a member of `roles`; its name is the database's with `name` after it.
  package func login(_ name: String, in roles: String...) throws -> String {
    let login = "\(self.name)_\(name)"
    lock.withLock { logins.append(login) }
    let connection = try connection()
    try connection.run("CREATE ROLE \(identifier: login) LOGIN")
    for role in roles {
      try connection.run("GRANT \(identifier: role) TO \(identifier: login)")
    }
    return login
  }

  /// A reader of some member states.
  package func reader(_ name: String, of states: String...) throws -> String {
    let login = try login(name, in: "jadwal_reader")
    for state in states {
      try connection().run("INSERT INTO jadwal.reader_state VALUES (\(login), \(state))")
    }
    return login
  }
}
