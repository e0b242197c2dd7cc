import Foundation
import Testing

/// A terminal of a test's own: a process writes to one end, the test reads the other.
final class PseudoTerminal {
  /// For the process; closed on our side once it has started, so that its end is seen.
  let processEnd: FileHandle
  private let testEnd: Int32
  private(set) var shown = ""

  init(columns: UInt16 = 80) throws {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &slave, nil, nil, &size) == 0)
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    testEnd = master
    processEnd = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
  }

  deinit { close(testEnd) }

  /// As if somebody typed it.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(write(testEnd, bytes, bytes.count) == bytes.count)
  }

  /// How it echoes and edits (`c_lflag`).
  var modes: tcflag_t {
    var modes = termios()
    #expect(tcgetattr(testEnd, &modes) == 0)
    return modes.c_lflag
  }

  /// Reads until `text` has been shown; false where the process ended without it.
  func waits(for text: String) -> Bool {
    while !shown.contains(text) {
      guard readMore() else { return shown.contains(text) }
    }
    return true
  }

  /// Everything that is shown until every process has closed the terminal.
  func readToEnd() -> String {
    while readMore() {}
    return shown
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var count = 0
    repeat { count = read(testEnd, &buffer, buffer.count) } while count < 0 && errno == EINTR
    guard count > 0 else { return false }
    shown += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }
}

extension JadwalProcess {
  /// Starts with standard error, and where asked standard output too, on `terminal`.
  func start(on terminal: PseudoTerminal, output: Bool = false) throws {
    process.standardError = terminal.processEnd
    if output { process.standardOutput = terminal.processEnd }
    try process.run()
    try terminal.processEnd.close()
  }
}
