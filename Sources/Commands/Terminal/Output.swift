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
  var isLive: Bool { !isQuiet && isatty(2) == 1 && !Self.isDumb }

  private static var isDumb: Bool { ProcessInfo.processInfo.environment["TERM"] == "dumb" }

  /// Whether standard output takes bold and faint type.
  static var inColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(1) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && !isDumb
  }

  /// Columns of the terminal; 80 where there is none, unless `COLUMNS` says otherwise.
  static var width: Int { foldingWidth ?? 80 }

  /// False where what is told is not for this process's own terminal.
  @TaskLocal static var foldsLines = true

  /// Columns to fold lines to; nil for a file or a pipe, where lines are as long as they are.
  static var foldingWidth: Int? {
    guard foldsLines else { return nil }
    return columns(of: 1)
      ?? ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init)
      .map { min(max($0, 40), 1000) }
  }

  /// Columns of the terminal behind a descriptor.
  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// A part of the result; a reader that has gone away ends nothing but the writing.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(Failure) {
    let code = Self.write(bytes, to: 1)
    guard code == 0 || code == EPIPE else {
      throw Failure(ExitStatus.cannotWrite, "standard output: \(String(cString: strerror(code)))")
    }
  }

  /// A document: to the file at `path`, whole or not at all, and the path is given back; without one to
  /// standard output.
  func deliver(_ document: [UInt8], to path: String?) throws(Failure) -> String? {
    guard let path else {
      try write(document)
      return nil
    }
    do throws(WritingError) { try WholeFile(path).write(document) } catch {
      throw Failure(ExitStatus.cannotWrite, "\(error)")
    }
    return path
  }

  /// A line for people: an error, or what they should know.
  func tell(_ line: String) { _ = Self.write(Array((line + "\n").utf8), to: 2) }

  /// A warning; silent where nothing but results is wanted.
  func warn(_ line: String) { if !isQuiet { tell(line) } }

  /// Replaces the live line, cut to the terminal's width; an empty one takes it away.
  func live(_ line: String) {
    guard isLive else { return }
    let shown = line.prefix(max(1, (Self.columns(of: 2) ?? 80) - 1))
    _ = Self.write(Array(("\r\u{1B}[K" + shown).utf8), to: 2)
  }

  /// The system's error; 0 when all is written.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        return count == 0 ? EIO : errno
      }
    }
    return 0
  }
}
