import ArgumentParser
import Files

/// Why a command ends without its result: told on standard error, and to `--json` as its document.
struct Failure: Error {
  var status: ExitCode
  /// What happened, in lines that are safe to print.
  var message: String
  /// What `--json` prints in place of the result; nil for `{"error": …}`.
  var document: JSONText?

  init(_ status: ExitCode, _ message: String, document: JSONText? = nil) {
    self.status = status
    self.message = message
    self.document = document
  }

  var json: JSONText {
    document
      ?? .object([
        (
          "error",
          .object([("status", .whole(Int(status.rawValue))), ("message", .text(message))])
        )
      ])
  }
}
