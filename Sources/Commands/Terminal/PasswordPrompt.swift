import Foundation
import Store

/// A new password from standard input: asked for twice, without showing it, where that is a terminal;
/// else its first line.
///
/// - Throws: refused (65) where it is too short or no text; interrupted where somebody gives up.
func readNewPassword() throws -> String {
  guard isatty(0) == 1 else { return try checked(readLine(of: 0)) }
  let password = try checked(ask("New password: "))
  guard try ask("Once more: ") == Array(password.utf8) else {
    throw Failure(ExitStatus.badData, "The two are not the same: nothing was changed.")
  }
  return password
}

private func checked(_ bytes: [UInt8]) throws -> String {
  guard !bytes.isEmpty else {
    throw Failure(
      ExitStatus.badData,
      "There is no password on standard input: type it on a terminal, or pipe one line in.")
  }
  guard bytes.count <= Password.mostBytes, let text = String(validating: bytes, as: UTF8.self),
    !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
  else {
    throw Failure(
      ExitStatus.badData,
      "A password is text of one line, of at most \(Password.mostBytes) bytes.")
  }
  guard text.count >= Password.leastLength else {
    throw Failure(
      ExitStatus.badData, "A password has at least \(Password.leastLength) characters.")
  }
  return text
}

/// The bytes up to the first line end; no more than a password may have, and one.
private func readLine(of descriptor: Int32) -> [UInt8] {
  var line: [UInt8] = []
  while line.count <= Password.mostBytes, let byte = readByte(of: descriptor),
    byte != UInt8(ascii: "\n")
  {
    line.append(byte)
  }
  if line.last == UInt8(ascii: "\r") { line.removeLast() }
  return line
}

private func readByte(of descriptor: Int32) -> UInt8? {
  var byte: UInt8 = 0
  var count = 0
  repeat { count = read(descriptor, &byte, 1) } while count < 0 && errno == EINTR
  return count == 1 ? byte : nil
}

/// Asks on the terminal. It shows nothing and sends no signals meanwhile, so that whoever gives up
/// finds it as it was.
private func ask(_ question: String) throws -> [UInt8] {
  var standing = termios()
  guard tcgetattr(0, &standing) == 0 else { return readLine(of: 0) }
  var silent = standing
  silent.c_lflag &= ~tcflag_t(ECHO | ISIG | ICANON)
  tcsetattr(0, TCSAFLUSH, &silent)
  defer {
    tcsetattr(0, TCSAFLUSH, &standing)
    FileHandle.standardError.write(Data("\n".utf8))
  }
  FileHandle.standardError.write(Data(question.utf8))
  var line: [UInt8] = []
  while let byte = readByte(of: 0), line.count <= Password.mostBytes {
    switch byte {
    case Key.enter, Key.carriageReturn: return line
    case Key.interrupt, Key.quit: throw ExitStatus.interrupted
    case Key.end where line.isEmpty: return []
    case Key.backspace, Key.delete:
      // All bytes of the last letter.
      while let last = line.popLast(), last & 0xC0 == 0x80 {}
    case Key.kill: line = []
    default: line.append(byte)
    }
  }
  return line
}

/// What keys send.
private enum Key {
  static let interrupt: UInt8 = 3
  static let end: UInt8 = 4
  static let backspace: UInt8 = 8
  static let enter: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let kill: UInt8 = 21
  static let quit: UInt8 = 28
  static let delete: UInt8 = 127
}
