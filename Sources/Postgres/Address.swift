import CPostgres
import Foundation

/// Where a database is, named as libpq names it: a URI or `key=value` pairs, and for what they leave
/// open the `PG*` variables, service file and password file; several hosts are tried in turn.
package struct Address: Sendable {
  /// What the text gives, by libpq's names.
  private let given: [String: String]
  let environment: [String: String]
  /// The service that is asked for, as its file has it.
  let service: (file: String, settings: [String: String])?

  /// What libpq does by itself when the network goes quiet is to wait for minutes (F9); a cut is
  /// noticed within six seconds, whether we wait for an answer or for our own words to arrive.
  private static let defaults = [
    "connect_timeout": "10", "keepalives_idle": "2", "keepalives_interval": "1",
    "keepalives_count": "3", "tcp_user_timeout": "6000",
  ]

  /// - Parameter text: empty leaves all of it to the environment.
  /// - Throws: a message without any part of the text, which may hold a password.
  package init(
    _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(PostgresError) {
    guard !text.utf8.contains(0), Self.hasOneHostPart(text) else { throw Self.illegible }
    guard let list = PQconninfoParse(text, nil) else { throw Self.illegible }
    defer { PQconninfoFree(list) }
    var given: [String: String] = [:]
    var option = list
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        given[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    // A password with a raw `/` makes a part of it the port.
    guard (given["port"] ?? "").utf8.allSatisfy({ $0 == 44 || (48...57).contains($0) }) else {
      throw Self.illegible
    }
    self.given = given
    self.environment = environment
    service = Self.serviceSettings(
      given["service"] ?? environment["PGSERVICE"], environment: environment)
  }

  private static let illegible = PostgresError(
    .unexpected,
    "the database's address cannot be read: it is a URI (postgresql://host/name) or key=value pairs; "
      + "special characters of a URI are percent-encoded")

  /// A password with a raw `@` would be taken for a part of the host, and told in messages about it.
  private static func hasOneHostPart(_ text: String) -> Bool {
    guard let scheme = text.range(of: "://") else { return true }
    return text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }.count { $0 == "@" } <= 1
  }

  /// Keywords and values to connect with.
  func parameters(applicationName: String) -> [(String, String)] {
    var all = given
    all["fallback_application_name"] = applicationName
    all["client_encoding"] = "UTF8"
    for (key, usual) in Self.defaults where value(of: key) == nil {
      // What a service says that only libpq finds is not ours to overrule.
      if key != "connect_timeout" || !isServiceElsewhere { all[key] = usual }
    }
    return all.sorted { $0.key < $1.key }
  }

  private static let variables = [
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "sslmode": "PGSSLMODE", "service": "PGSERVICE",
    "connect_timeout": "PGCONNECT_TIMEOUT", "password": "PGPASSWORD", "passfile": "PGPASSFILE",
  ]

  /// In libpq's order: the address itself, the service file, the environment.
  func value(of key: String) -> String? {
    given[key] ?? service?.settings[key] ?? Self.variables[key].flatMap { environment[$0] }
  }

  /// Whether a service is asked for that is in none of the files we know of.
  private var isServiceElsewhere: Bool { value(of: "service") != nil && service == nil }

  /// Why nobody should send plans there: over TCP to another machine, only `verify-full` keeps an
  /// impostor out. Nil where the address is safe.
  package var insecurity: String? {
    let hosts = (value(of: "hostaddr") ?? value(of: "host") ?? "")
      .split(separator: ",", omittingEmptySubsequences: true).map(String.init)
    if hosts.isEmpty, !isServiceElsewhere { return nil }
    if !hosts.isEmpty, hosts.allSatisfy(Self.isHere) { return nil }
    let mode = value(of: "sslmode") ?? "prefer"
    return mode == "verify-full"
      ? nil : "the database is on another machine, and sslmode is \(mode), not verify-full"
  }

  private static func isHere(_ host: String) -> Bool {
    host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
      || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 46 || (48...57).contains($0) })
  }
}
