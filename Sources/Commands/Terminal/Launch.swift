import ArgumentParser
import Files
import Foundation

extension JadwalCommand {
  /// Runs the command that the process was started with; the status to end the process with.
  ///
  /// In place of the parser's own `main`: messages quote arguments, which may hold what a terminal
  /// would obey, and every failure has its status and, under `--json`, its document.
  package static func launch() -> Int32 {
    openStandardStreams()
    settleSignals()
    let arguments = WhatIfCommand.withoutSigns(Array(CommandLine.arguments.dropFirst()))
    concealPasswords()
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return 0
    } catch {
      return end(
        error, of: arguments, isJSON: arguments.prefix { $0 != "--" }.contains("--json"))
    }
  }

  /// Tells of what ended a command; the status to exit with.
  private static func end(_ error: any Error, of arguments: [String], isJSON: Bool) -> Int32 {
    let output = Output()
    if let status = error as? ExitCode { return status.rawValue }
    if let failure = error as? Failure ?? Failure(database: error) {
      return end(failure, of: arguments, isJSON: isJSON)
    }
    let message = legibleLines(fullMessage(for: error))
    let status = exitCode(for: error)
    if status.isSuccess {
      do { try output.write(message + "\n") } catch {
        return end(error, of: arguments, isJSON: false)
      }
      return 0
    }
    let own = status == .validationFailure ? ExitStatus.usage : ExitStatus.internalFault
    let short = Failure(own, legibleLines(self.message(for: error)))
    return end(Failure(own, message, document: short.json), of: arguments, isJSON: isJSON)
  }

  /// Messages quote arguments, which may hold a password where nobody looks for an address.
  private static func end(_ failure: Failure, of arguments: [String], isJSON: Bool) -> Int32 {
    let output = Output()
    output.tell(concealed(failure.message, of: arguments))
    // Where even that cannot be written, the status has to do.
    if isJSON {
      let document = String(decoding: failure.json.bytes, as: UTF8.self)
      try? output.write(concealed(document, of: arguments))
    }
    return failure.status.rawValue
  }

  /// A reader that goes away or a file that grows too large must not take the plan with it: writing
  /// tells of both. A parent may have blocked what people end a command with.
  private static func settleSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var ending = Interruption.endingSignals
    pthread_sigmask(SIG_UNBLOCK, &ending, nil)
  }

  /// A process that starts without one of them would get its number for a file, and write into that.
  /// Whatever else opens files, an event loop too, has to come later.
  private static func openStandardStreams() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDWR)
    }
  }
}

/// Text of several lines as a terminal may be shown it.
func legibleLines(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { legible(String($0)) }
    .joined(separator: "\n")
}
