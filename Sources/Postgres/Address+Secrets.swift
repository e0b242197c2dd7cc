import Foundation

extension Address {
  /// The file with a password in it that others than its owner may read, where libpq would look for
  /// one: the service file, or the password file where no password is given (S5).
  var openPasswordFile: String? {
    if let service = value(of: "service"), let file = serviceFile(of: service),
      Self.holdsPassword(file, service: service), Self.isOpen(file)
    {
      return file
    }
    guard value(of: "password") == nil, let file = value(of: "passfile") ?? atHome(".pgpass"),
      Self.isOpen(file)
    else { return nil }
    return file
  }

  private func atHome(_ name: String) -> String? { environment["HOME"].map { $0 + "/" + name } }

  /// The user's own file where it has the service, else the system's.
  private func serviceFile(of service: String) -> String? {
    let own = environment["PGSERVICEFILE"] ?? atHome(".pg_service.conf")
    let system = environment["PGSYSCONFDIR"].map { $0 + "/pg_service.conf" }
    return [own, system].compactMap { $0 }.first { Self.section(service, of: $0) != nil }
  }

  /// The lines of a service; nil where the file has none of that name.
  private static func section(_ service: String, of file: String) -> [Substring]? {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n")
    guard let start = lines.firstIndex(of: "[\(service)]") else { return nil }
    return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("[") })
  }

  private static func holdsPassword(_ file: String, service: String) -> Bool {
    section(service, of: file)?.contains { line in
      line.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\t" } == "password"
    } ?? false
  }

  /// Whether group or others may read or write a plain file.
  private static func isOpen(_ file: String) -> Bool {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return status.st_mode & 0o077 != 0
  }
}
