import Postgres

/// How the board is served.
package struct BoardSettings: Sendable {
  package var host = "127.0.0.1"
  /// 0 for any port that is free.
  package var port = 8080
  /// Who may come in.
  package var entry = Entry.accounts
  /// How readers reach it where something stands in front, as `https://board.example`: what other
  /// sites may not speak for, and where cookies are sent over TLS alone.
  package var publicAddress: String?
  /// Connections to the database.
  package var databaseConnections = 8
  /// How long somebody stays signed in.
  package var session = Duration.seconds(12 * 3600)
  package var limits = Limits()
  package var languages = Languages.builtIn

  package init() {}

  package enum Entry: Sendable, Equatable {
    /// Whoever signs in, with an account or a token of one.
    case accounts
    /// Likewise, and whom a proxy in front names in a header; from its own addresses alone.
    case proxied(header: String, from: [String])
    /// Everybody who reaches the port acts as the database role itself.
    case open
  }

  /// What one visitor may take.
  package struct Limits: Sendable {
    package var connections = 12_000
    package var connectionsPerAddress = 256
    /// A request's head and body must be there within these.
    package var headTime = Duration.seconds(10)
    package var bodyTime = Duration.seconds(60)
    package var bytesOfForm = 256 << 10
    package var bytesOfImport = 64 << 20
    /// Requests of one address: as many at once, and as many a second after that.
    package var burst = 200
    package var rate = 50.0
    /// Wrong passwords for one account before it has to wait; ten times as many from one address.
    package var wrongPasswords = 5
    package var eventStreams = 200

    package init() {}
  }

  /// Why it may not be served so; nil where it may.
  package var refusal: String? {
    guard entry == .open, !Self.isLoopback(host) else { return nil }
    return "whoever reaches \(host) could act without signing in: leave --without-sign-in out, or "
      + "serve on 127.0.0.1"
  }

  /// Whether only processes of this machine reach an address.
  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1"
      || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
        && host.split(separator: ".").allSatisfy { UInt8($0) != nil })
  }
}
