import ArgumentParser
import Files
import Foundation

/// How a command talks: what every one of them takes.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the result as one JSON document.")
  var json = false
  @Flag(help: "Print no progress and no warnings.")
  var quiet = false

  var output: Output { Output(isQuiet: quiet) }
}

/// Standard output for results, standard error for everything else.
struct Output: Sendable {
  var isQuiet = false

  /// Whether standard error is a terminal on which a live line may be drawn.
  var isLive: Bool { !isQuiet && isatty(2) == 1 }

  /// Whether standard output takes bold and faint type.
  static var inColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(1) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }

  /// Columns of the terminal; 80 where there is none, unless `COLUMNS` says otherwise.
  static var width: Int {
    var size = winsize()
    if ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) ?? 80
  }

  /// A part of the result.
  func write(_ text: String) { Self.write(Array(text.utf8), to: 1) }

  func write(_ bytes: [UInt8]) { Self.write(bytes, to: 1) }

  /// A line for people: an error, or what they should know.
  func tell(_ line: String) { Self.write(Array((line + "\n").utf8), to: 2) }

  /// A warning; silent where nothing but results is wanted.
  func warn(_ line: String) { if !isQuiet { tell(line) } }

  /// Replaces the live line; an empty one takes it away.
  func live(_ line: String) {
    guard isLive else { return }
    Self.write(Array(("\r\u{1B}[K" + line).utf8), to: 2)
  }

  /// A reader that has gone away ends nothing but the writing.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        return
      }
      rest = rest.dropFirst(count)
    }
  }
}
