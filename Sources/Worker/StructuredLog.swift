import Foundation
import Logging

/// Lines for a person or for a machine, on standard error; what a terminal or a collector would take
/// for more than text is escaped, and nothing grows without bound.
package struct StructuredLog: LogHandler {
  package enum Form: String, Sendable, CaseIterable { case json, text }

  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level = .info
  private let form: Form
  private let write: @Sendable (String) -> Void

  package init(_ form: Form, write: @escaping @Sendable (String) -> Void = Self.standardError) {
    self.form = form
    self.write = write
  }

  /// One write a line, so that lines of several threads do not mix.
  package static let standardError: @Sendable (String) -> Void = { line in
    var bytes = Array(line.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
      guard count > 0 || (count < 0 && errno == EINTR) else { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let now = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    let message = bounded("\(event.message)")
    switch form {
    case .json:
      var members = [
        ("time", now + "Z"), ("level", event.level.rawValue), ("message", message),
      ]
      members += all.map { ($0.key, bounded("\($0.value)")) }
      let body = members.map { "\(Self.quoted($0)):\(value($0, $1))" }.joined(separator: ",")
      write("{\(body)}\n")
    case .text:
      let rest = all.map { " \($0.key)=\(plain(bounded("\($0.value)")))" }.joined()
      write("\(now)Z \(event.level.rawValue.uppercased()) \(escaped(message))\(rest)\n")
    }
  }

  private func bounded(_ text: String) -> String {
    text.utf8.count <= 4096 ? text : String(text.prefix(2000)) + "…"
  }

  /// Numbers that we count are numbers.
  private func value(_ key: String, _ text: String) -> String {
    ["job", "attempt", "version", "pid", "port"].contains(key) && Int(text) != nil
      ? text : Self.quoted(text)
  }

  private func plain(_ text: String) -> String {
    text.contains { $0 == " " || $0 == "\"" } || text.isEmpty ? Self.quoted(text) : escaped(text)
  }

  private func escaped(_ text: String) -> String {
    String(Self.quoted(text).dropFirst().dropLast()).replacing("\\\"", with: "\"")
  }

  /// As JSON takes it, controls and marks of direction escaped too.
  static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}"..."\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
