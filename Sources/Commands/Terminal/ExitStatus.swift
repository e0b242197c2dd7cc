import ArgumentParser

/// How a command ends, after sysexits.
enum ExitStatus {
  static let incomplete = ExitCode(3)
  static let usage = ExitCode(64)
  static let badData = ExitCode(65)
  static let unavailable = ExitCode(69)
  static let internalFault = ExitCode(70)
  static let cannotWrite = ExitCode(73)
  static let busy = ExitCode(75)
  static let notPermitted = ExitCode(77)
  static let interrupted = ExitCode(130)
}
