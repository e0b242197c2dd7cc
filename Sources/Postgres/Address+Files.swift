import Foundation

extension Address {
  /// What the service file says of a service, by libpq's names; nil where none is asked for, or where
  /// it is in a file whose place only libpq knows.
  static func serviceSettings(
    _ service: String?, environment: [String: String]
  ) -> (file: String, settings: [String: String])? {
    guard let service else { return nil }
    // The user's own file where it has the service, else the system's.
    let own = environment["PGSERVICEFILE"] ?? environment["HOME"].map { $0 + "/.pg_service.conf" }
    let system = environment["PGSYSCONFDIR"].map { $0 + "/pg_service.conf" }
    for file in [own, system].compactMap({ $0 }) {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
      let lines = text.split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard let start = lines.firstIndex(of: "[\(service)]") else { continue }
      var settings: [String: String] = [:]
      for line in lines[(start + 1)...].prefix(while: { !$0.hasPrefix("[") }) {
        guard let sign = line.firstIndex(of: "="), !line.hasPrefix("#") else { continue }
        settings[String(line[..<sign])] = String(line[line.index(after: sign)...])
      }
      return (file, settings)
    }
    return nil
  }

  /// The file with a password in it that others than its owner may read, where libpq would look for
  /// one: the service file, or the password file where no password is given (S5). Libpq itself
  /// passes over such a password file, and takes such a service file.
  var openPasswordFile: String? {
    if let service, service.settings["password"] != nil, Self.isOpen(service.file) {
      return service.file
    }
    guard value(of: "password") == nil,
      let file = value(of: "passfile") ?? environment["HOME"].map({ $0 + "/.pgpass" }),
      Self.isOpen(file)
    else { return nil }
    return file
  }

  /// Whether group or others may read or write a plain file.
  private static func isOpen(_ file: String) -> Bool {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return status.st_mode & 0o077 != 0
  }
}
