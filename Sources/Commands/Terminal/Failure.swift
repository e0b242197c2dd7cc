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

  /// Usage: `told` goes on with a name that is not there, and with the nearest that is.
  init(_ told: String, unknown name: String, among names: [String]) {
    var nearest = Nearest()
    self.init(
      ExitStatus.usage,
      "\(told) \(legible(name))\(nearest.suggestion(for: name, among: names)).")
  }
}

/// The index of a name, or an error that suggests the nearest.
func find(
  _ name: String, _ kind: String, among names: [String], option: String
) throws(Failure) -> Int {
  if let index = names.firstIndex(of: name) { return index }
  throw Failure("\(option): the dataset has no \(kind)", unknown: name, among: names)
}
