import ArgumentParser
import Foundation
import Postgres

/// Which database, and who acts: what every command takes that needs one.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: """
      The database, as libpq names it. [default: DATABASE_URL, else the PG* variables, service and \
      password file]
      """)
  var database: String?

  func connect() throws -> Database { try openDatabase(database) }
}

/// Whom the database role speaks for.
struct ActorOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: "Who acts, where the database role may speak for others. [default: the role itself]")
  var actor: String?
}

/// The database that is given, or that the environment names; not connected to yet.
///
/// - Throws: usage, without any part of the address, which may hold a password.
func openDatabase(_ given: String?) throws -> Database {
  let environment = ProcessInfo.processInfo.environment
  let text = given.flatMap { $0.isEmpty ? nil : $0 } ?? environment["DATABASE_URL"] ?? ""
  do {
    return Database(try Address(text, environment: environment))
  } catch {
    throw Failure(ExitStatus.usage, error.message)
  }
}
